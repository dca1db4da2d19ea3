namespace LogGuardian;

/// <summary>Ordered lines that are scored as one.</summary>
public sealed class LogWindow
{
    /// <summary>Creates a window.</summary>
    /// <param name="kind">How the lines were chosen.</param>
    /// <param name="lines">The lines in order of arrival; at least one.</param>
    /// <param name="sessionKey">The session key of a session window; otherwise null.</param>
    /// <exception cref="ArgumentException">There are no lines.</exception>
    public LogWindow(WindowKind kind, ReadOnlyMemory<ParsedLog> lines, string? sessionKey = null)
    {
        if (lines.IsEmpty)
        {
            throw new ArgumentException("Lines is empty; a window must hold at least one line. Do not emit empty windows.", nameof(lines));
        }

        Kind = kind;
        Lines = lines;
        SessionKey = sessionKey;
        foreach (ref readonly ParsedLog log in lines.Span)
        {
            if (log.UtcTicks == 0)
            {
                continue;
            }

            Start = Start is { } start && start.UtcTicks <= log.UtcTicks ? start : log.Timestamp;
            End = End is { } end && end.UtcTicks >= log.UtcTicks ? end : log.Timestamp;
        }
    }

    /// <summary>How the lines were chosen.</summary>
    public WindowKind Kind { get; }

    /// <summary>The lines in order of arrival; at least one.</summary>
    public ReadOnlyMemory<ParsedLog> Lines { get; }

    /// <summary>The session key of a session window; otherwise null.</summary>
    public string? SessionKey { get; }

    /// <summary>Whether this is a look at a session that is still open: more lines may come, and the session closes as a window of its own.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Where successors of known templates stand under those: the window as it was read. Null otherwise.</summary>
    internal LogWindow? ReadAs { get; init; }

    /// <summary>Number of records.</summary>
    public int Count => Lines.Length;

    /// <summary>Source of the first line.</summary>
    public string Source => Lines.Span[0].Line.Source;

    /// <summary>1-based physical line number of the first line.</summary>
    public long FirstLine => Lines.Span[0].Line.LineId;

    /// <summary>1-based physical line number of the last physical line.</summary>
    public long LastLine => Lines.Span[^1].Line.LineId + Lines.Span[^1].Line.LineCount - 1;

    /// <summary>Earliest event time, or null when no line carries one.</summary>
    public DateTimeOffset? Start { get; }

    /// <summary>Latest event time, or null when no line carries one.</summary>
    public DateTimeOffset? End { get; }
}
