using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>What is kept of a window that a user marked: why it was strange, and how often each template came in it.</summary>
internal sealed class MarkedWindow
{
    private const int MaxReasons = 16;
    private const int MaxTemplates = 128;

    // A template that so few windows have tells windows apart.
    private const double TellingShare = 0.01;
    private const int MaxTelling = 8;

    private readonly Dictionary<Reason, double> _reasons = [];
    private readonly Dictionary<ulong, float> _counts = [];
    private readonly HashSet<ulong> _telling = [];
    private double _norm;

    private MarkedWindow(bool isAnomaly, DateTimeOffset at, LogTemplate leading)
    {
        IsAnomaly = isAnomaly;
        At = at;
        Leading = leading;
    }

    public bool IsAnomaly { get; }

    public DateTimeOffset At { get; }

    /// <summary>The template that it is remembered by.</summary>
    public LogTemplate Leading { get; private set; }

    /// <summary>Whether it has templates that few windows have.</summary>
    public bool IsTelling => _telling.Count > 0;

    /// <param name="window">The window.</param>
    /// <param name="evidence">Its evidence, strongest first.</param>
    /// <param name="isAnomaly">Whether it was marked as an anomaly; otherwise as normal.</param>
    /// <param name="at">When it was marked.</param>
    /// <param name="shareOf">The share of windows that have a template.</param>
    public static MarkedWindow Of(LogWindow window, IReadOnlyList<Evidence> evidence, bool isAnomaly, DateTimeOffset at, Func<LogTemplate, double> shareOf)
    {
        var counts = new Dictionary<ulong, float>();
        var templates = new Dictionary<ulong, LogTemplate>();
        foreach (ref readonly ParsedLog log in window.Lines.Span)
        {
            templates.TryAdd(log.Template.Id.Value, log.Template);
        }

        CountInto(window, counts);
        (ulong Id, double Share)[] byShare = [.. templates.Select(pair => (pair.Key, shareOf(pair.Value))).OrderBy(pair => pair.Item2).ThenBy(pair => pair.Key)];
        ulong[] telling = [.. byShare.Where(pair => pair.Share <= TellingShare).Select(pair => pair.Id).Take(MaxTelling)];
        var marked = new MarkedWindow(isAnomaly, at, telling.Length > 0 ? templates[telling[0]] : evidence.Count > 0 ? evidence[0].Template : templates[byShare[0].Id]);
        marked._telling.UnionWith(telling);
        foreach (Evidence piece in evidence.Take(MaxReasons))
        {
            marked._reasons.TryAdd(Reason.Of(piece), piece.Observed);
        }

        foreach ((ulong id, _) in byShare.Take(MaxTemplates))
        {
            marked._counts.Add(id, counts[id]);
        }

        marked._norm = Norm(marked._counts);
        return marked;
    }

    /// <summary>Counts templates as ln(1 + n): that a line comes at all says more than that it comes once more.</summary>
    public static void CountInto(LogWindow window, Dictionary<ulong, float> counts)
    {
        counts.Clear();
        foreach (ref readonly ParsedLog log in window.Lines.Span)
        {
            System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, log.Template.Id.Value, out _)++;
        }

        foreach (ulong id in counts.Keys)
        {
            counts[id] = MathF.Log(1 + counts[id]);
        }
    }

    /// <summary>Whether it was strange for a reason, and about as much: what comes more than twice as often is another matter.</summary>
    public bool Has(Evidence evidence) => _reasons.TryGetValue(Reason.Of(evidence), out double observed) && evidence.Observed <= Math.Max(1, 2 * observed);

    public bool HasItsTelling(Dictionary<ulong, float> counts) => _telling.All(counts.ContainsKey);

    /// <summary>How alike the mix of templates of a window is, in [0..1] (cosine of the angle between their counts).</summary>
    public double SimilarityTo(Dictionary<ulong, float> counts)
    {
        double product = 0;
        foreach ((ulong id, float count) in _counts)
        {
            product += count * (double)counts.GetValueOrDefault(id);
        }

        return Math.Min(1, product / Math.Max(double.Epsilon, _norm * Norm(counts)));
    }

    /// <summary>Templates that supersede others stand for them.</summary>
    public void Unify(IReadOnlyList<LogTemplate> general)
    {
        foreach (LogTemplate template in general)
        {
            foreach (TemplateId former in template.Supersedes)
            {
                Leading = Leading.Id == former ? template : Leading;
                if (_counts.Remove(former.Value, out float count))
                {
                    _counts[template.Id.Value] = MathF.Log(MathF.Exp(count) + MathF.Exp(_counts.GetValueOrDefault(template.Id.Value)) - 1);
                }

                if (_telling.Remove(former.Value))
                {
                    _telling.Add(template.Id.Value);
                }

                foreach ((Reason reason, double observed) in _reasons.Where(pair => pair.Key.Template == former || pair.Key.After == former).ToArray())
                {
                    _reasons.Remove(reason);
                    var renamed = new Reason(reason.Kind, reason.Template == former ? template.Id : reason.Template, reason.After == former ? template.Id : reason.After);
                    _reasons[renamed] = Math.Max(observed, _reasons.GetValueOrDefault(renamed));
                }
            }
        }

        _norm = Norm(_counts);
    }

    public void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("isAnomaly", IsAnomaly);
        writer.WriteString("at", At);
        writer.WriteString("leading", Leading.Id.ToString());
        writer.WriteString("text", Leading.Text);
        writer.WriteStartArray("reasons");
        foreach ((Reason reason, double observed) in _reasons)
        {
            writer.WriteStartObject();
            writer.WriteNumber("kind", (int)reason.Kind);
            writer.WriteString("template", reason.Template.ToString());
            writer.WriteString("after", reason.After.ToString());
            writer.WriteNumber("observed", observed);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("counts");
        foreach ((ulong id, float count) in _counts)
        {
            writer.WriteNumber(new TemplateId(id).ToString(), count);
        }

        writer.WriteEndObject();
        writer.WriteStartArray("telling");
        foreach (ulong id in _telling)
        {
            writer.WriteStringValue(new TemplateId(id).ToString());
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static MarkedWindow Load(JsonElement item)
    {
        var leading = new LogTemplate(TemplateId.Parse(item.GetProperty("leading").GetString()!), item.GetProperty("text").GetString()!);
        var marked = new MarkedWindow(item.GetProperty("isAnomaly").GetBoolean(), item.GetProperty("at").GetDateTimeOffset(), leading);
        foreach (JsonElement reason in item.GetProperty("reasons").EnumerateArray())
        {
            var read = new Reason(
                (EvidenceKind)reason.GetProperty("kind").GetInt32(),
                TemplateId.Parse(reason.GetProperty("template").GetString()!),
                TemplateId.Parse(reason.GetProperty("after").GetString()!));
            marked._reasons[read] = reason.GetProperty("observed").GetDouble();
        }

        foreach (JsonProperty count in item.GetProperty("counts").EnumerateObject())
        {
            marked._counts[TemplateId.Parse(count.Name).Value] = count.Value.GetSingle();
        }

        marked._telling.UnionWith(item.GetProperty("telling").EnumerateArray().Select(id => TemplateId.Parse(id.GetString()!).Value));
        marked._norm = Norm(marked._counts);
        return marked;
    }

    private static double Norm(Dictionary<ulong, float> counts)
    {
        double sum = 0;
        foreach (float count in counts.Values)
        {
            sum += count * (double)count;
        }

        return Math.Sqrt(sum);
    }
}
