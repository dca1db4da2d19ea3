using System.Globalization;

namespace LogGuardian;

/// <summary>Options of detectors that are shown only what is new.</summary>
public sealed record UnseenOptions
{
    /// <summary>Templates remembered; default 100,000, range 100 to 10,000,000. Beyond that the one seen least leaves first.</summary>
    public int MaxTemplates { get; set; } = 100_000;

    internal UnseenOptions Validated() => MaxTemplates is >= 100 and <= 10_000_000
        ? this with { }
        : throw new ArgumentOutOfRangeException(
            nameof(MaxTemplates),
            MaxTemplates,
            string.Create(CultureInfo.InvariantCulture, $"MaxTemplates is {MaxTemplates}; it must be 100 to 10000000. The default is 100000."));
}
