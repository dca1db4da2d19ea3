using System.Text.Json;

namespace LogGuardian.Parsing;

/// <summary>
/// Reads records whose logger gave the template: nothing is mined. The content is the template with its values filled in, so that
/// each parameter is a slice of it; where a value is missing it is the message that the logger rendered. Not safe for
/// concurrent callers.
/// </summary>
internal sealed class MessageReader(int maxTemplates)
{
    /// <summary>Bytes of a message that is put together; the values of a larger one are not.</summary>
    private const int MaxMessageBytes = 1 << 20;

    private const int BlockBytes = 65_536;
    private const int ParameterBlock = 4_096;

    private readonly MessageTemplates _templates = new(maxTemplates);
    private readonly ValueRange[] _ranges = new ValueRange[MessageTemplate.MaxHoles];

    // Contents and parameters are cut from blocks; the garbage collector frees a block when no record refers to it any more.
    private byte[] _bytes = [];
    private int _bytesUsed;
    private Parameter[] _parameters = [];
    private int _parametersUsed;

    /// <summary>Reads a record; false when neither the line nor its source knows the template.</summary>
    public bool TryRead(in LogLine line, in HeaderReading header, out ParsedLog parsed)
    {
        MessageTemplate? template = line.MessageTemplate is { } text
            ? _templates.Find(text)
            : _templates.Find(header.Message.Template.Span, header.Message.IsEscaped);
        if (template is null)
        {
            parsed = default;
            return false;
        }

        ReadOnlySpan<byte> values = header.Message.Values.Span;
        ReadOnlyMemory<byte> content = header.Content;
        ReadOnlyMemory<Parameter> parameters = default;
        if (line.MessageTemplate is null && MessageValues.TryFind(values, template.Names, _ranges) && Fits(template))
        {
            content = Fill(template, values, out parameters);
        }
        else if (line.MessageTemplate is not null || header.Message.IsRendered)
        {
            parameters = Locate(template, content.Span);
        }

        parsed = new ParsedLog(line, content, template.Template, parameters);
        return true;
    }

    private bool Fits(MessageTemplate template)
    {
        long length = 0;
        for (int i = 0; i < template.Names.Length; i++)
        {
            length += _ranges[i].Length + template.Literals[i].Length;
        }

        length += template.Literals[^1].Length;
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
