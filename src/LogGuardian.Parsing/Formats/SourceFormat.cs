namespace LogGuardian.Parsing;

/// <summary>The format of one source, and how it does. The counts are hints and safe to race on: a lost count delays a look, no more.</summary>
internal sealed class SourceFormat(string source, HeaderFormat format)
{
    private volatile HeaderFormat _format = format;

    public string Source { get; } = source;

    public HeaderFormat Format => _format;

    /// <summary>Lines that the format did not explain, less those that it did, since the last look.</summary>
    public int Misses { get; set; }

    /// <summary>Lines that the format explained since it began to miss.</summary>
    public int Hits { get; set; }

    /// <summary>Misses after which the source is looked at again.</summary>
    public int Interval { get; set; } = FormatReviser.FirstInterval;

    /// <summary>Goes on with a format from the next line on.</summary>
    public void Switch(HeaderFormat format)
    {
        Interval = FormatReviser.FirstInterval;
        Misses = 0;
        Hits = 0;
        _format = format;
    }

    /// <summary>Counts a line that the format explained.</summary>
    public void Hit()
    {
        if (Misses > 0)
        {
            Misses--;
            Hits++;
        }
    }
}
