using System.Globalization;

namespace LogGuardian;

/// <summary>Options of the count detector.</summary>
public sealed record CountOptions
{
    /// <summary>Different normal windows kept for comparison; default 2,048, range 16 to 65,536. When full, one chosen at random leaves.</summary>
    public int MaxReferences { get; set; } = 2_048;

    /// <summary>Templates counted apart; default 8,192, range 64 to 1,000,000. Later ones are not counted by this detector.</summary>
    public int MaxTemplates { get; set; } = 8_192;

    internal CountOptions Validated()
    {
        if (MaxReferences is < 16 or > 65_536)
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaxReferences),
                MaxReferences,
                string.Create(CultureInfo.InvariantCulture, $"MaxReferences is {MaxReferences}; it must be 16 to 65536. The default is 2048."));
        }

        if (MaxTemplates is < 64 or > 1_000_000)
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaxTemplates),
                MaxTemplates,
                string.Create(CultureInfo.InvariantCulture, $"MaxTemplates is {MaxTemplates}; it must be 64 to 1000000. The default is 8192."));
        }

        return this with { };
    }
}
