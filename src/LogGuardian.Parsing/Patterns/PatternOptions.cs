using System.Globalization;

namespace LogGuardian;

/// <summary>How much a summary of patterns remembers.</summary>
public sealed record PatternOptions
{
    /// <summary>Patterns kept; default 4,096, range 16 to 1,000,000. Beyond that the tenth seen least leaves first.</summary>
    public int MaxPatterns { get; set; } = 4_096;

    /// <summary>
    /// Parameters of a pattern whose values are looked at; default 16, range 0 to 256. Those of later positions are not. With the default limits on values each
    /// takes at most 13 KiB, one with few values less than 1 KiB.
    /// </summary>
    public int MaxParameters { get; set; } = 16;

    /// <summary>Values of a parameter that are counted one by one; default 32, range 1 to 1,024. Beyond that the one counted least leaves first.</summary>
    public int MaxValues { get; set; } = 32;

    /// <summary>Bytes kept of a value; default 64, range 8 to 1,024. The end of a longer one is cut off.</summary>
    public int MaxValueLength { get; set; } = 64;

    /// <summary>Examples kept of a pattern: the first record, and of the others those that came last; default 3, range 0 to 100.</summary>
    public int MaxExamples { get; set; } = 3;

    /// <summary>Bytes kept of an example; default 400, range 16 to 10,000. The end of a longer one is cut off.</summary>
    public int MaxExampleLength { get; set; } = 400;

    internal PatternOptions Validated()
    {
        Check(nameof(MaxPatterns), MaxPatterns, 16, 1_000_000, 4_096);
        Check(nameof(MaxParameters), MaxParameters, 0, 256, 16);
        Check(nameof(MaxValues), MaxValues, 1, 1_024, 32);
        Check(nameof(MaxValueLength), MaxValueLength, 8, 1_024, 64);
        Check(nameof(MaxExamples), MaxExamples, 0, 100, 3);
        Check(nameof(MaxExampleLength), MaxExampleLength, 16, 10_000, 400);
        return this with { };
    }

    private static void Check(string name, int value, int least, int most, int normal)
    {
        if (value < least || value > most)
        {
            throw new ArgumentOutOfRangeException(
                name, value, string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be {least} to {most}. The default is {normal}."));
        }
    }
}
