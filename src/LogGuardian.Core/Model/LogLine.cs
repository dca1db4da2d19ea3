using System.Text;

namespace LogGuardian;

/// <summary>
/// One record as it arrived, as UTF-8 bytes; a stack trace belongs to its line. A small value: the bytes are a slice of the
/// reader's buffer, which the garbage collector keeps alive for as long as any line refers to it.
/// </summary>
public readonly struct LogLine
{
    /// <summary>Describes a line.</summary>
    /// <param name="source">Where the line came from: a file path, a stream's name, a host. Never empty.</param>
    /// <param name="lineId">1-based number of the record's first physical line within the source.</param>
    /// <param name="raw">The bytes without the final line break. UTF-8, although hostile input may hold anything.</param>
    public LogLine(string source, long lineId, ReadOnlyMemory<byte> raw)
    {
        Source = source;
        LineId = lineId;
        Raw = raw;
        LineCount = 1;
    }

    /// <summary>Where the line came from.</summary>
    public string Source { get; }

    /// <summary>1-based number of the record's first physical line within its source.</summary>
    public long LineId { get; }

    /// <summary>How many physical lines the record spans; 1 for an ordinary line.</summary>
    public int LineCount { get; init; }

    /// <summary>The bytes as they arrived, without the final line break; inner line breaks are kept.</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    /// <summary>When the source itself knows the time (an in-process logger, a protocol field); otherwise the parser reads it from the header.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>When the source itself knows the severity; otherwise the parser reads it from the header.</summary>
    public LogSeverity Severity { get; init; }

    /// <summary>
    /// The message template, such as <c>Order {OrderId} accepted</c>, when the source itself knows it (an in-process logger); otherwise the parser reads
    /// it from the line or mines one.
    /// </summary>
    public string? MessageTemplate { get; init; }

    /// <summary>Other than <see cref="SkipReason.None"/> when the reader could not deliver the line: it is counted and goes no further.</summary>
    public SkipReason Skipped { get; init; }

    /// <summary>Makes a line from text.</summary>
    /// <param name="text">The text; no final line break.</param>
    /// <param name="lineId">1-based line number.</param>
    /// <param name="source">Where the line came from.</param>
    public static LogLine FromText(string text, long lineId = 1, string source = "memory")
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentException.ThrowIfNullOrEmpty(source);
        return new LogLine(source, lineId, Encoding.UTF8.GetBytes(text));
    }

    /// <summary>The bytes as text; bytes that are not UTF-8 are read as Latin-1, so that no character is lost.</summary>
    public override string ToString() => LogText.Decode(Raw.Span);
}
