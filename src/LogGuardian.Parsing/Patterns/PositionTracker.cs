using System.Text;
using System.Text.Json;

namespace LogGuardian.Parsing;

/// <summary>The values at each position of a template. Not safe for concurrent callers.</summary>
internal sealed class PositionTracker(LogTemplate template, PatternOptions options)
{
    private ParameterTracker[] _parameters = [];
    private int _positions;

    public LogTemplate Template { get; } = template;

    /// <param name="log">A record of the template.</param>
    public void Add(in ParsedLog log)
    {
        ReadOnlySpan<Parameter> values = WithoutRest(log);
        if (values.Length < _positions)
        {
            // Which values it lacks is not known.
            return;
        }

        if (values.Length > _positions)
        {
            Restart(values.Length);
        }

        for (int i = 0; i < _parameters.Length; i++)
        {
            _parameters[i].Add(log.Content.Span.Slice(values[i].Start, values[i].Length), values[i].Kind);
        }
    }

    /// <summary>Takes over what another tracker saw, of the same template or of one that this one supersedes; the other one does not change.</summary>
    /// <param name="other">The other tracker.</param>
    /// <param name="count">How many records came here.</param>
    /// <param name="otherCount">How many records came there; at least 1.</param>
    public void Merge(PositionTracker other, long count, long otherCount)
    {
        bool isSame = other.Template.Id == Template.Id;
        if (count == 0)
        {
            Restart(isSame ? other._positions : PositionMap.CountIn(Template.Text));
        }

        (int From, string? Constant)[]? map = isSame
            ? [.. Enumerable.Range(0, _positions).Select(i => (i, (string?)null))]
            : PositionMap.CountIn(other.Template.Text) == other._positions ? PositionMap.Between(other.Template.Text, Template.Text) : null;
        for (int i = 0; map is not null && i < Math.Min(_parameters.Length, map.Length); i++)
        {
            if (map[i].From >= 0 && map[i].From < other._parameters.Length)
            {
                _parameters[i].Merge(other._parameters[map[i].From]);
            }
            else if (map[i].Constant is { } word)
            {
                _parameters[i].Add(Encoding.UTF8.GetBytes(word), ParameterKind.Text, otherCount);
            }
        }
    }

    public IReadOnlyList<PatternParameter> Describe()
    {
        IReadOnlyList<string?> names = Template.ParameterNames;
        return [.. _parameters.Select((parameter, i) => parameter.Describe(i, i < names.Count ? names[i] : null))];
    }

    public void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("text", Template.Text);
        writer.WriteStartArray("supersedes");
        foreach (TemplateId id in Template.Supersedes)
        {
            writer.WriteStringValue(id.ToString());
        }

        writer.WriteEndArray();
        writer.WriteNumber("count", _positions);
        writer.WriteStartArray("parameters");
        foreach (ParameterTracker parameter in _parameters)
        {
            parameter.Save(writer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static PositionTracker Load(JsonElement saved, TemplateId id, PatternOptions options)
    {
        TemplateId[] supersedes = [.. saved.GetProperty("supersedes").EnumerateArray().Select(former => TemplateId.Parse(former.GetString()!))];
        var template = new LogTemplate(id, saved.GetProperty("text").GetString()!) { Supersedes = supersedes };
        var tracker = new PositionTracker(template, options) { _positions = saved.GetProperty("count").GetInt32() };
        JsonElement[] parameters = [.. saved.GetProperty("parameters").EnumerateArray().Take(options.MaxParameters)];
        tracker._parameters = [.. parameters.Select(parameter => ParameterTracker.Load(parameter, options))];
        return tracker._positions >= parameters.Length
            ? tracker
            : throw new JsonException(FormattableString.Invariant($"A pattern has {parameters.Length} parameters at {tracker._positions} positions; there must be no more than positions."));
    }

    /// <summary>The rest of a record of many lines stands behind all positions and is no value of the template.</summary>
    private static ReadOnlySpan<Parameter> WithoutRest(in ParsedLog log)
    {
        ReadOnlySpan<Parameter> values = log.Parameters.Span;
        return values.Length > 0 && values[^1].Start is > 0 and var start && log.Content.Span[start - 1] == '\n' && start + values[^1].Length == log.Content.Length
            ? values[..^1]
            : values;
    }

    private void Restart(int positions)
    {
        _positions = positions;
        _parameters = [.. Enumerable.Range(0, Math.Min(positions, options.MaxParameters)).Select(_ => new ParameterTracker(options))];
    }
}
