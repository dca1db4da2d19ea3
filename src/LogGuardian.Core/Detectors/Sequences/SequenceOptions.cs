using System.Globalization;

namespace LogGuardian;

/// <summary>Options of the sequence detector.</summary>
public sealed record SequenceOptions
{
    /// <summary>Different normal sequences kept for comparison; default 1,024, range 16 to 65,536. When full, the one that came longest ago leaves.</summary>
    public int MaxSequences { get; set; } = 1_024;

    /// <summary>
    /// Templates of a sequence, repetitions in a row counted once; default 256, range 8 to 4,096. A window with more is neither learned nor judged: its score
    /// is 0.
    /// </summary>
    public int MaxLength { get; set; } = 256;

    internal SequenceOptions Validated()
    {
        if (MaxSequences is < 16 or > 65_536)
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaxSequences),
                MaxSequences,
                string.Create(CultureInfo.InvariantCulture, $"MaxSequences is {MaxSequences}; it must be 16 to 65536. The default is 1024."));
        }

        if (MaxLength is < 8 or > 4_096)
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaxLength), MaxLength, string.Create(CultureInfo.InvariantCulture, $"MaxLength is {MaxLength}; it must be 8 to 4096. The default is 256."));
        }

        return this with { };
    }
}
