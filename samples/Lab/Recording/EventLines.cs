using System.Text.RegularExpressions;
using Lab.Scenarios;

namespace Lab.Recording;

/// <summary>The lines of all logs within an event, and which of them are its direct consequences.</summary>
internal sealed class EventLines(FaultRecord record, ScenarioEvent rules)
{
    private readonly List<(string Log, long Number, string Text)> _lines = [];

    public double Seconds => (record.End - record.Start).TotalSeconds;

    public static string ShapeKey(string log, string text) => $"{log}\t{LineShape.Of(text)}";

    /// <summary>Whether a line was written meanwhile.</summary>
    public bool Spans(string log, long number) => record.Spans(log, number);

    public void Add(string log, long number, string text) => _lines.Add((log, number, text));

    /// <summary>The record with its labels and its trace.</summary>
    public FaultRecord Labelled(IReadOnlyDictionary<string, LogRecordFile> files, Dictionary<string, int> undisturbed, double undisturbedSeconds)
    {
        bool[] isConsequence = Consequences();
        IReadOnlyDictionary<string, IReadOnlyList<long[]>>? consequences = rules.IsFault
            ? _lines.Where((_, i) => isConsequence[i]).GroupBy(line => line.Log).ToDictionary(log => log.Key, IReadOnlyList<long[]> (log) => Ranges(log.Select(line => line.Number)))
            : null;
        string[] symptoms = [.. consequences?.Keys.Select(log => files[log].System).Where(system => system != rules.On).Distinct() ?? []];
        return record with
        {
            Description = rules.Description,
            System = rules.On,
            Severity = rules.IsFault ? rules.Severity : null,
            Symptoms = symptoms.Length > 0 ? symptoms : null,
            Silent = rules.Silent ? true : null,
            Lines = consequences,
            Trace = TraceOf(undisturbed, Seconds / undisturbedSeconds, isConsequence),
        };
    }

    private bool[] Consequences()
    {
        Dictionary<string, Regex[]> patterns = rules.Lines.ToDictionary(log => log.Key, log => log.Value.Select(Pattern).ToArray());
        bool[] isConsequence = new bool[_lines.Count];
        for (int i = 0; i < _lines.Count; i++)
        {
            (string log, _, string text) = _lines[i];
            isConsequence[i] = (patterns.TryGetValue(log, out Regex[]? own) && own.Any(pattern => pattern.IsMatch(text))) || IsContinuation(i, isConsequence);
        }

        if (rules.Id is { } id)
        {
            Relate(Pattern(id), [.. rules.Related.Select(Pattern)], isConsequence);
        }

        return isConsequence;
    }

    /// <param name="undisturbed">How often each shape comes outside events.</param>
    /// <param name="share">How long the event lasted, measured by the time outside events.</param>
    /// <param name="isConsequence">Which lines are labelled: of their shapes fewer than ten are enough to be seen.</param>
    private Trace TraceOf(Dictionary<string, int> undisturbed, double share, bool[] isConsequence)
    {
        HashSet<string> labelled = [.. _lines.Where((_, i) => isConsequence[i]).Select(line => ShapeKey(line.Log, line.Text))];
        Dictionary<string, int> counts = _lines.CountBy(line => line.Log).ToDictionary();
        Dictionary<string, int> shapes = _lines.CountBy(line => ShapeKey(line.Log, line.Text)).ToDictionary();
        return new Trace(
            shapes.Count(shape => !undisturbed.ContainsKey(shape.Key)),
            shapes.Count(shape => (shape.Value >= 10 || labelled.Contains(shape.Key)) && undisturbed.TryGetValue(shape.Key, out int usual) && shape.Value >= 3 * usual * share),
            undisturbed.GroupBy(shape => shape.Key[..shape.Key.IndexOf('\t', StringComparison.Ordinal)], shape => shape.Value)
                .Count(log => log.Sum() * share is >= 20 and double due && counts.GetValueOrDefault(log.Key) < due / 3));
    }

    private static Regex Pattern(string pattern) => new(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    private bool IsContinuation(int i, bool[] isConsequence) =>
        i > 0 && isConsequence[i - 1] && _lines[i].Log == _lines[i - 1].Log && _lines[i].Text is [' ' or '\t', ..];

    private void Relate(Regex id, Regex[] related, bool[] isConsequence)
    {
        HashSet<string> ids = [.. _lines.Where((_, i) => isConsequence[i]).Select(line => id.Match(line.Text)).Where(match => match.Success).Select(match => match.Groups[1].Value)];
        for (int i = 0; i < _lines.Count; i++)
        {
            string text = _lines[i].Text;
            isConsequence[i] |= (related.Length == 0 || related.Any(pattern => pattern.IsMatch(text))) && id.Match(text) is { Success: true } match && ids.Contains(match.Groups[1].Value);
        }
    }

    private static List<long[]> Ranges(IEnumerable<long> numbers)
    {
        List<long[]> ranges = [];
        foreach (long number in numbers)
        {
            if (ranges.Count > 0 && ranges[^1][1] == number - 1)
            {
                ranges[^1][1] = number;
            }
            else
            {
                ranges.Add([number, number]);
            }
        }

        return ranges;
    }
}
