using System.Text;

namespace LogGuardian;

/// <summary>Makes lines from strings, and says what a blank line is.</summary>
internal static class TextLine
{
    public static LogLine Make(string text, long lineId, string source)
    {
        ReadOnlySpan<char> chars = text;
        if (chars.EndsWith("\n"))
            chars = chars[..^1];
        if (chars.EndsWith("\r"))
            chars = chars[..^1];

        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(chars)];
        Encoding.UTF8.GetBytes(chars, bytes);
        return new LogLine(source, lineId, bytes)
        {
            LineCount = 1 + bytes.AsSpan().Count((byte)'\n'),
            Skipped = IsBlank(bytes) ? SkipReason.Blank : SkipReason.None,
        };
    }

    /// <summary>Whether there is nothing but ASCII white space. Almost always the first byte decides.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> line)
    {
        foreach (byte b in line)
        {
            if (b is not ((byte)' ' or (>= (byte)'\t' and <= (byte)'\r')))
                return false;
        }

        return true;
    }
}
