using System.Text.Json;

namespace LogGuardian.Parsing;

/// <summary>
/// Reads which exception was logged with a message: the types of the outermost and of the innermost one, which tell one failure from another, and the first line, which a reader
/// wants to see. Messages and frames do not count. Types stand without their namespaces, because some loggers leave these out. Not safe for concurrent callers.
/// </summary>
internal sealed class ExceptionReader
{
    /// <summary>Bytes of an exception's text in which its types are looked for. They stand before the first frame.</summary>
    private const int MaxHeadBytes = 4_096;

    // Of a type; longer ones are no names.
    private const int TypeBytes = 256;

    // What Exception.ToString puts before the exception within an exception: on a line of its own, or behind the message, as the .NET Framework does.
    private static ReadOnlySpan<byte> Arrow => " ---> "u8;

    private readonly byte[] _literal = new byte[MaxHeadBytes + 2];
    private readonly byte[] _text = new byte[MaxHeadBytes];
    private readonly byte[] _types = new byte[(2 * TypeBytes) + 6];
    private int _textLength;
    private int _typesLength;

    /// <summary>Types of the exception that was read last, outermost first, such as <c>HttpRequestException ---> SocketException</c>; empty when there are none.</summary>
    public ReadOnlySpan<byte> Types => _types.AsSpan(0, _typesLength);

    /// <summary>Type and message of the outermost exception, on one line.</summary>
    public ReadOnlySpan<byte> FirstLine => LineOf(_text.AsSpan(0, _textLength));

    /// <summary>There is no exception.</summary>
    public void Clear() => _textLength = _typesLength = 0;

    /// <summary>Reads the exception of a JSON line.</summary>
    /// <param name="json">The line.</param>
    /// <param name="exception">Where the exception is in it.</param>
    public void Read(ReadOnlySpan<byte> json, in GivenException exception)
    {
        Clear();
        if (exception.Text.IsFound)
        {
            Take(HeadOf(json.Slice(exception.Text.Start, exception.Text.Length)), exception.Text.IsEscaped);
            TakeTypes();
        }

        if (_typesLength == 0 && exception.Type.IsFound)
        {
            TakeParts(json, exception);
        }
    }

    /// <summary>Reads the exception that begins a text, if one does.</summary>
    /// <param name="text">The text behind a message.</param>
    public void Read(ReadOnlySpan<byte> text)
    {
        Clear();
        Take(HeadOf(text), isEscaped: false);
        TakeTypes();
    }

    // What stands before the first frame; cut at a blank, which is never part of an escape or of a letter of several bytes.
    private static ReadOnlySpan<byte> HeadOf(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> head = text[..Math.Min(text.Length, MaxHeadBytes)];
        int frame = head.IndexOf("   at "u8);
        int end = frame >= 0 ? frame : head.Length < text.Length ? Math.Max(0, head.LastIndexOf((byte)' ')) : head.Length;
        return head[..end];
    }

    private static ReadOnlySpan<byte> LineOf(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
        int inner = InnermostOf(line, first: true);
        return (inner < 0 ? line : line[..(inner - Arrow.Length)]).Trim(" \r"u8);
    }

    /// <summary>Where an inner exception begins; -1 when there is none. What an AggregateException lists once more, <c>---> (Inner Exception #0)</c>, is none.</summary>
    private static int InnermostOf(ReadOnlySpan<byte> text, bool first = false)
    {
        int found = -1;
        for (int from = 0, at; (at = text[from..].IndexOf(Arrow)) >= 0 && !(first && found >= 0);)
        {
            from += at + Arrow.Length;
            found = TypeOf(text[from..]).IsEmpty ? found : from;
        }

        return found;
    }

    /// <summary>The type that a text begins with, without namespace and arguments; empty when it begins with something else.</summary>
    private static ReadOnlySpan<byte> TypeOf(ReadOnlySpan<byte> text)
    {
        int end = 0;
        int start = 0;
        while (end < text.Length && (char.IsAsciiLetterOrDigit((char)text[end]) || text[end] is (byte)'_' or (byte)'`' or (byte)'.' or (byte)'+' or >= 0x80))
        {
            start = text[end++] is (byte)'.' or (byte)'+' ? end : start;
        }

        bool isType = end > start && end <= TypeBytes && !char.IsAsciiDigit((char)text[start]) && (end == text.Length || text[end] is (byte)':' or (byte)' ' or (byte)'[' or (byte)'\r' or (byte)'\n');
        ReadOnlySpan<byte> name = text[start..end];
        return isType && (start > 0 || name.EndsWith("Exception"u8) || name.EndsWith("Error"u8)) ? name : default;
    }

    private void Take(ReadOnlySpan<byte> text, bool isEscaped)
    {
        text = text[..Math.Min(text.Length, MaxHeadBytes - _textLength)];
        if (isEscaped)
        {
            ReadOnlySpan<byte> literal = LiteralOf(text);
            try
            {
                var json = new Utf8JsonReader(literal);
                _ = json.Read();
                _textLength += json.CopyString(_text.AsSpan(_textLength));
                return;
            }
            catch (Exception e) when (e is InvalidOperationException or JsonException)
            {
                // Half a surrogate pair is no text: the escaped text begins with the type all the same.
            }
        }

        text.CopyTo(_text.AsSpan(_textLength));
        _textLength += text.Length;
    }

    private ReadOnlySpan<byte> LiteralOf(ReadOnlySpan<byte> inside)
    {
        _literal[0] = (byte)'"';
        inside.CopyTo(_literal.AsSpan(1));
        _literal[inside.Length + 1] = (byte)'"';
        return _literal.AsSpan(0, inside.Length + 2);
    }

    private void TakeTypes()
    {
        ReadOnlySpan<byte> text = _text.AsSpan(0, _textLength);
        ReadOnlySpan<byte> outer = TypeOf(text);
        if (outer.IsEmpty)
        {
            return;
        }

        TakeType(outer);
        int inner = InnermostOf(text);
        if (inner >= 0)
        {
            TakeType(Arrow);
            TakeType(TypeOf(text[inner..]));
        }
    }

    // Without a text: the type is one because its name says so.
    private void TakeParts(ReadOnlySpan<byte> json, in GivenException exception)
    {
        bool isBare = _textLength == 0;
        int start = _textLength;
        Take(json.Slice(exception.Type.Start, Math.Min(exception.Type.Length, TypeBytes)), exception.Type.IsEscaped);
        ReadOnlySpan<byte> type = _text.AsSpan(start, _textLength - start);
        int arguments = type.IndexOfAny("[,"u8);
        type = arguments < 0 ? type : type[..arguments];
        TakeType(type[(type.LastIndexOfAny("./+"u8) + 1)..]);
        if (!isBare)
        {
            _textLength = start;
        }
        else if (exception.Message.IsFound)
        {
            Take(": "u8, isEscaped: false);
            Take(HeadOf(json.Slice(exception.Message.Start, exception.Message.Length)), exception.Message.IsEscaped);
        }
    }

    private void TakeType(ReadOnlySpan<byte> part)
    {
        part.CopyTo(_types.AsSpan(_typesLength));
        _typesLength += part.Length;
    }
}
