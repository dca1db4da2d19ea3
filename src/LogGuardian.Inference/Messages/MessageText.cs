using System.Buffers;
using System.IO.Hashing;
using System.Text;

namespace LogGuardian.Inference;

/// <summary>Makes of a log the text that a model reads. Safe for concurrent callers.</summary>
/// <param name="masks">What stands in the place of values.</param>
/// <param name="level">Whether the severity comes before the message.</param>
/// <param name="component">Whether the header's component comes before the message; the header is read again for each log, which allocates.</param>
/// <param name="prefix">What comes before everything else.</param>
internal sealed class MessageText(MessageMasks masks, bool level = false, bool component = false, string prefix = "")
{
    /// <summary>Bytes of a content that are looked at: a model takes far fewer.</summary>
    public const int MaxContentBytes = 16_384;

    // What formats call the part of a program that a line comes from, the narrowest first.
    private static readonly string[] ComponentFields = ["component", "logger", "category", "tag", "program", "process", "source"];

    private static readonly SearchValues<char> PlaceholderCharacters =
        SearchValues.Create("*_.@$0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private readonly byte[] _prefix = Encoding.UTF8.GetBytes(prefix);
    private readonly SpareBuffers<ArrayBufferWriter<byte>> _buffers = new();

    /// <summary>Writes the text as UTF-8. What is not UTF-8 in the log is written as it is.</summary>
    public void Write(in ParsedLog log, IBufferWriter<byte> text)
    {
        text.Write(_prefix);
        if (level && log.Severity != LogSeverity.Unspecified)
        {
            text.Write(NameOf(log.Severity));
            text.Write(" "u8);
        }

        if (component && ComponentOf(log) is { } name)
        {
            Encoding.UTF8.GetBytes(name, text);
            text.Write(": "u8);
        }

        ReadOnlySpan<byte> content = log.Content.Span;
        switch (masks)
        {
            case MessageMasks.Template when log.Template.Id != TemplateId.Unseen:
                Encoding.UTF8.GetBytes(log.Template.Text, text);
                break;
            case MessageMasks.LogLlm:
                LogLlmMasks.Write(content[..Math.Min(content.Length, MaxContentBytes)], text);
                break;
            case MessageMasks.None:
                text.Write(content[..Math.Min(content.Length, MaxContentBytes)]);
                break;
            default:
                WriteTyped(log, text);
                break;
        }
    }

    /// <summary>Equal for logs of equal text, and different for others as far as a hash of 128 bits can tell.</summary>
    public UInt128 KeyOf(in ParsedLog log)
    {
        if (masks == MessageMasks.Template && !component && log.Template.Id != TemplateId.Unseen)
        {
            return new UInt128(level ? (ulong)log.Severity : 0, log.Template.Id.Value);
        }

        ArrayBufferWriter<byte> buffer = _buffers.Take();
        buffer.ResetWrittenCount();
        Write(log, buffer);
        UInt128 key = XxHash128.HashToUInt128(buffer.WrittenSpan);
        _buffers.Return(buffer);
        return key;
    }

    private static void WriteTyped(in ParsedLog log, IBufferWriter<byte> text)
    {
        ReadOnlySpan<byte> content = log.Content.Span;
        content = content[..Math.Min(content.Length, MaxContentBytes)];
        ReadOnlySpan<Parameter> parameters = log.Parameters.Span;
        int written = 0;
        for (int i = 0; i < parameters.Length; i++)
        {
            Parameter value = parameters[i];
            if (value.Kind == ParameterKind.Text || value.Start < written || value.Start + value.Length > content.Length)
            {
                continue;
            }

            text.Write(content[written..value.Start]);
            WriteMask(log.Template, i, value.Kind, text);
            written = value.Start + value.Length;
        }

        text.Write(content[written..]);
    }

    private static void WriteMask(LogTemplate template, int index, ParameterKind kind, IBufferWriter<byte> text)
    {
        ReadOnlySpan<byte> mask = kind switch
        {
            ParameterKind.Number => "<NUM>"u8,
            ParameterKind.Hex => "<HEX>"u8,
            ParameterKind.IpAddress => "<IP>"u8,
            ParameterKind.Uuid => "<UUID>"u8,
            ParameterKind.Path => "<PATH>"u8,
            ParameterKind.Url => "<URL>"u8,
            ParameterKind.Time => "<TIME>"u8,
            ParameterKind.Identifier => "<ID>"u8,
            ParameterKind.Duration => "<DURATION>"u8,
            ParameterKind.Size => "<SIZE>"u8,
            ParameterKind.Email => "<EMAIL>"u8,
            ParameterKind.Host => "<HOST>"u8,
            _ => default,
        };
        if (mask.IsEmpty)
        {
            Encoding.UTF8.GetBytes(CustomMask(template.Text, index), text);
        }
        else
        {
            text.Write(mask);
        }
    }

    /// <summary>The name of a user's mask stands in the template alone: between angle brackets, in upper case, at the place of the parameter.</summary>
    private static ReadOnlySpan<char> CustomMask(ReadOnlySpan<char> template, int index)
    {
        for (int start; (start = template.IndexOf('<')) >= 0;)
        {
            template = template[start..];
            int end = template[1..].IndexOfAnyExcept(PlaceholderCharacters) + 1;
            if (end > 1 && template[end] == '>' && index-- == 0)
            {
                return template[..(end + 1)];
            }

            template = template[1..];
        }

        return "<*>";
    }

    private static ReadOnlySpan<byte> NameOf(LogSeverity severity) => severity switch
    {
        < LogSeverity.Debug => "trace"u8,
        < LogSeverity.Information => "debug"u8,
        < LogSeverity.Warning => "info"u8,
        < LogSeverity.Error => "warning"u8,
        < LogSeverity.Fatal => "error"u8,
        _ => "fatal"u8,
    };

    private static string? ComponentOf(in ParsedLog log)
    {
        IReadOnlyList<KeyValuePair<string, string>> fields = log.Format.ReadFields(log.Line);
        foreach (string wanted in ComponentFields)
        {
            foreach ((string name, string value) in fields)
            {
                if (value.Length > 0 && name.Equals(wanted, StringComparison.OrdinalIgnoreCase))
                {
                    return value;
                }
            }
        }

        return null;
    }
}
