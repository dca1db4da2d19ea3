using System.Text.Json;

namespace LogGuardian.Core;

/// <content>What was learned, as it is kept.</content>
internal sealed partial class CountDetector
{
    public void CopyFrom(IStateful other) => CopyFrom<CountDetector>(other, Hold);

    protected override void Unify(LogTemplate general) => TryAdopt(general, out _);

    protected override void Merge(GuardedDetector other)
    {
        var from = (CountDetector)other;
        if (from._learned == 0)
        {
            return;
        }

        if (_learned == 0)
        {
            Hold(from);
            return;
        }

        _longest = Math.Max(_longest, from._longest);
        int[] dimensions = [.. from._ranges.Select(Take)];
        _references.Merge(from._references, dimensions, dimension => _ranges[dimension].Template.Id.Value);
        _learned += from._learned;
        double unit = Math.Max(_unit, from._unit);
        Weigh();

        // What deserved no attention in one of them does not in both.
        _unit = Math.Max(_unit, unit);
    }

    protected override void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("longest", _longest);
        writer.WriteNumber("learned", _learned);
        writer.WriteNumber("weighedAt", _weighedAt);
        writer.WriteNumber("unit", _unit);
        writer.WriteStartArray("windows");
        foreach (long windows in _references.Windows)
        {
            writer.WriteNumberValue(windows);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("weights");
        foreach (CountWeight weight in Enumerable.Range(0, _ranges.Count).Append(int.MaxValue).Select(_references.WeightOf))
        {
            writer.WriteNumberValue(weight.Change);
            writer.WriteNumberValue(weight.Present);
            writer.WriteNumberValue(weight.Absent);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("templates");
        foreach (TemplateRange range in _ranges)
        {
            writer.WriteStartObject();
            writer.WriteString("id", range.Template.Id.ToString());
            writer.WriteString("text", range.Template.Text);
            writer.WriteNumber("most", range.Most);
            writer.WriteNumber("windows", range.Windows);
            writer.WriteNumber("differences", range.Differences);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WritePropertyName("references");
        _references.Save(writer);
        writer.WriteEndObject();
    }

    protected override void Load(JsonElement section, int version)
    {
        _longest = section.GetProperty("longest").GetInt32();
        _learned = section.GetProperty("learned").GetInt64();
        _dimensions.Clear();
        _ranges.Clear();
        foreach (JsonElement item in section.GetProperty("templates").EnumerateArray())
        {
            var template = new LogTemplate(TemplateId.Parse(item.GetProperty("id").GetString()!), item.GetProperty("text").GetString()!);
            _dimensions[template.Id.Value] = _ranges.Count;
            _ranges.Add(new TemplateRange(template, item.GetProperty("most").GetSingle(), item.GetProperty("windows").GetInt64(), version > 1 ? item.GetProperty("differences").GetDouble() : 0));
        }

        _references.Load(section.GetProperty("references"), _ranges.Count);
        if (version == 1)
        {
            Weigh();
            return;
        }

        _weighedAt = section.GetProperty("weighedAt").GetInt64();
        _unit = section.GetProperty("unit").GetDouble();
        _references.LoadWindows([.. section.GetProperty("windows").EnumerateArray().Select(windows => windows.GetInt64())]);
        float[] numbers = [.. section.GetProperty("weights").EnumerateArray().Select(number => number.GetSingle())];
        if (numbers.Length != 3 * (_ranges.Count + 1))
        {
            throw new JsonException(FormattableString.Invariant($"There are {numbers.Length} weights of counts; there must be three for each of {_ranges.Count} templates and three more. Learn again."));
        }

        CountWeight[] weights = [.. numbers.Chunk(3).Select(three => new CountWeight(three[0], three[1], three[2]))];
        _references.Weigh([.. weights[..^1]], weights[^1]);
    }

    private void Hold(CountDetector from)
    {
        (_dimensions, _ranges) = (new Dictionary<ulong, int>(from._dimensions), [.. from._ranges]);
        (_longest, _learned, _weighedAt, _unit) = (from._longest, from._learned, from._weighedAt, from._unit);
        _references.CopyFrom(from._references);
    }
}
