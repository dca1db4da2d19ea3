using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// Strange is a template, or a source as a whole, that comes faster than ever or more slowly than it does at this time. Lines are counted in buckets of event
/// time. A bucket that a window shares with others counts for a burst only, since it may hold too few of its lines but never too many; a drop is judged by
/// the buckets that lie within the window. Only windows by time have a rate: one that ends after so many lines is short because they are many. A source of which little was learned is compared with the one that
/// most of its templates are known from.
/// </summary>
internal sealed partial class RateDetector(RateOptions options) : GuardedDetector
{
    private const int MaxEvidence = 10;

    private RecencyMap<(string Source, SourceRates Rates)> _sources = new(options.MaxSources);

    public override string Name => "rates";

    public override int StateVersion => 1;

    public override bool FollowsTime => true;

    protected override float ScoreOf(LogWindow window)
    {
        double score = Judge(window, null);
        if (HasRate(window) && _sources.TryGet(window.Source, out (string, SourceRates Rates) own))
        {
            own.Rates.Expect();
        }

        return (float)score;
    }

    protected override void Take(LogWindow window)
    {
        if (!HasRate(window))
        {
            return;
        }

        SourceRates own = RatesOf(window.Source);
        own.Resume();
        foreach (ref readonly ParsedLog log in window.Lines.Span)
        {
            if (log.UtcTicks > 0)
            {
                own.Learn(BucketOf(log.UtcTicks), log.Template);
            }
        }
    }

    protected override void Explain(LogWindow window, ICollection<Evidence> evidence)
    {
        var found = new List<RateFinding>();
        Judge(window, found);
        double perMinute = TimeSpan.FromMinutes(1) / options.Bucket;
        foreach (RateFinding finding in found.OrderByDescending(piece => piece.Score).Take(MaxEvidence))
        {
            bool isWhole = finding.Id == SourceRates.Whole;
            ParsedLog[] lines = [.. window.Lines.ToArray().Where(log => (isWhole || IsOf(log.Template, finding.Id)) && (finding.At < 0 || BucketOf(log.UtcTicks) == finding.At))];
            evidence.Add(new Evidence
            {
                Kind = isWhole ? EvidenceKind.UnusualVolume : EvidenceKind.UnusualRate,
                Detector = Name,
                Template = isWhole ? window.Lines.ToArray().GroupBy(log => log.Template.Id).MaxBy(group => group.Count())!.First().Template : finding.Template,
                Lines = [.. lines.Take(10)],
                Observed = finding.Observed * perMinute,
                Expected = finding.Usual * perMinute,
                Unit = "/min",
                Strength = finding.Score,
            });
        }
    }

    protected override void Unify(LogTemplate general)
    {
        foreach ((_, SourceRates rates) in _sources.Values)
        {
            rates.Unify(general);
        }
    }

    protected override void Merge(GuardedDetector other)
    {
        foreach ((string source, SourceRates rates) in ((RateDetector)other)._sources.Values)
        {
            RatesOf(source).Merge(rates);
        }
    }

    protected override void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach ((string source, SourceRates rates) in _sources.Values)
        {
            writer.WriteStartObject();
            writer.WriteString("source", source);
            writer.WritePropertyName("rates");
            rates.Save(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    protected override void Load(JsonElement section, int version)
    {
        _sources = new(options.MaxSources);
        foreach (JsonElement saved in section.EnumerateArray())
        {
            string source = saved.GetProperty("source").GetString()!;
            _sources.Add(source, (source, SourceRates.Load(saved.GetProperty("rates"), options.MaxTemplates, options.Bucket)), out _);
        }
    }

    private static bool HasRate(LogWindow window) => window is { Kind: WindowKind.Time, Start: not null };

    private static bool IsOf(LogTemplate template, ulong id) => template.Id.Value == id || template.Supersedes.Contains(new TemplateId(id));

    private long BucketOf(long ticks) => ticks / options.Bucket.Ticks;

    private SourceRates RatesOf(string source)
    {
        if (!_sources.TryGet(source, out (string, SourceRates Rates) own))
        {
            own = (source, new SourceRates(options.MaxTemplates, options.Bucket));
            _sources.Add(source, own, out _);
        }

        return own.Rates;
    }
}
