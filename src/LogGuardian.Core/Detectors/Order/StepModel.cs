using System.Runtime.InteropServices;
using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// Probability of the next template given the two before, with back-off to the one before and to its overall share (Witten–Bell
/// interpolation: the weight of a context is n / (n + number of different successors)).
/// </summary>
internal sealed class StepModel(int maxSteps)
{
    private readonly Dictionary<(ulong Context, ulong Next), int> _steps = [];
    private readonly Dictionary<ulong, Context> _contexts = [];
    private readonly Dictionary<ulong, LogTemplate> _templates = [];

    /// <summary>Lines learned, as far as they are remembered.</summary>
    public long Steps => _contexts.TryGetValue(0, out Context all) ? all.Total : 0;

    public bool Knows(ulong template) => _templates.ContainsKey(template);

    public void Learn(ulong before, ulong last, ulong next, LogTemplate template)
    {
        _templates.TryAdd(next, template);
        Count(0, next);
        if (last != 0)
        {
            Count(last, next);
        }

        if (before != 0)
        {
            Count(Pair(before, last), next);
        }

        if (_steps.Count > maxSteps)
        {
            Age();
        }
    }

    /// <summary>Surprise of a step, −log2 of its probability. A step to a template that is known is never impossible.</summary>
    public double Bits(ulong before, ulong last, ulong next)
    {
        double probability = 1.0 / (_templates.Count + 1);
        probability = Mix(0, next, probability);
        probability = Mix(last, next, probability);
        if (before != 0)
        {
            probability = Mix(Pair(before, last), next, probability);
        }

        return -Math.Log2(probability);
    }

    public LogTemplate? MostLikelyAfter(ulong last)
    {
        var best = _steps.Where(step => step.Key.Context == last).OrderByDescending(step => step.Value).FirstOrDefault();
        return best.Value > 0 ? _templates.GetValueOrDefault(best.Key.Next) : null;
    }

    public void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("templates");
        foreach ((ulong id, LogTemplate template) in _templates)
        {
            writer.WriteString(new TemplateId(id).ToString(), template.Text);
        }

        writer.WriteEndObject();
        writer.WriteStartArray("steps");
        foreach (((ulong context, ulong next), int count) in _steps)
        {
            writer.WriteNumberValue(context);
            writer.WriteNumberValue(next);
            writer.WriteNumberValue(count);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public void Load(JsonElement section)
    {
        _steps.Clear();
        _contexts.Clear();
        _templates.Clear();
        foreach (JsonProperty template in section.GetProperty("templates").EnumerateObject())
        {
            TemplateId id = TemplateId.Parse(template.Name);
            _templates[id.Value] = new LogTemplate(id, template.Value.GetString()!);
        }

        JsonElement.ArrayEnumerator numbers = section.GetProperty("steps").EnumerateArray();
        while (numbers.MoveNext())
        {
            ulong context = numbers.Current.GetUInt64();
            ulong next = Next(ref numbers).GetUInt64();
            Count(context, next, Next(ref numbers).GetInt32());
        }
    }

    private static JsonElement Next(ref JsonElement.ArrayEnumerator numbers) =>
        numbers.MoveNext() ? numbers.Current : throw new JsonException("The steps end in the middle of one.");

    // Two ids in one word; an accidental meeting with another context merely blurs two counts.
    private static ulong Pair(ulong before, ulong last) => ((before * 0x9E3779B97F4A7C15) ^ last) | 1UL << 63;

    private double Mix(ulong context, ulong next, double backOff)
    {
        if (!_contexts.TryGetValue(context, out Context seen))
        {
            return backOff;
        }

        double own = _steps.TryGetValue((context, next), out int count) ? count : 0;
        return (own + (seen.Successors * backOff)) / (seen.Total + seen.Successors);
    }

    private void Count(ulong context, ulong next, int by = 1)
    {
        ref int count = ref CollectionsMarshal.GetValueRefOrAddDefault(_steps, (context, next), out bool known);
        count += by;
        ref Context seen = ref CollectionsMarshal.GetValueRefOrAddDefault(_contexts, context, out _);
        seen = new Context(seen.Total + by, seen.Successors + (known ? 0 : 1));
    }

    /// <summary>Halves every count and forgets the rarest steps, until a quarter of the room is free.</summary>
    private void Age()
    {
        var steps = _steps.ToArray();
        for (int least = 2; steps.Length > maxSteps / 4 * 3; least *= 2)
        {
            steps = [.. steps.Where(step => step.Value >= least)];
        }

        _steps.Clear();
        _contexts.Clear();
        var kept = new HashSet<ulong>();
        foreach (((ulong context, ulong next), int count) in steps)
        {
            kept.Add(next);
            Count(context, next, Math.Max(1, count / 2));
        }

        foreach (ulong template in _templates.Keys.Where(id => !kept.Contains(id)).ToArray())
        {
            _templates.Remove(template);
        }
    }

    private readonly record struct Context(long Total, int Successors);
}
