using System.IO.Hashing;
using System.Text;
using System.Text.Json;

namespace LogGuardian.Parsing;

/// <summary>
/// The templates that loggers gave, by the hash of the bytes that they gave: a known one costs a hash and a look-up. Nothing of
/// them is saved; every line brings its template along, and the id follows from the text. Not safe for concurrent callers.
/// </summary>
internal sealed class MessageTemplates(int maxTemplates)
{
    /// <summary>Bytes of a template; a longer one is no template but a message, and is mined.</summary>
    public const int MaxTemplateBytes = 4_096;

    private readonly Dictionary<ulong, MessageTemplate> _known = [];
    private readonly Dictionary<TemplateId, LogTemplate> _templates = [];
    private readonly byte[] _utf8 = new byte[MaxTemplateBytes];
    private long _line;

    public int Count => _known.Count;

    /// <summary>The template of some bytes; null when they are none or too many.</summary>
    /// <param name="template">The bytes.</param>
    /// <param name="escaped">Whether they are the inside of a JSON string with escapes.</param>
    /// <param name="exception">Types of the exception that was logged with it: another failure is another template.</param>
    public MessageTemplate? Find(ReadOnlySpan<byte> template, bool escaped, ReadOnlySpan<byte> exception = default)
    {
        if (template.Length is 0 or > MaxTemplateBytes)
        {
            return null;
        }

        ulong hash = XxHash3.HashToUInt64(template, escaped ? 1 : 0);
        hash = exception.IsEmpty ? hash : XxHash3.HashToUInt64(exception, (long)hash);
        if (!_known.TryGetValue(hash, out MessageTemplate? known))
        {
            if (_known.Count >= maxTemplates)
            {
                Evict();
            }

            known = Create(escaped ? Unescape(template) : template, exception);
            _known.Add(hash, known);
        }

        known.LastMatch = ++_line;
        return known;
    }

    /// <inheritdoc cref="Find(ReadOnlySpan{byte}, bool, ReadOnlySpan{byte})"/>
    public MessageTemplate? Find(string template, ReadOnlySpan<byte> exception = default) =>
        Encoding.UTF8.TryGetBytes(template, _utf8, out int length) ? Find(_utf8.AsSpan(0, length), escaped: false, exception) : null;

    private MessageTemplate Create(ReadOnlySpan<byte> template, ReadOnlySpan<byte> exception)
    {
        MessageTemplate created = MessageTemplate.Parse(template, exception);
        var id = new TemplateId(XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(created.Text)) | 1);
        if (!_templates.TryGetValue(id, out LogTemplate? shared))
        {
            // The same text from other bytes (an escape, a format of a value): one template.
            shared = new LogTemplate(id, created.Text);
            _templates.Add(id, shared);
        }

        created.Template = shared;
        return created;
    }

    private static byte[] Unescape(ReadOnlySpan<byte> inside)
    {
        byte[] literal = [(byte)'"', .. inside, (byte)'"'];
        try
        {
            var json = new Utf8JsonReader(literal);
            _ = json.Read();
            byte[] text = new byte[inside.Length];
            return text[..json.CopyString(text)];
        }
        catch (InvalidOperationException)
        {
            // Not valid text once unescaped: the escaped text tells it apart as well.
            return inside.ToArray();
        }
    }

    /// <summary>The tenth that was matched longest ago leaves.</summary>
    private void Evict()
    {
        KeyValuePair<ulong, MessageTemplate>[] kept = [.. _known.OrderByDescending(pair => pair.Value.LastMatch).Take(maxTemplates / 10 * 9)];
        _known.Clear();
        _templates.Clear();
        foreach ((ulong hash, MessageTemplate template) in kept)
        {
            _known.Add(hash, template);
            _templates.TryAdd(template.Template.Id, template.Template);
        }
    }
}
