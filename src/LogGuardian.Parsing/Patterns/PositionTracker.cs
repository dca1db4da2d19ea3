using System.Text;
using System.Text.Json;

namespace LogGuardian.Parsing;

/// <summary>The values at each position of a template, also while its text becomes more general. Not safe for concurrent callers.</summary>
internal sealed class PositionTracker(LogTemplate template, PatternOptions options)
{
    private ParameterTracker[] _parameters = [];
    private string _text = template.Text;
    private string? _narrower;
    private int _positions;

    public LogTemplate Template { get; private set; } = template;

    /// <param name="log">A record of the template.</param>
    /// <param name="before">How many records came before it.</param>
    public void Add(in ParsedLog log, long before)
    {
        string text = log.Template.Text;
        if (!ReferenceEquals(_text, text) && !Takes(log.Template, text, before))
        {
            return;
        }

        ReadOnlySpan<Parameter> values = WithoutRest(log);
        if (values.Length != _positions)
        {
            // Fewer: the line was parsed before the template became this general, and which values it lacks is not known.
            if (values.Length < _positions)
            {
                return;
            }

            Restart(values.Length);
        }

        for (int i = 0; i < _parameters.Length; i++)
        {
            _parameters[i].Add(log.Content.Span.Slice(values[i].Start, values[i].Length), values[i].Kind);
        }
    }

    /// <summary>Takes over what another tracker of the same template saw; the other one does not change.</summary>
    /// <param name="other">The other tracker.</param>
    /// <param name="count">How many records came here.</param>
    /// <param name="otherCount">How many records came there.</param>
    public void Merge(PositionTracker other, long count, long otherCount)
    {
        if (otherCount == 0)
        {
            return;
        }

        if (count == 0)
        {
            _text = other._text;
            Restart(other._positions);
        }
        else if (other._positions > _positions && other._text != _text)
        {
            // Both sides are brought to the more general text.
            Template = other.Template;
            Follow(other._text, count);
        }

        (int From, string? Constant)[]? map = other._text == _text
            ? [.. Enumerable.Range(0, _positions).Select(i => (i, (string?)null))]
            : PositionMap.CountIn(other._text) == other._positions ? PositionMap.Between(other._text, _text) : null;
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
        writer.WriteString("text", _text);
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
        var tracker = new PositionTracker(new LogTemplate(id, saved.GetProperty("text").GetString()!), options) { _positions = saved.GetProperty("count").GetInt32() };
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

    /// <summary>
    /// A template becomes more general and is followed. Another template of the same id, of another parser or found again after it was
    /// forgotten, may be less general than what is known: then its lines lack values and are counted without them.
    /// </summary>
    /// <returns>Whether the values of its lines stand at the positions that are known.</returns>
    private bool Takes(LogTemplate template, string text, long before)
    {
        if (!ReferenceEquals(Template, template))
        {
            if (text == _text)
            {
                Template = template;
                return true;
            }

            if (ReferenceEquals(_narrower, text) || PositionMap.CountIn(text) <= _positions)
            {
                _narrower = text;
                return false;
            }

            Template = template;
        }

        Follow(text, before);
        return true;
    }

    /// <summary>The text has changed: values go on at the position where they stand now, and a constant becomes the value of the records before.</summary>
    private void Follow(string text, long before)
    {
        (int From, string? Constant)[]? map = PositionMap.CountIn(_text) == _positions ? PositionMap.Between(_text, text) : null;
        _text = text;
        if (map is null)
        {
            Restart(0);
            return;
        }

        ParameterTracker[] known = _parameters;
        Restart(map.Length);
        for (int i = 0; i < _parameters.Length; i++)
        {
            if (map[i].From >= 0 && map[i].From < known.Length)
            {
                _parameters[i] = known[map[i].From];
            }
            else if (map[i].Constant is { } word && before > 0)
            {
                _parameters[i].Add(Encoding.UTF8.GetBytes(word), ParameterKind.Text, before);
            }
        }
    }

    private void Restart(int positions)
    {
        _positions = positions;
        _parameters = [.. Enumerable.Range(0, Math.Min(positions, options.MaxParameters)).Select(_ => new ParameterTracker(options))];
    }
}
