using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// Strange is what was never seen. An unseen template weighs the more, the rarer new templates have been (Good–Turing: the chance that the
/// next line is new is about the share of templates seen once) and the more severe its line. Several unseen templates add up.
/// </summary>
internal sealed class NoveltyDetector(NoveltyOptions options) : GuardedDetector, ICopyable
{
    private const double FullSurpriseBits = 10;

    private Dictionary<ulong, long> _seen = [];
    private long _lines;
    private long _singletons;

    public override string Name => "novelty";

    public override int StateVersion => 1;

    public void CopyFrom(IStateful other) => CopyFrom<NoveltyDetector>(other, from =>
        (_seen, _lines, _singletons) = (new Dictionary<ulong, long>(from._seen), from._lines, from._singletons));

    protected override float ScoreOf(LogWindow window)
    {
        // Few lines are unseen, so that a list beats a dictionary and costs nothing when there are none.
        List<(LogTemplate Template, int Count, LogSeverity Severity)>? unseen = null;
        foreach (ref readonly ParsedLog log in window.Lines.Span)
        {
            if (!IsUnseen(log))
            {
                continue;
            }

            unseen ??= [];
            TemplateId id = log.Template.Id;
            int at = unseen.FindIndex(entry => entry.Template.Id == id);
            if (at < 0)
            {
                unseen.Add((log.Template, 1, log.Severity));
            }
            else
            {
                unseen[at] = (unseen[at].Template, unseen[at].Count + 1, log.Severity > unseen[at].Severity ? log.Severity : unseen[at].Severity);
            }
        }

        if (unseen is null)
        {
            return 0;
        }

        double surprise = SurprisePerTemplate();
        double sum = 0;
        foreach ((LogTemplate template, int count, LogSeverity severity) in unseen)
        {
            sum += Strength(surprise, template, severity, count);
        }

        return (float)sum;
    }

    protected override void Take(LogWindow window)
    {
        foreach (ref readonly ParsedLog log in window.Lines.Span)
        {
            ref long count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_seen, log.Template.Id.Value, out bool known);
            count++;
            _singletons += known ? (count == 2 ? -1 : 0) : 1;
        }

        _lines += window.Count;
        if (_seen.Count > options.MaxTemplates)
        {
            Forget();
        }
    }

    protected override void Explain(LogWindow window, ICollection<Evidence> evidence)
    {
        double surprise = SurprisePerTemplate();
        ReadOnlySpan<ParsedLog> lines = window.Lines.Span;
        var unseen = new Dictionary<ulong, List<ParsedLog>>();
        foreach (ref readonly ParsedLog log in lines)
        {
            if (IsUnseen(log))
            {
                (unseen.TryGetValue(log.Template.Id.Value, out List<ParsedLog>? list) ? list : unseen[log.Template.Id.Value] = []).Add(log);
            }
        }

        foreach ((List<ParsedLog> group, double strength) in unseen.Values
            .Select(group => (Group: group, Strength: Strength(surprise, group[0].Template, group.Max(log => log.Severity), group.Count)))
            .OrderByDescending(pair => pair.Strength).Take(10))
        {
            evidence.Add(new Evidence
            {
                Kind = EvidenceKind.UnseenTemplate,
                Detector = Name,
                Template = group[0].Template,
                Lines = [.. group.Take(10)],
                Observed = group.Count,
                Strength = strength,
            });
        }
    }

    /// <summary>Whoever knows one of the ids knows the template.</summary>
    protected override void Unify(LogTemplate general)
    {
    }

    protected override void Merge(GuardedDetector other)
    {
        var from = (NoveltyDetector)other;
        foreach ((ulong id, long count) in from._seen)
        {
            _seen[id] = Sightings.Sum(_seen.GetValueOrDefault(id), count);
        }

        _lines += from._lines;
        _singletons = _seen.Values.LongCount(count => count == 1);
        while (_seen.Count > options.MaxTemplates)
        {
            Forget();
        }
    }

    protected override void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("lines", _lines);
        writer.WriteStartObject("templates");
        foreach ((ulong id, long count) in _seen)
        {
            writer.WriteNumber(new TemplateId(id).ToString(), count);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    protected override void Load(JsonElement section, int version)
    {
        _seen.Clear();
        _singletons = 0;
        _lines = section.GetProperty("lines").GetInt64();
        foreach (JsonProperty template in section.GetProperty("templates").EnumerateObject())
        {
            long count = template.Value.GetInt64();
            _seen[TemplateId.Parse(template.Name).Value] = count;
            _singletons += count == 1 ? 1 : 0;
        }
    }

    // Healthy software says something new now and then: one unseen line that says itself that it is not grave deserves no attention, a second one does.
    // Of a line that does not say how grave it is, its words do.
    private static double WeightOf(LogSeverity severity, LogTemplate template) => severity switch
    {
        >= LogSeverity.Fatal => 2.4,
        >= LogSeverity.Error => 1.8,
        >= LogSeverity.Warning => 0.72,
        LogSeverity.Unspecified => TemplateWords.Of(template.Text).TellsFailure ? 1.8 : 1,
        _ => 0.6,
    };

    private static double Strength(double surprise, LogTemplate template, LogSeverity severity, int count) =>
        surprise * WeightOf(severity, template) * (1 + (Math.Log2(count) / 4));

    /// <summary>A template that became more general is not new: the lines that it stands for were seen under its former ids.</summary>
    private bool IsUnseen(in ParsedLog log)
    {
        if (_seen.ContainsKey(log.Template.Id.Value))
        {
            return false;
        }

        foreach (TemplateId former in log.Template.Supersedes)
        {
            if (_seen.ContainsKey(former.Value))
            {
                return false;
            }
        }

        return true;
    }

    private double SurprisePerTemplate() => Math.Min(FullSurpriseBits, Math.Log2((_lines + 2.0) / (_singletons + 1.0))) / FullSurpriseBits;

    private void Forget()
    {
        foreach (ulong id in _seen.OrderBy(entry => entry.Value).Take(options.MaxTemplates / 10).Select(entry => entry.Key).ToArray())
        {
            _seen.Remove(id);
        }

        _singletons = _seen.Values.LongCount(count => count == 1);
    }
}
