using System.Runtime.InteropServices;
using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>The templates of normal lines, and how often each came. Beyond the bound the one seen least leaves first. Not safe for concurrent callers.</summary>
/// <param name="capacity">Templates remembered.</param>
internal sealed class SeenTemplates(int capacity)
{
    private Dictionary<ulong, long> _counts = [];
    private long _lines;
    private long _singletons;

    /// <summary>Bits that an unseen template is worth: the chance that the next line is new is about the share of templates seen once (Good–Turing).</summary>
    public double SurpriseBits => Math.Log2((_lines + 2.0) / (_singletons + 1.0));

    /// <summary>A template that became more general is not new: the lines that it stands for were seen under its former ids.</summary>
    public bool Contains(LogTemplate template)
    {
        if (_counts.ContainsKey(template.Id.Value))
        {
            return true;
        }

        foreach (TemplateId former in template.Supersedes)
        {
            if (_counts.ContainsKey(former.Value))
            {
                return true;
            }
        }

        return false;
    }

    public void Add(LogWindow window)
    {
        foreach (ref readonly ParsedLog log in window.Lines.Span)
        {
            ref long count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, log.Template.Id.Value, out bool known);
            count++;
            _singletons += known ? (count == 2 ? -1 : 0) : 1;
        }

        _lines += window.Count;
        Bound();
    }

    public void CopyFrom(SeenTemplates other) =>
        (_counts, _lines, _singletons) = (new Dictionary<ulong, long>(other._counts), other._lines, other._singletons);

    public void Merge(SeenTemplates other)
    {
        foreach ((ulong id, long count) in other._counts)
        {
            _counts[id] = Sightings.Sum(_counts.GetValueOrDefault(id), count);
        }

        _lines += other._lines;
        CountSingletons();
        Bound();
    }

    public void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("lines", _lines);
        writer.WriteStartObject("templates");
        foreach ((ulong id, long count) in _counts)
        {
            writer.WriteNumber(new TemplateId(id).ToString(), count);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    public void Load(JsonElement section)
    {
        _counts = [];
        _lines = section.GetProperty("lines").GetInt64();
        foreach (JsonProperty template in section.GetProperty("templates").EnumerateObject())
        {
            _counts[TemplateId.Parse(template.Name).Value] = template.Value.GetInt64();
        }

        CountSingletons();
    }

    private void Bound()
    {
        while (_counts.Count > capacity)
        {
            foreach (ulong id in _counts.OrderBy(entry => entry.Value).Take(capacity / 10).Select(entry => entry.Key).ToArray())
            {
                _counts.Remove(id);
            }

            CountSingletons();
        }
    }

    private void CountSingletons() => _singletons = _counts.Values.LongCount(count => count == 1);
}
