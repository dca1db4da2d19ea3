using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// Strange is what was never seen. An unseen template weighs the more, the rarer new templates have been (Good–Turing: the chance that the
/// next line is new is about the share of templates seen once) and the more severe its line. Several unseen templates add up.
/// </summary>
internal sealed class NoveltyDetector(NoveltyOptions options) : GuardedDetector, ICopyable
{
    private const double FullSurpriseBits = 10;

    private readonly SeenTemplates _seen = new(options.MaxTemplates);

    public override string Name => "novelty";

    public override int StateVersion => 1;

    public void CopyFrom(IStateful other) => CopyFrom<NoveltyDetector>(other, from => _seen.CopyFrom(from._seen));

    protected override float ScoreOf(LogWindow window)
    {
        // Few lines are unseen, so that a list beats a dictionary and costs nothing when there are none.
        List<(LogTemplate Template, int Count, LogSeverity Severity)>? unseen = null;
        foreach (ref readonly ParsedLog log in window.Lines.Span)
        {
            if (_seen.Contains(log.Template))
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

    protected override void Take(LogWindow window) => _seen.Add(window);

    protected override void Explain(LogWindow window, ICollection<Evidence> evidence)
    {
        double surprise = SurprisePerTemplate();
        ReadOnlySpan<ParsedLog> lines = window.Lines.Span;
        var unseen = new Dictionary<ulong, List<ParsedLog>>();
        foreach (ref readonly ParsedLog log in lines)
        {
            if (!_seen.Contains(log.Template))
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

    protected override void Merge(GuardedDetector other) => _seen.Merge(((NoveltyDetector)other)._seen);

    protected override void Save(Utf8JsonWriter writer) => _seen.Save(writer);

    protected override void Load(JsonElement section, int version) => _seen.Load(section);

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

    private double SurprisePerTemplate() => Math.Min(FullSurpriseBits, _seen.SurpriseBits) / FullSurpriseBits;
}
