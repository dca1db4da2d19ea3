using System.Globalization;

namespace LogGuardian;

/// <summary>Which windows reach the detectors that cost more than the fast ones, see <see cref="IDetector.Tier"/>.</summary>
public sealed record CascadeOptions
{
    /// <summary>
    /// Share of normal windows that the cheaper detectors may pass on to each dearer tier: those that they find strangest. Default 0.05, range 0 to 1; 1 asks every tier for
    /// every window, and 0 only for windows that would be reported.
    /// </summary>
    public double PassedOn { get; set; } = 0.05;

    /// <summary>
    /// Score from which the cheaper detectors have decided, so that no dearer one is asked but those that settle a detector which found it. Default 0.98, range 0.5 to 1.
    /// </summary>
    public float DecidedFrom { get; set; } = 0.98f;

    /// <summary>
    /// How much a detector that settles another one counts in place of it, in log-odds: 0 changes nothing, 1 takes its answer alone. Default 0.5, range 0 to 1.
    /// </summary>
    public double Weight { get; set; } = 0.5;

    internal CascadeOptions Validated()
    {
        Check(PassedOn, nameof(PassedOn), 0, 1, 0.05);
        Check(DecidedFrom, nameof(DecidedFrom), 0.5, 1, 0.98);
        Check(Weight, nameof(Weight), 0, 1, 0.5);
        return this with { };
    }

    private static void Check(double value, string name, double least, double most, double usual)
    {
        if (!(value >= least && value <= most))
        {
            throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be {least} to {most}. The default is {usual}."));
        }
    }
}
