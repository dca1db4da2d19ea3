using System.Globalization;
using LogGuardian.Core;

namespace LogGuardian;

/// <summary>The score from which a window is an anomaly: a fixed value or a budget of false alarms.</summary>
public sealed class Threshold
{
    /// <summary>The score that stands for the border whatever the threshold is.</summary>
    internal const float Usual = 0.5f;

    private readonly float? _fixed;
    private readonly double _alarms;
    private readonly TimeSpan _per;

    private Threshold(float? value, double alarms, TimeSpan per)
    {
        _fixed = value;
        _alarms = alarms;
        _per = per;
    }

    /// <summary>The default: 0.5, the calibrated border that about one normal window in a thousand reaches.</summary>
    public static Threshold Default { get; } = Fixed(Usual);

    /// <summary>A fixed score.</summary>
    /// <param name="score">In (0..1].</param>
    public static Threshold Fixed(float score) => score is > 0 and <= 1
        ? new Threshold(score, 0, default)
        : throw new ArgumentOutOfRangeException(
            nameof(score), score, string.Create(CultureInfo.InvariantCulture, $"Threshold is {score}; it must be more than 0 and at most 1. The default is 0.5."));

    /// <summary>
    /// As low as possible while normal windows like those learned would raise at most so many alarms. Needs event times; without them a
    /// window counts as one second. The estimate assumes that the future resembles what was learned.
    /// </summary>
    /// <param name="alarms">Number of false alarms, more than 0.</param>
    /// <param name="per">The time that the number is for, more than zero.</param>
    public static Threshold FalseAlarmBudget(double alarms, TimeSpan per)
    {
        if (!(alarms > 0) || double.IsInfinity(alarms))
        {
            throw new ArgumentOutOfRangeException(
                nameof(alarms), alarms, string.Create(CultureInfo.InvariantCulture, $"False-alarm budget is {alarms}; it must be more than 0. Pass, say, 1 per day."));
        }

        if (per <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(
                nameof(per), per, string.Create(CultureInfo.InvariantCulture, $"False-alarm period is {per}; it must be more than zero. Pass, say, TimeSpan.FromDays(1)."));
        }

        return new Threshold(null, alarms, per);
    }

    internal float Resolve(Calibration calibration, TimeSpan perWindow) =>
        _fixed ?? calibration.ThresholdFor(_alarms / (_per / perWindow));
}
