using System.Text;

namespace LogGuardian.Parsing;

/// <summary>
/// A message template as .NET loggers write it, cut at its holes: <c>Order {OrderId:0000} took {@Elapsed,10} ms</c>. What is not
/// a well-formed hole is text, and so are doubled braces, once.
/// </summary>
internal sealed class MessageTemplate
{
    /// <summary>Holes of a template; a later one stands as text. One bit each in the search for their values.</summary>
    public const int MaxHoles = 64;

    private MessageTemplate(byte[][] literals, byte[][] names, string text)
    {
        Literals = literals;
        Names = names;
        Text = text;
    }

    /// <summary>The constant text before each hole and, last, behind all of them.</summary>
    public byte[][] Literals { get; }

    /// <summary>The name of each hole, without operator, alignment and format.</summary>
    public byte[][] Names { get; }

    /// <summary>
    /// The template with its holes written as <c>&lt;OrderId&gt;</c>, or <c>&lt;*&gt;</c> where the name is a position or no plain word.
    /// </summary>
    public string Text { get; }

    /// <summary>The template's identity and text, shared by all lines.</summary>
    public LogTemplate Template { get; set; } = LogTemplate.Unseen;

    /// <summary>Number of the last line that matched, for eviction.</summary>
    public long LastMatch { get; set; }

    /// <summary>Cuts a template at its holes.</summary>
    /// <param name="template">Its bytes.</param>
    /// <param name="exception">Types of the exception that is logged with it; constant text on a line of its own.</param>
    public static MessageTemplate Parse(ReadOnlySpan<byte> template, ReadOnlySpan<byte> exception = default)
    {
        var literals = new List<byte[]>();
        var names = new List<byte[]>();
        var literal = new List<byte>();
        var text = new StringBuilder();
        for (int at = 0; at < template.Length; at++)
        {
            byte mark = template[at];
            if (mark == '{' && names.Count < MaxHoles && TryHole(template[at..], out ReadOnlySpan<byte> name, out int length))
            {
                text.Append(Encoding.UTF8.GetString([.. literal])).Append(PlaceholderOf(name));
                literals.Add([.. literal]);
                names.Add(name.ToArray());
                literal.Clear();
                at += length - 1;
                continue;
            }

            literal.Add(mark);
            at += mark is (byte)'{' or (byte)'}' && ClockText.Is(template, at + 1, mark) ? 1 : 0;
        }

        text.Append(Encoding.UTF8.GetString([.. literal]));
        literals.Add([.. literal]);
        if (!exception.IsEmpty)
        {
            text.Append('\n').Append(Encoding.UTF8.GetString(exception));
        }

        return new MessageTemplate([.. literals], [.. names], text.ToString());
    }

    private static bool TryHole(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> name, out int length)
    {
        name = default;
        int close = text.IndexOf((byte)'}');
        length = close + 1;
        if (close < 2 || text[1] == '{')
        {
            return false;
        }

        ReadOnlySpan<byte> inner = text[1..close];
        int start = inner[0] is (byte)'@' or (byte)'$' ? 1 : 0;
        int end = inner.IndexOfAny((byte)',', (byte)':');
        name = end < 0 ? inner[start..] : inner[start..Math.Max(start, end)];
        name = name.Trim((byte)' ');
        return name.Length > 0 && name.IndexOfAny((byte)'{', (byte)'\n', (byte)'"') < 0;
    }

    private static string PlaceholderOf(ReadOnlySpan<byte> name)
    {
        bool named = name.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0;
        foreach (byte letter in name)
        {
            named &= char.IsAsciiLetterOrDigit((char)letter) || letter is (byte)'_' or (byte)'.';
        }

        return named ? $"<{Encoding.UTF8.GetString(name)}>" : MaskNames.Wildcard;
    }
}
