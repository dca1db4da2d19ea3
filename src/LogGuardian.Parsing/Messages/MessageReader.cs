using System.Text.Json;

namespace LogGuardian.Parsing;

/// <summary>
/// Reads records whose logger gave the template: nothing is mined. The content is the template with its values filled in, so that
/// each parameter is a slice of it; where a value is missing it is the message that the logger rendered. An exception that was logged
/// with it stands behind: its types in the template, its first line in the content. Not safe for concurrent callers.
/// </summary>
internal sealed class MessageReader(int maxTemplates)
{
    /// <summary>Bytes of a message that is put together; the values of a larger one are not.</summary>
    private const int MaxMessageBytes = 1 << 20;

    private const int BlockBytes = 65_536;
    private const int ParameterBlock = 4_096;

    private readonly MessageTemplates _templates = new(maxTemplates);
    private readonly ExceptionReader _exception = new();
    private readonly ValueRange[] _ranges = new ValueRange[MessageTemplate.MaxHoles];

    // Contents and parameters are cut from blocks; the garbage collector frees a block when no record refers to it any more.
    private byte[] _bytes = [];
    private int _bytesUsed;
    private Parameter[] _parameters = [];
    private int _parametersUsed;

    /// <summary>Reads a record.</summary>
    /// <param name="line">The record.</param>
    /// <param name="header">What its header said.</param>
    /// <param name="content">The message.</param>
    /// <param name="parameters">The values in it.</param>
    /// <returns>Its template; null when neither the line nor its source knows it.</returns>
    public LogTemplate? Read(in LogLine line, in HeaderReading header, out ReadOnlyMemory<byte> content, out ReadOnlyMemory<Parameter> parameters)
    {
        content = header.Content;
        return line.MessageTemplate is { } text ? ReadText(content, text, out parameters) : ReadJson(header.Message, ref content, out parameters);
    }

    // The source knows the template: the content is the message as it was rendered, and perhaps its exception on the next line.
    private LogTemplate? ReadText(ReadOnlyMemory<byte> content, string text, out ReadOnlyMemory<Parameter> parameters)
    {
        int newline = text.Contains('\n', StringComparison.Ordinal) ? -1 : content.Span.IndexOf((byte)'\n');
        _exception.Read(newline < 0 ? default : content.Span[(newline + 1)..]);
        MessageTemplate? template = _templates.Find(text, _exception.Types);
        parameters = template is null ? default : Locate(template, content.Span);
        return template?.Template;
    }

    private LogTemplate? ReadJson(in GivenMessage message, ref ReadOnlyMemory<byte> content, out ReadOnlyMemory<Parameter> parameters)
    {
        parameters = default;
        ReadOnlySpan<byte> json = message.Json.Span;
        _exception.Read(json, message.Exception);
        if (_templates.Find(json.Slice(message.Template.Start, message.Template.Length), message.Template.IsEscaped, _exception.Types) is not { } template)
        {
            return null;
        }

        ReadOnlySpan<byte> values = json.Slice(message.Values.Start, message.Values.Length);
        if ((MessageValues.TryFind(message, template.Names, _ranges) || MessageValues.TryFind(values, template.Names, _ranges)) && Fits(template))
        {
            content = Fill(template, values, out parameters);
        }
        else
        {
            parameters = message.IsRendered ? Locate(template, content.Span) : default;
            content = WithException(content);
        }

        return template.Template;
    }

    private ReadOnlyMemory<byte> WithException(ReadOnlyMemory<byte> content)
    {
        if (_exception.FirstLine.IsEmpty || !Fits(content.Length + 1L + _exception.FirstLine.Length))
        {
            return content;
        }

        int start = _bytesUsed;
        Append(content.Span);
        AppendException();
        return _bytes.AsMemory(start, _bytesUsed - start);
    }

    private void AppendException()
    {
        if (!_exception.FirstLine.IsEmpty)
        {
            Append("\n"u8);
            Append(_exception.FirstLine);
        }
    }

    private bool Fits(MessageTemplate template)
    {
        long length = 0;
        for (int i = 0; i < template.Names.Length; i++)
        {
            length += _ranges[i].Length + template.Literals[i].Length;
        }

        return Fits(length + template.Literals[^1].Length + 1 + _exception.FirstLine.Length);
    }

    private bool Fits(long length)
    {
        if (length > MaxMessageBytes)
        {
            return false;
        }

        if (_bytes.Length - _bytesUsed < length)
        {
            _bytes = new byte[Math.Max(BlockBytes, length)];
            _bytesUsed = 0;
        }

        return true;
    }

    private ReadOnlyMemory<byte> Fill(MessageTemplate template, ReadOnlySpan<byte> values, out ReadOnlyMemory<Parameter> parameters)
    {
        int start = _bytesUsed;
        Span<Parameter> filled = NextParameters(template.Names.Length);
        for (int i = 0; i < filled.Length; i++)
        {
            Append(template.Literals[i]);
            int at = _bytesUsed;
            (int first, int length, bool escaped) = _ranges[i];
            Append(values.Slice(first, length), escaped ? values.Slice(first - 1, length + 2) : default);
            filled[i] = new Parameter(at - start, _bytesUsed - at, ParameterKind.Text);
        }

        Append(template.Literals[^1]);
        AppendException();
        parameters = TakeParameters(filled.Length);
        return _bytes.AsMemory(start, _bytesUsed - start);
    }

    private void Append(ReadOnlySpan<byte> text, ReadOnlySpan<byte> literal = default)
    {
        if (!literal.IsEmpty)
        {
            try
            {
                var json = new Utf8JsonReader(literal);
                _ = json.Read();
                _bytesUsed += json.CopyString(_bytes.AsSpan(_bytesUsed));
                return;
            }
            catch (InvalidOperationException)
            {
                // Half a surrogate pair is no text: the escaped value is still the value.
            }
        }

        text.CopyTo(_bytes.AsSpan(_bytesUsed));
        _bytesUsed += text.Length;
    }

    /// <summary>
    /// The values in a rendered message: what stands between the constant texts. None when the message does not follow the template.
    /// </summary>
    private ReadOnlyMemory<Parameter> Locate(MessageTemplate template, ReadOnlySpan<byte> content)
    {
        int holes = template.Names.Length;
        if (holes == 0 || !content.StartsWith(template.Literals[0]))
        {
            return default;
        }

        // A stack trace may follow the message; no value runs into it.
        int newline = content.IndexOf((byte)'\n');
        Span<Parameter> located = NextParameters(holes);
        int at = template.Literals[0].Length;
        for (int i = 0; i < holes; i++)
        {
            byte[] behind = template.Literals[i + 1];
            bool last = i == holes - 1;
            int length = behind.Length > 0 ? content[at..].IndexOf(behind) : last ? (newline < at ? content.Length : newline) - at : -1;
            if (length < 0)
            {
                return default;
            }

            located[i] = new Parameter(at, length, ParameterKind.Text);
            at += length + behind.Length;
        }

        return TakeParameters(holes);
    }

    private Span<Parameter> NextParameters(int count)
    {
        if (_parameters.Length - _parametersUsed < count)
        {
            _parameters = new Parameter[ParameterBlock];
            _parametersUsed = 0;
        }

        return _parameters.AsSpan(_parametersUsed, count);
    }

    private ReadOnlyMemory<Parameter> TakeParameters(int count)
    {
        _parametersUsed += count;
        return _parameters.AsMemory(_parametersUsed - count, count);
    }
}
