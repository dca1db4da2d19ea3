using System.Globalization;
using LogGuardian.Parsing;

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
    /// Different words at one place of otherwise equal messages that are kept as templates of their own; default 4, range 1 to 64. One more
    /// makes the place a parameter. Words that say how something went (success and failed, up and down) are never made one.
    /// </summary>
    public int MaxVariants { get; set; } = 4;

    /// <summary>Templates kept; default 16,384, range 16 to 1,000,000. Beyond that the tenth matched longest ago leaves first.</summary>
    public int MaxTemplates { get; set; } = 16_384;

    /// <summary>
    /// Masks of your own; default none, at most 32. They apply before the built-in ones, which take what is between. Where matches overlap, the
    /// earlier rule wins. Each pattern runs over every line, which costs time.
    /// </summary>
    public IReadOnlyList<MaskRule> Masks { get; set; } = [];

    internal ParsingOptions Validated()
    {
        if (MaxVariants is < 1 or > 64)
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaxVariants),
                MaxVariants,
                string.Create(CultureInfo.InvariantCulture, $"MaxVariants is {MaxVariants}; it must be 1 to 64. The default is 4."));
        }

        if (MaxTemplates is < 16 or > 1_000_000)
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaxTemplates),
                MaxTemplates,
                string.Create(CultureInfo.InvariantCulture, $"MaxTemplates is {MaxTemplates}; it must be 16 to 1000000. The default is 16384."));
        }

        if (Masks is null)
        {
            throw new ArgumentException("Masks is null; it must be a list of rules. The default is an empty one.");
        }

        MaskRule[] masks = [.. Masks];
        _ = MaskSet.Create(masks);
        return this with { Masks = masks };
    }
}
