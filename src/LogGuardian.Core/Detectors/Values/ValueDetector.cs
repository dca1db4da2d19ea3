using System.Runtime.InteropServices;
using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// Strange is a number far outside of all that its parameter had in normal logs, many that are merely high, and a value of a parameter that had only few
/// different ones. Numbers are compared on a logarithmic scale, in seconds and bytes where they have a unit; those that grow for ever, such as counters, are
/// not, and neither are those that are identifiers by their name. Parameters of unseen templates are the novelty detector's to judge.
/// </summary>
internal sealed class ValueDetector(ValueOptions options) : GuardedDetector, ICopyable
{
    private const int MaxParameters = 16;
    private const int MaxEvidence = 10;

    // Of each template the histories of its parameters in order.
    private readonly Dictionary<ulong, List<ValueHistory>> _histories = [];
    private readonly List<(ValueHistory History, ValueFinding Finding)> _found = [];
    private readonly List<Value> _values = [];
    private int _positions;
    private long _search;

    public override string Name => "values";

    public override int StateVersion => 1;

    public void CopyFrom(IStateful other) => CopyFrom<ValueDetector>(other, from =>
    {
        _histories.Clear();
        foreach ((ulong template, List<ValueHistory> histories) in from._histories)
        {
            _histories.Add(template, histories.ConvertAll(history => history.Copy()));
        }

        _positions = from._positions;
    });

    protected override float ScoreOf(LogWindow window)
    {
        // One parameter out of range is enough; several count for more, as in the 4-norm of the pipeline.
        Find(window);
        double sum = 0;
        foreach ((ValueHistory history, ValueFinding finding) in _found)
        {
            double score = finding.Score(history);
            sum += score * score * score * score;
        }

        return (float)RawScore.Tempered(Math.Sqrt(Math.Sqrt(sum)));
    }

    protected override void Take(LogWindow window)
    {
        Find(window, add: true);
        foreach ((ValueHistory history, ValueFinding finding) in _found)
        {
            history.LearnHigh(finding.High, finding.Numbers);
        }

        foreach (ref readonly Value value in CollectionsMarshal.AsSpan(_values))
        {
            value.History.Learn(value.Hash, value.Kind);
            if (value.IsNumber)
            {
                value.History.Learn(value.Number, value.Unit);
            }
        }

        _values.Clear();
        if (_positions > options.MaxPositions)
        {
            Forget();
        }
    }

    protected override void Explain(LogWindow window, ICollection<Evidence> evidence)
    {
        Find(window);
        foreach ((ValueHistory history, ValueFinding finding) in _found.OrderByDescending(pair => pair.Finding.Score(pair.History)).Take(MaxEvidence))
        {
            double manyHigh = history.ManyHigh(finding.High, finding.Numbers);
            double strength = finding.Score(history);
            if (strength < 0.5)
            {
                continue;
            }

            ParsedLog log = window.Lines.Span[finding.Line];
            bool isHigh = manyHigh >= Math.Max(finding.Excess, finding.Unseen);
            bool isOut = !isHigh && finding.Excess >= finding.Unseen;
            evidence.Add(new Evidence
            {
                Kind = isHigh ? EvidenceKind.HighValues : isOut ? EvidenceKind.UnusualValue : EvidenceKind.UnseenValue,
                Detector = Name,
                Template = log.Template,
                Lines = isHigh ? HighLines(window, log.Template, finding.Position, history) : [log],
                Position = finding.Position,
                Observed = isHigh ? finding.High : isOut ? finding.Number : 1,
                Expected = isHigh ? history.High : isOut ? history.NearestNormal(finding.Number) : 0,
                Unit = isHigh || isOut ? history.Unit : null,
                Strength = strength,
            });
        }
    }

    /// <summary>A more general template has its values at other places: those of the templates that it supersedes are not its own.</summary>
    protected override void Unify(LogTemplate general)
    {
    }

    protected override void Merge(GuardedDetector other)
    {
        foreach ((ulong template, int position, ValueHistory history) in ((ValueDetector)other).All())
        {
            HistoriesOf(template, position + 1)[position].Merge(history);
        }

        if (_positions > options.MaxPositions)
        {
            Forget();
        }
    }

