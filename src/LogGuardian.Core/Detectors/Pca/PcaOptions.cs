using System.Globalization;

namespace LogGuardian;

/// <summary>Options of the detector of principal components.</summary>
public sealed record PcaOptions
{
    /// <summary>Templates counted apart; default 256, range 16 to 1,024. Later ones are not counted by this detector.</summary>
    public int MaxTemplates { get; set; } = 256;

    internal PcaOptions Validated() => MaxTemplates is >= 16 and <= 1_024
        ? this with { }
        : throw new ArgumentOutOfRangeException(
            nameof(MaxTemplates),
            MaxTemplates,
            string.Create(CultureInfo.InvariantCulture, $"MaxTemplates is {MaxTemplates}; it must be 16 to 1024. The default is 256."));
}
