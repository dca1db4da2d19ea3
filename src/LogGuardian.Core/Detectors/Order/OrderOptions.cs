using System.Globalization;

namespace LogGuardian;

/// <summary>Options of the order detector.</summary>
public sealed record OrderOptions
{
    /// <summary>Steps from one or two templates to the next that are remembered; default 200,000, range 1,000 to 100,000,000. Beyond that rare ones leave first.</summary>
    public int MaxSteps { get; set; } = 200_000;

    internal OrderOptions Validated() => MaxSteps is >= 1_000 and <= 100_000_000
        ? this with { }
        : throw new ArgumentOutOfRangeException(
            nameof(MaxSteps),
            MaxSteps,
            string.Create(CultureInfo.InvariantCulture, $"MaxSteps is {MaxSteps}; it must be 1000 to 100000000. The default is 200000."));
}
