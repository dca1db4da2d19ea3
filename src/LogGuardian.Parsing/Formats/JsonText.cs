using System.Text.Json;

namespace LogGuardian.Parsing;

/// <summary>Strings of JSON as text.</summary>
internal static class JsonText
{
    /// <summary>The text of a string; a slice of the line where nothing is escaped but the line break at the end.</summary>
    /// <param name="line">The line.</param>
    /// <param name="part">The string in it, without its quotes.</param>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> line, JsonPart part)
    {
        ReadOnlyMemory<byte> raw = line.Slice(part.Start, part.Length);
        if (!part.IsEscaped)
        {
            return raw;
        }

        ReadOnlySpan<byte> text = WithoutLineBreak(raw.Span, isEscaped: true);
        return text.Contains((byte)'\\') ? Unescape(line.Slice(part.Start - 1, part.Length + 2), raw) : raw[..text.Length];
    }

    /// <summary>Leaves out the escaped line break at the end: container runtimes keep the one that ended the line.</summary>
    public static ReadOnlySpan<byte> WithoutLineBreak(ReadOnlySpan<byte> text, bool isEscaped) => !isEscaped ? text
        : text.EndsWith("\\r\\n"u8) ? text[..^4]
        : text.EndsWith("\\n"u8) ? text[..^2]
        : text;

    private static ReadOnlyMemory<byte> Unescape(ReadOnlyMemory<byte> literal, ReadOnlyMemory<byte> raw)
    {
        var json = new Utf8JsonReader(literal.Span);
        byte[] text = new byte[raw.Length];
        try
        {
            _ = json.Read();
            int length = json.CopyString(text);
            while (length > 0 && text[length - 1] is (byte)'\n' or (byte)'\r')
            {
                length--;
            }

            return text.AsMemory(0, length);
        }
        catch (InvalidOperationException)
        {
            // Not valid UTF-8 once unescaped: the escaped text is still the message.
            return raw;
        }
    }
}
