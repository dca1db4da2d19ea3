using System.Globalization;

namespace LogGuardian;

/// <summary>How explanations are made.</summary>
public sealed record EvidenceOptions
{
    /// <summary>Pieces of evidence in an explanation; default 3, range 1 to 30.</summary>
    public int Top { get; set; } = 3;

    /// <summary>Characters after which a quoted template or line is cut; default 160, range 20 to 10,000.</summary>
    public int MaxQuoteLength { get; set; } = 160;

    internal EvidenceOptions Validated()
    {
        if (Top is < 1 or > 30)
        {
            throw new ArgumentOutOfRangeException(
                nameof(Top), Top, string.Create(CultureInfo.InvariantCulture, $"Top is {Top}; it must be 1 to 30. The default is 3."));
        }

        if (MaxQuoteLength is < 20 or > 10_000)
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaxQuoteLength),
                MaxQuoteLength,
                string.Create(CultureInfo.InvariantCulture, $"MaxQuoteLength is {MaxQuoteLength}; it must be 20 to 10000. The default is 160."));
        }

        return this with { };
    }
}
