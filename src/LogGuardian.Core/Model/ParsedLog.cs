namespace LogGuardian;

/// <summary>A line after parsing: time, severity, content, template and parameters. A value; copying it copies no text.</summary>
public readonly struct ParsedLog
{
    private readonly long _utcTicks;

    /// <summary>Creates a parsed log.</summary>
    /// <param name="line">The record.</param>
    /// <param name="content">The free text; usually a slice of <see cref="LogLine.Raw"/>.</param>
    /// <param name="template">The template that the content matched.</param>
    /// <param name="parameters">The values cut out of the content, in order.</param>
    public ParsedLog(in LogLine line, ReadOnlyMemory<byte> content, LogTemplate template, ReadOnlyMemory<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(template);
        Line = line;
        Content = content;
        Template = template;
        Parameters = parameters;
        Format = LogFormat.None;
    }

    /// <summary>The record as it arrived.</summary>
    public LogLine Line { get; }

    /// <summary>The free text, header fields removed.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>The template that the content matched.</summary>
    public LogTemplate Template { get; }

    /// <summary>The values cut out of <see cref="Content"/>, in order.</summary>
    public ReadOnlyMemory<Parameter> Parameters { get; init; }

    /// <summary>The layout that the header was read with.</summary>
    public LogFormat Format { get; init; }

    /// <summary>Severity from the header, or from the source.</summary>
    public LogSeverity Severity { get; init; }

    /// <summary>Event time in UTC ticks; 0 when the line carries none.</summary>
    public long UtcTicks { get => _utcTicks; init => _utcTicks = value; }

    /// <summary>Event time, or null when the line carries none. Times without a zone are read as UTC.</summary>
    public DateTimeOffset? Timestamp => _utcTicks == 0 ? null : new DateTimeOffset(_utcTicks, TimeSpan.Zero);

    /// <summary>The text of one parameter.</summary>
    /// <param name="index">0-based position in <see cref="Parameters"/>.</param>
    public string ParameterText(int index)
    {
        Parameter p = Parameters.Span[index];
        return LogText.Decode(Content.Span.Slice(p.Start, p.Length));
    }

    /// <summary>The content as text.</summary>
    public override string ToString() => LogText.Decode(Content.Span);
}
