using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// Strange is what should have come and did not: a template that almost every normal window has, one that almost always follows another within some lines or
/// some time, and one that comes at regular times and stays away. The last needs event times and windows by count or time, in their order.
/// </summary>
internal sealed class SilenceDetector(SilenceOptions options) : GuardedDetector
{
    private const int MaxEvidence = 10;

    // What hardly deserves attention is no evidence.
    private const double LeastEvidence = 0.5;

    private readonly Dictionary<ulong, LogTemplate> _templates = [];
    private readonly HashSet<ulong> _present = [];
    private readonly List<Absence> _absences = [];

    // What a silence is depends on the windows that were scored before, so that the answer is kept while the window lives.
    private readonly ConditionalWeakTable<LogWindow, Absence[]> _silences = [];
    private Attendance _attendance = new();
    private Followers _followers = new(options.WithinLines, options.Within);
    private Heartbeats _heartbeats = new();

    public override string Name => "silence";

    public override int StateVersion => 1;

    public override bool FollowsTime => true;

    protected override float ScoreOf(LogWindow window)
    {
        Find(window);
        double sum = 0;
        foreach (Absence absence in _absences)
        {
            sum += absence.Score * absence.Score * absence.Score * absence.Score;
        }

        return (float)RawScore.Tempered(Math.Sqrt(Math.Sqrt(sum)));
    }

    protected override void Take(LogWindow window)
    {
        foreach (ref readonly ParsedLog log in window.Lines.Span)
        {
            if (_templates.Count < options.MaxTemplates && Known(log.Template) == 0)
            {
                _templates.Add(log.Template.Id.Value, log.Template);
            }
        }

        ulong[] ids = Resolve(window);
        _attendance.Learn(window, _present);
        _followers.Learn(window, ids.AsSpan(0, window.Count));
        if (HasBeats(window))
        {
            _heartbeats.Learn(window, ids.AsSpan(0, window.Count));
        }

        ArrayPool<ulong>.Shared.Return(ids);
    }

    protected override void Explain(LogWindow window, ICollection<Evidence> evidence)
    {
        Find(window);
        foreach (Absence absence in _absences.Where(piece => piece.Score >= LeastEvidence).OrderByDescending(piece => piece.Score).Take(MaxEvidence))
        {
            bool isSilence = absence.After == 0 && absence.Observed > 0;
            evidence.Add(new Evidence
            {
                Kind = isSilence ? EvidenceKind.Silence : EvidenceKind.MissingEvent,
                Detector = Name,
                Template = _templates[absence.Id],
                Lines = absence.Line < 0 ? [] : [window.Lines.Span[absence.Line]],
                After = absence.After == 0 ? null : _templates[absence.After],
                Observed = absence.Observed,
                Expected = absence.Expected,
                Unit = isSilence ? Measure.Seconds : null,
                Strength = absence.Score,
            });
        }
    }

    /// <summary>Former ids stay known: windows that are open still hold lines that were parsed under them.</summary>
    protected override void Unify(LogTemplate general)
    {
        ulong[] former = [.. general.Supersedes.Select(id => id.Value).Where(_templates.ContainsKey)];
        if (former.Length == 0)
        {
            return;
        }

        foreach (ulong id in former.Append(general.Id.Value))
        {
            _templates[id] = general;
        }

        _attendance.Join(former, general.Id.Value);
        _followers.Join(former, general.Id.Value);
        _heartbeats.Join(former, general.Id.Value);
    }

    protected override void Merge(GuardedDetector other)
    {
        var from = (SilenceDetector)other;
        foreach ((ulong id, LogTemplate template) in from._templates)
        {
            if (_templates.Count < options.MaxTemplates)
            {
                _templates.TryAdd(id, template);
            }
        }

        _attendance.Merge(from._attendance, _templates.ContainsKey);
        _followers.Merge(from._followers, _templates.ContainsKey);
        _heartbeats.Merge(from._heartbeats, _templates.ContainsKey);
    }

    protected override void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("templates");
        foreach ((ulong id, LogTemplate template) in _templates)
        {
            writer.WriteString(new TemplateId(id).ToString(), template.Text);
        }

        writer.WriteEndObject();
        writer.WritePropertyName("attendance");
        _attendance.Save(writer);
        writer.WritePropertyName("followers");
        _followers.Save(writer);
        writer.WritePropertyName("heartbeats");
        _heartbeats.Save(writer);
        writer.WriteEndObject();
    }

    protected override void Load(JsonElement section, int version)
    {
        _templates.Clear();
        _silences.Clear();
        foreach (JsonProperty template in section.GetProperty("templates").EnumerateObject())
        {
            TemplateId id = TemplateId.Parse(template.Name);
            _templates[id.Value] = new LogTemplate(id, template.Value.GetString()!);
        }

        _attendance = Attendance.Load(section.GetProperty("attendance"));
        _followers = new Followers(options.WithinLines, options.Within);
        _followers.Load(section.GetProperty("followers"));
        _heartbeats = Heartbeats.Load(section.GetProperty("heartbeats"));
    }

    private static bool HasBeats(LogWindow window) => window is { Kind: not WindowKind.Session, Start: not null };

    /// <summary>What a window lacks.</summary>
    private void Find(LogWindow window)
    {
        _absences.Clear();
        ulong[] ids = Resolve(window);
        if (HasBeats(window))
        {
            if (!_silences.TryGetValue(window, out Absence[]? silences))
            {
                _heartbeats.Find(window, ids.AsSpan(0, window.Count), _absences);
                silences = [.. _absences];
                _silences.Add(window, silences);
                _absences.Clear();
            }

            _absences.AddRange(silences);
        }

        _attendance.Find(window, _present, _absences);
        _followers.Find(window, ids.AsSpan(0, window.Count), _absences);
        ArrayPool<ulong>.Shared.Return(ids);
    }

    /// <summary>The known template of each line of a window, and which of them there are; 0 for a line without one.</summary>
    private ulong[] Resolve(LogWindow window)
    {
        ReadOnlySpan<ParsedLog> lines = window.Lines.Span;
        ulong[] ids = ArrayPool<ulong>.Shared.Rent(lines.Length);
        _present.Clear();
        for (int line = 0; line < lines.Length; line++)
        {
            ids[line] = Known(lines[line].Template);
            if (ids[line] != 0)
            {
                _present.Add(ids[line]);
            }

            // A template that unites several known ones stands for all of them.
            IReadOnlyList<TemplateId> supersedes = lines[line].Template.Supersedes;
            for (int i = 0; i < supersedes.Count; i++)
            {
                if (_templates.TryGetValue(supersedes[i].Value, out LogTemplate? former))
                {
                    _present.Add(former.Id.Value);
                }
            }
        }

        return ids;
    }

    /// <summary>A template that became more general counts as the first one known that it supersedes.</summary>
    private ulong Known(LogTemplate template)
    {
        if (_templates.TryGetValue(template.Id.Value, out LogTemplate? known))
        {
            return known.Id.Value;
        }

        foreach (TemplateId former in template.Supersedes)
        {
            if (_templates.TryGetValue(former.Value, out known))
            {
                return known.Id.Value;
            }
        }

        return 0;
    }
}
