using System.Globalization;

namespace LogGuardian;

/// <summary>How lines are parsed.</summary>
public sealed record ParsingOptions
{
    /// <summary>
    /// The header layout in loghub notation, such as <c>&lt;Date&gt; &lt;Time&gt; &lt;Level&gt; &lt;Component&gt;: &lt;Content&gt;</c>.
    /// Null, the default, recognises the layout of each source from its first lines.
    /// </summary>
    public string? Format { get; set; }

    /// <summary>
    /// Share of equal constant words from which a line belongs to a template; default 0.7, range 0.1 to 1. Higher makes more and narrower templates.
    /// </summary>
    public double SimilarityThreshold { get; set; } = 0.7;

    /// <summary>Templates kept; default 16,384, range 16 to 1,000,000. Beyond that the tenth matched longest ago leaves first.</summary>
    public int MaxTemplates { get; set; } = 16_384;

    internal ParsingOptions Validated()
    {
        if (!(SimilarityThreshold is >= 0.1 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(SimilarityThreshold),
                SimilarityThreshold,
                string.Create(CultureInfo.InvariantCulture, $"SimilarityThreshold is {SimilarityThreshold}; it must be 0.1 to 1. The default is 0.7."));
        }

        if (MaxTemplates is < 16 or > 1_000_000)
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaxTemplates),
                MaxTemplates,
                string.Create(CultureInfo.InvariantCulture, $"MaxTemplates is {MaxTemplates}; it must be 16 to 1000000. The default is 16384."));
        }

        return this with { };
    }
}
