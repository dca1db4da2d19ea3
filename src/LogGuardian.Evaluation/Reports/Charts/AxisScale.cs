using System.Globalization;

namespace LogGuardian.Evaluation;

/// <summary>Where values stand on an axis, 0 to 1 from its low to its high end, and which of them are written beside it.</summary>
internal sealed class AxisScale
{
    private const int Steps = 5;
    private const double CrowdedRatio = 100;
    private const double LogRange = 1e6;

    // Round numbers beyond a range must not overflow, and steps within it must not vanish.
    private const double Greatest = 1e307;
    private const double LeastSpan = 1e-290;
    private const double LeastRelativeSpan = 1e-12;

    private AxisScale(double low, double high, bool isLog, IReadOnlyList<double> ticks) => (Low, High, IsLog, Ticks) = (low, high, isLog, ticks);

    /// <summary>0 to 1 in fifths.</summary>
    public static AxisScale Share { get; } = Linear(0, 1);

    public double Low { get; }

    public double High { get; }

    public bool IsLog { get; }

    public IReadOnlyList<double> Ticks { get; }

    /// <summary>An even scale that ends in round numbers (Heckbert, Graphics Gems, 1990).</summary>
    /// <param name="low">The least value.</param>
    /// <param name="high">The greatest value.</param>
    /// <param name="leastStep">What is between values at least: 1 where they are whole.</param>
    public static AxisScale Linear(double low, double high, double leastStep = 0)
    {
        (low, high) = (Math.Max(low, -Greatest), Math.Min(high, Greatest));
        if (high - low < Math.Max(LeastSpan, LeastRelativeSpan * Math.Abs(high)))
        {
            double margin = Math.Abs(low) < LeastSpan ? 1 : Math.Abs(low) / 2;
            (low, high) = (low - margin, high + margin);
        }

        double step = Math.Max(leastStep, RoundStep((high - low) / Steps));
        double first = Math.Floor((low / step) + 1e-9);
        double last = Math.Ceiling((high / step) - 1e-9);
        return new AxisScale(first * step, last * step, false, [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step)]);
    }

    /// <summary>
    /// For scores in any unit: even, or logarithmic when they are positive and half of them would be crowded into a hundredth of the axis. Infinite scores stand at the ends.
    /// </summary>
    public static AxisScale ForScores(IEnumerable<double> scores)
    {
        double[] sorted = [.. scores.Where(double.IsFinite).Order()];
        if (sorted.Length == 0)
        {
            return Linear(0, 1);
        }

        double[] positive = [.. sorted.SkipWhile(score => score <= 0)];
        bool isCrowded = sorted[0] >= 0 && positive.Length > 1 && positive[^1] > CrowdedRatio * positive[positive.Length / 2];
        return isCrowded ? Log(Math.Max(positive[0], positive[^1] / LogRange), positive[^1]) : Linear(sorted[0], sorted[^1]);
    }

    /// <summary>Infinite values and those beyond an end stand at the end.</summary>
    public double At(double value) => Math.Clamp(
        IsLog ? value <= Low ? 0 : (Math.Log10(value) - Math.Log10(Low)) / (Math.Log10(High) - Math.Log10(Low))
            : (value - Low) / (High - Low),
        0,
        1);

    public static string Label(double value)
    {
        double magnitude = Math.Abs(value);
        return magnitude is 0 or (>= 1e-3 and < 1e5) ? value.ToString("0.####", CultureInfo.InvariantCulture) : value.ToString("0.##E+0", CultureInfo.InvariantCulture).Replace("E", "e", StringComparison.Ordinal);
    }

    private static AxisScale Log(double low, double high)
    {
        int first = (int)Math.Floor(Math.Log10(low));
        int last = (int)Math.Ceiling(Math.Log10(high));
        int every = Math.Max(1, (last - first + Steps) / Steps);
        return new AxisScale(
            Math.Pow(10, first),
            Math.Pow(10, last),
            true,
            [.. Enumerable.Range(0, last - first + 1).Where(i => i % every == 0).Select(i => Math.Pow(10, first + i))]);
    }

    private static double RoundStep(double raw)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        double fraction = raw / power;
        return power * (fraction <= 1.0000001 ? 1 : fraction <= 2.0000001 ? 2 : fraction <= 5.0000001 ? 5 : 10);
    }
}
