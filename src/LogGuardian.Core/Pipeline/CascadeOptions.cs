using System.Globalization;

namespace LogGuardian;

/// <summary>Which windows reach the detectors that cost more than the fast ones, see <see cref="IDetector.Tier"/>, and how much their answers count.</summary>
public sealed record CascadeOptions
{
    /// <summary>
    /// Share of normal windows that the cheaper detectors pass on to a dearer tier beside those that they would report: the ones that they find strangest. Default 0.05, range
    /// 0 to 1; 1 asks every tier for every window, and 0 for none but those that would be reported.
    /// </summary>
    public double PassedOn { get; set; } = 0.05;

    /// <summary>
    /// How much the answer of a detector counts in place of one that it settles, in log-odds, see <see cref="IDetector.Settles"/>, or that of a calibrated one in place of what all others say together: 0 changes nothing, 1 takes its answer alone.
    /// Default 0.5, range 0 to 1.
    /// </summary>
    public double Weight { get; set; } = 0.5;

    internal CascadeOptions Validated()
    {
        Check(PassedOn, nameof(PassedOn), 0.05);
        Check(Weight, nameof(Weight), 0.5);
        return this with { };
    }

    private static void Check(double value, string name, double usual)
    {
        if (value is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be 0 to 1. The default is {usual}."));
        }
    }
}
