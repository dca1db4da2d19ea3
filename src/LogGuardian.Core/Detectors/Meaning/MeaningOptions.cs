using System.Globalization;

namespace LogGuardian;

/// <summary>Options of the meaning detector.</summary>
public sealed record MeaningOptions
{
    /// <summary>Normal messages remembered; default 8,192, range 64 to 1,000,000. Beyond that the one met longest ago leaves first.</summary>
    public int MaxMessages { get; set; } = 8_192;

    /// <summary>
    /// Whether windows are judged as a whole, too: by what their lines mean together, rare ones weighing more. Default false: it finds a little more, and reports more that is normal.
    /// </summary>
    public bool Windows { get; set; }

    /// <summary>Whether the encoder is disposed with the detector that is built; default false.</summary>
    public bool DisposesEncoder { get; set; }

    internal MeaningOptions Validated() => MaxMessages is >= 64 and <= 1_000_000
        ? this with { }
        : throw new ArgumentOutOfRangeException(
            nameof(MaxMessages),
            MaxMessages,
            string.Create(CultureInfo.InvariantCulture, $"MaxMessages is {MaxMessages}; it must be 64 to 1000000. The default is 8192."));
}
