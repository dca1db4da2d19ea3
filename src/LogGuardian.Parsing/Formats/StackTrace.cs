namespace LogGuardian.Parsing;

/// <summary>Knows the lines of a stack trace by their beginnings: Java, .NET, Python, JavaScript, Go.</summary>
internal static class StackTrace
{
    public static bool IsFrame(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> text = line.TrimStart(" \t"u8);
        if (text.StartsWith("Caused by:"u8) || text.StartsWith("Suppressed:"u8) || text.StartsWith("goroutine "u8)
            || text.StartsWith("--- End of "u8) || IsPhpFrame(text))
        {
            return true;
        }

        return text.Length < line.Length
            && (text.StartsWith("at "u8) || text.StartsWith("File \""u8) || text.StartsWith("---> "u8) || text.StartsWith("--->"u8)
                || IsElided(text) || IsGoFrame(line, text));
    }

    /// <summary>Whether a runtime says that the program dies: words of its own, whatever the format of the program's log.</summary>
    public static bool BeginsCrash(ReadOnlySpan<byte> line) => BeginsGoCrash(line)
        || line.StartsWith("Unhandled exception. "u8) || line.StartsWith("Unhandled Exception: "u8) || line.StartsWith("Exception in thread \""u8);

    public static bool BeginsGoCrash(ReadOnlySpan<byte> line) => line.StartsWith("panic: "u8) || line.StartsWith("fatal error: "u8);

    /// <summary>
    /// Whether a line belongs to the dump of a Go routine: <c>main.run(...)</c>, <c>created by main.main</c>, <c>[signal SIGSEGV …]</c>.
    /// </summary>
    public static bool IsGoLine(ReadOnlySpan<byte> line) => IsFrame(line)
        || line.StartsWith("created by "u8) || line.StartsWith("[signal "u8) || line.StartsWith("exit status "u8) || IsGoCall(line);

    /// <summary>Whether a line is nothing but closing brackets.</summary>
    public static bool Closes(ReadOnlySpan<byte> line) =>
        line.Length > 0 && line[0] is (byte)'}' or (byte)']' or (byte)')' && line.TrimEnd("}]),; \r"u8).IsEmpty;

    /// <summary>
    /// Whether a line that begins no record does not look like the rest of one either: neither indented, nor a frame, nor a closing bracket.
    /// </summary>
    public static bool LooksForeign(ReadOnlySpan<byte> line) =>
        line.Length > 1 && line[0] is not ((byte)' ' or (byte)'\t' or (byte)'}' or (byte)']' or (byte)')') && !IsFrame(line);

    // '... 12 more'
    private static bool IsElided(ReadOnlySpan<byte> text) => text.StartsWith("... "u8) && ClockText.IsDigit(text, 4);

    // 'net/http.(*conn).serve(0xc0000b4000)'
    private static bool IsGoCall(ReadOnlySpan<byte> line)
    {
        int open = line.IndexOf((byte)'(');
        return open > 0 && line.TrimEnd((byte)'\r')[^1] == ')' && line[..open].IndexOf((byte)' ') < 0 && line[..open].IndexOf((byte)'.') > 0;
    }

    // '#12 /srv/app/index.php(34): run()'
    private static bool IsPhpFrame(ReadOnlySpan<byte> text)
    {
        int at = 1;
        return ClockText.Is(text, 0, (byte)'#') && ClockText.TryNumber(text, ref at, 4, out _) && ClockText.Is(text, at, (byte)' ')
            && (ClockText.Is(text, at + 1, (byte)'/') || ClockText.Is(text, at + 1, (byte)'{') || ClockText.Is(text, at + 1, (byte)'['));
    }

    // '\t/srv/app/main.go:12 +0x1d'
    private static bool IsGoFrame(ReadOnlySpan<byte> line, ReadOnlySpan<byte> text) =>
        line[0] == '\t' && text.Length > 0 && text[0] == '/' && text.IndexOf(".go:"u8) > 0;
}