    protected override void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach ((ulong template, int position, ValueHistory history) in All())
        {
            writer.WriteStartObject();
            writer.WriteString("template", new TemplateId(template).ToString());
            writer.WriteNumber("position", position);
            writer.WritePropertyName("values");
            history.Save(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    protected override void Load(JsonElement section, int version)
    {
        _histories.Clear();
        _positions = 0;
        foreach (JsonElement saved in section.EnumerateArray())
        {
            ulong template = TemplateId.Parse(saved.GetProperty("template").GetString()!).Value;
            int position = saved.GetProperty("position").GetInt32();
            if (position is < 0 or >= MaxParameters)
            {
                throw new JsonException(FormattableString.Invariant($"A parameter has position {position}; it must be 0 to {MaxParameters - 1}. Learn again."));
            }

            HistoriesOf(template, position + 1)[position] = ValueHistory.Load(saved.GetProperty("values"));
        }
    }

    /// <summary>The rest of a record of many lines stands behind all positions and is no value of the template.</summary>
    private static ReadOnlySpan<Parameter> ParametersOf(in ParsedLog log)
    {
        ReadOnlySpan<Parameter> parameters = log.Parameters.Span;
        if (parameters.Length > 0 && parameters[^1].Start is > 0 and var start && log.Content.Span[start - 1] == '\n')
        {
            parameters = parameters[..^1];
        }

        return parameters[..Math.Min(parameters.Length, MaxParameters)];
    }

    /// <summary>FNV-1a: equal on every machine, and values are short.</summary>
    private static ulong HashOf(in ParsedLog log, Parameter parameter)
    {
        ulong hash = 14_695_981_039_346_656_037;
        foreach (byte b in log.Content.Span.Slice(parameter.Start, parameter.Length))
        {
            hash = (hash ^ b) * 1_099_511_628_211;
        }

        return hash;
    }

    private static ParsedLog[] HighLines(LogWindow window, LogTemplate template, int position, ValueHistory history)
    {
        var lines = new List<ParsedLog>();
        foreach (ref readonly ParsedLog log in window.Lines.Span)
        {
            ReadOnlySpan<Parameter> parameters = ParametersOf(log);
            if (log.Template.Id == template.Id && position < parameters.Length && lines.Count < 10
                && Measure.TryRead(log, parameters[position], out double number, out string? unit) && history.IsHigh(number, unit))
            {
                lines.Add(log);
            }
        }

        return [.. lines];
    }

    /// <summary>Compares each value of a window with its history.</summary>
    /// <param name="window">The window.</param>
    /// <param name="add">Whether parameters without a history get one, and values are kept to be learned.</param>
    private void Find(LogWindow window, bool add = false)
    {
        _found.Clear();
        _search++;
        ReadOnlySpan<ParsedLog> lines = window.Lines.Span;
        for (int line = 0; line < lines.Length; line++)
        {
            ReadOnlySpan<Parameter> parameters = ParametersOf(lines[line]);
            if (parameters.IsEmpty)
            {
                continue;
            }

            ulong template = lines[line].Template.Id.Value;
            List<ValueHistory>? histories = add ? HistoriesOf(template, parameters.Length) : _histories.GetValueOrDefault(template);
            for (int position = 0; position < Math.Min(parameters.Length, histories?.Count ?? 0); position++)
            {
                Parameter parameter = parameters[position];
                ValueHistory history = histories![position];
                ulong hash = history.IsOpen ? 0 : HashOf(lines[line], parameter);
                history.IsIdentifier ??= IdentifierName.Is(lines[line].Template.ParameterNames.ElementAtOrDefault(position));
                (bool isNumber, double number, string? unit) = (false, 0, null);
                if (history.IsIdentifier is false)
                {
                    isNumber = Measure.TryRead(lines[line], parameter, out number, out unit);
                }

                if (add)
                {
                    _values.Add(new Value(history, hash, parameter.Kind, isNumber, number, unit));
                }

                if (history.Count > 0)
                {
                    Compare(history, hash, parameter.Kind, isNumber, number, unit, line, position);
                }
            }
        }
    }

    private void Compare(ValueHistory history, ulong hash, ParameterKind kind, bool isNumber, double number, string? unit, int line, int position)
    {
        if (history.Search != _search)
        {
            (history.Search, history.Place) = (_search, _found.Count);
            _found.Add((history, new ValueFinding { Position = position, Line = line }));
        }

        ref ValueFinding finding = ref CollectionsMarshal.AsSpan(_found)[history.Place].Finding;
        double unseen = history.Unseen(hash, kind);
        double excess = 0;
        if (isNumber)
        {
            finding.Numbers++;
            finding.High += history.IsHigh(number, unit) ? 1 : 0;
            excess = history.Excess(number, unit);
        }

        if (Math.Max(unseen, excess) > Math.Max(finding.Unseen, finding.Excess))
        {
            (finding.Unseen, finding.Excess, finding.Number, finding.Line) = (unseen, excess, number, line);
        }
    }

    /// <summary>The histories of a template's parameters, as many as asked for at least.</summary>
    private List<ValueHistory> HistoriesOf(ulong template, int count)
    {
        ref List<ValueHistory>? histories = ref CollectionsMarshal.GetValueRefOrAddDefault(_histories, template, out _);
        histories ??= [];
        for (; histories.Count < count; _positions++)
        {
            histories.Add(new ValueHistory());
        }

        return histories;
    }

    /// <summary>The histories that hold something.</summary>
    private IEnumerable<(ulong Template, int Position, ValueHistory History)> All() => _histories.SelectMany(
        entry => entry.Value.Select((history, position) => (entry.Key, position, history)).Where(one => one.history.Count > 0));

    private void Forget()
    {
        // The later parameters of a template come as often as the first one or less.
        foreach ((ulong template, List<ValueHistory> histories) in _histories.OrderBy(entry => entry.Value[0].Count).ToArray())
        {
            if (_positions <= options.MaxPositions - (options.MaxPositions / 10))
            {
                return;
            }

            _histories.Remove(template);
            _positions -= histories.Count;
        }
    }

    private readonly record struct Value(ValueHistory History, ulong Hash, ParameterKind Kind, bool IsNumber, double Number, string? Unit);
}
