using System.Runtime.InteropServices;
using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// Strange is a number far outside of all that its parameter had in normal logs, many that are merely high, and a value of a parameter that had only few
/// different ones. Numbers are compared on a logarithmic scale, in seconds and bytes where they have a unit; those that grow for ever, such as counters, are
/// not. Parameters of unseen templates are the novelty detector's to judge.
/// </summary>
internal sealed class ValueDetector(ValueOptions options) : GuardedDetector
{
    private const int MaxParameters = 16;
    private const int MaxEvidence = 10;

    private readonly Dictionary<(ulong Template, int Position), ValueHistory> _histories = [];
    private readonly Dictionary<ValueHistory, ValueFinding> _found = [];

    public override string Name => "values";

    public override int StateVersion => 1;

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
        Find(window);
        foreach ((ValueHistory history, ValueFinding finding) in _found)
        {
            history.LearnHigh(finding.High, finding.Numbers);
        }

        foreach (ref readonly ParsedLog log in window.Lines.Span)
        {
            ReadOnlySpan<Parameter> parameters = ParametersOf(log);
            for (int position = 0; position < parameters.Length; position++)
            {
                ref ValueHistory? history = ref CollectionsMarshal.GetValueRefOrAddDefault(_histories, (log.Template.Id.Value, position), out _);
                history ??= new ValueHistory();
                history.Learn(HashOf(log, parameters[position]), parameters[position].Kind);
                if (Measure.TryRead(log, parameters[position], out double number, out string? unit))
                {
                    history.Learn(number, unit);
                }
            }
        }

        if (_histories.Count > options.MaxPositions)
        {
            Forget();
        }
    }

    protected override void Explain(LogWindow window, ICollection<Evidence> evidence)
    {
        Find(window);
        foreach ((ValueHistory history, ValueFinding finding) in _found.OrderByDescending(pair => pair.Value.Score(pair.Key)).Take(MaxEvidence))
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

    protected override void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (((ulong template, int position), ValueHistory history) in _histories)
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
        foreach (JsonElement saved in section.EnumerateArray())
        {
            ulong template = TemplateId.Parse(saved.GetProperty("template").GetString()!).Value;
            _histories[(template, saved.GetProperty("position").GetInt32())] = ValueHistory.Load(saved.GetProperty("values"));
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
    private void Find(LogWindow window)
    {
        _found.Clear();
        ReadOnlySpan<ParsedLog> lines = window.Lines.Span;
        for (int line = 0; line < lines.Length; line++)
        {
            ReadOnlySpan<Parameter> parameters = ParametersOf(lines[line]);
            for (int position = 0; position < parameters.Length; position++)
            {
                if (!_histories.TryGetValue((lines[line].Template.Id.Value, position), out ValueHistory? history))
                {
                    continue;
                }

                ref ValueFinding finding = ref CollectionsMarshal.GetValueRefOrAddDefault(_found, history, out bool known);
                if (!known)
                {
                    (finding.Position, finding.Line) = (position, line);
                }

                double unseen = history.Unseen(HashOf(lines[line], parameters[position]), parameters[position].Kind);
                double excess = 0;
                if (Measure.TryRead(lines[line], parameters[position], out double number, out string? unit))
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
        }
    }

    private void Forget()
    {
        var least = _histories.OrderBy(entry => entry.Value.Count).Take(_histories.Count - options.MaxPositions + (options.MaxPositions / 10)).Select(entry => entry.Key).ToArray();
        foreach ((ulong, int) key in least)
        {
            _histories.Remove(key);
        }
    }
}
