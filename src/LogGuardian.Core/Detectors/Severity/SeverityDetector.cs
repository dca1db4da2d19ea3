using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// Strange is a window with a greater share of warnings, of errors or of fatal lines than the normal windows of its source have, by the binomial tail. A
/// source that was not learned is compared with all that were.
/// </summary>
internal sealed class SeverityDetector(SeverityOptions options) : GuardedDetector, ICopyable
{
    private RecencyMap<(string Source, SeverityHistory History)> _sources = new(options.MaxSources);
    private SeverityHistory _all = new();

    public override string Name => "severity";

    public override int StateVersion => 1;

    public void CopyFrom(IStateful other) => CopyFrom<SeverityDetector>(other, from =>
    {
        _all = from._all.Copy();
        _sources.Clear();
        foreach ((string source, SeverityHistory history) in from._sources.Values)
        {
            _sources.Add(source, (source, history.Copy()), out _);
        }
    });

    protected override float ScoreOf(LogWindow window) => (float)Worst(window, out _, out _, out _);

    protected override void Take(LogWindow window)
    {
        Span<int> severe = stackalloc int[SeverityHistory.Levels];
        int lines = SeverityHistory.Count(window.Lines.Span, severe);
        HistoryOf(window.Source).Learn(severe, lines);
        _all.Learn(severe, lines);
    }

    protected override void Explain(LogWindow window, ICollection<Evidence> evidence)
    {
        double score = Worst(window, out int level, out int severe, out double usual);
        if (score == 0)
        {
            return;
        }

        ParsedLog[] lines = [.. window.Lines.ToArray().Where(log => log.Severity >= SeverityHistory.SeverityOf(level))];
        evidence.Add(new Evidence
        {
            Kind = EvidenceKind.UnusualSeverity,
            Detector = Name,
            Template = lines.GroupBy(log => log.Template.Id).MaxBy(group => group.Count())!.First().Template,
            Lines = [.. lines.Take(10)],
            Observed = severe,
            Expected = usual,
            Strength = score,
        });
    }

    /// <summary>It knows no templates.</summary>
    protected override void Unify(LogTemplate general)
    {
    }

    protected override void Merge(GuardedDetector other)
    {
        var from = (SeverityDetector)other;
        _all.Merge(from._all);
        foreach ((string source, SeverityHistory history) in from._sources.Values)
        {
            HistoryOf(source).Merge(history);
        }
    }

    protected override void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("all");
        _all.Save(writer);
        writer.WriteStartArray("sources");
        foreach ((string source, SeverityHistory history) in _sources.Values)
        {
            writer.WriteStartObject();
            writer.WriteString("source", source);
            writer.WritePropertyName("history");
            history.Save(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    protected override void Load(JsonElement section, int version)
    {
        _all = SeverityHistory.Load(section.GetProperty("all"));
        _sources = new(options.MaxSources);
        foreach (JsonElement saved in section.GetProperty("sources").EnumerateArray())
        {
            string source = saved.GetProperty("source").GetString()!;
            _sources.Add(source, (source, SeverityHistory.Load(saved.GetProperty("history"))), out _);
        }
    }

    private SeverityHistory HistoryOf(string source)
    {
        if (!_sources.TryGet(source, out (string, SeverityHistory History) own))
        {
            own = (source, new SeverityHistory());
            _sources.Add(source, own, out _);
        }

        return own.History;
    }

    private double Worst(LogWindow window, out int level, out int severe, out double usual)
    {
        Span<int> counts = stackalloc int[SeverityHistory.Levels];
        int lines = SeverityHistory.Count(window.Lines.Span, counts);
        SeverityHistory history = _sources.TryGet(window.Source, out (string, SeverityHistory History) own) ? own.History : _all;
        double worst = 0;
        level = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            double score = history.Score(i, counts[i], lines);
            if (score > worst)
            {
                (worst, level) = (score, i);
            }
        }

        severe = counts[level];
        usual = history.Usual(level) * lines;
        return worst;
    }
}
