using System.Globalization;

namespace LogGuardian;

/// <summary>Options of the severity detector.</summary>
public sealed record SeverityOptions
{
    /// <summary>Sources with a history of their own; default 1,024, range 1 to 1,000,000. Beyond that the one used longest ago leaves first.</summary>
    public int MaxSources { get; set; } = 1_024;

    internal SeverityOptions Validated() => MaxSources is >= 1 and <= 1_000_000
        ? this with { }
        : throw new ArgumentOutOfRangeException(
            nameof(MaxSources),
            MaxSources,
            string.Create(CultureInfo.InvariantCulture, $"MaxSources is {MaxSources}; it must be 1 to 1000000. The default is 1024."));
}
