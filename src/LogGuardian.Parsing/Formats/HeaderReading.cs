namespace LogGuardian.Parsing;

/// <summary>What the header of a line says. A value; the content is a slice of the line wherever that is possible.</summary>
internal readonly struct HeaderReading
{
    public HeaderReading(ReadOnlyMemory<byte> content, long utcTicks, LogSeverity severity)
    {
        Content = content;
        UtcTicks = utcTicks;
        Severity = severity;
    }

    /// <summary>The free text after the header.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>Event time in UTC ticks; 0 when the header carries none.</summary>
    public long UtcTicks { get; }

    /// <summary>The level, or <see cref="LogSeverity.Unspecified"/>.</summary>
    public LogSeverity Severity { get; }

    /// <summary>Whether the line said less than lines of its format do: a sign that the format may have changed.</summary>
    public bool IsPartial { get; init; }

    /// <summary>The template that the line itself carries, if it does.</summary>
    public GivenMessage Message { get; init; }
}
