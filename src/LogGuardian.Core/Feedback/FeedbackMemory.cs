using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// The windows that a user marked. A window that is strange for nothing but reasons for which a normal one was strange is normal; one that looks like an anomaly is one.
/// Of two marks that contradict each other the later one counts.
/// </summary>
internal sealed class FeedbackMemory : IStateful, IMergeable
{
    private const int MaxMarks = 256;

    // The reasons that carry a score: as many as an explanation names.
    private const int Leading = 3;

    // Windows alike as a whole, and alike where they share the templates that tell.
    private const double Same = 0.99;
    private const double Alike = 0.8;

    private readonly List<MarkedWindow> _marks = [];
    private readonly Dictionary<ulong, float> _counts = [];
    private readonly Lock _gate = new();
    private int _count;

    public string StateName => "feedback";

    public int StateVersion => 1;

    public bool IsEmpty => Volatile.Read(ref _count) == 0;

    public void Add(MarkedWindow mark)
    {
        lock (_gate)
        {
            if (_marks.Count == MaxMarks)
            {
                _marks.RemoveAt(0);
            }

            _marks.Add(mark);
            _count = _marks.Count;
        }
    }

    /// <summary>The score of a window in the light of what was marked.</summary>
    /// <param name="window">The window.</param>
    /// <param name="score">Its score in [0..1].</param>
    /// <param name="limit">The score from which it is an anomaly.</param>
    /// <param name="evidence">What made it strange, strongest first, when its score reaches the limit; otherwise not looked at.</param>
    /// <returns>The score, and the evidence when it is that of a marked anomaly.</returns>
    public (float Score, Evidence? Resemblance) Judge(LogWindow window, float score, float limit, IReadOnlyList<Evidence>? evidence)
    {
        lock (_gate)
        {
            MarkedWindow.CountInto(window, _counts);
            if (Nearest() is { } mark)
            {
                return mark.IsAnomaly
                    ? (Math.Max(score, (1 + limit) / 2), Resemblance(window, mark))
                    : (Math.Min(score, MathF.BitDecrement(limit)), null);
            }

            return score >= limit && evidence is { Count: > 0 } && IsCovered(evidence) ? (MathF.BitDecrement(limit), null) : (score, null);
        }
    }

    /// <summary>The latest marks of both; what both know is one mark.</summary>
    public void MergeFrom(IStateful other, IReadOnlyList<LogTemplate> general)
    {
        var from = (FeedbackMemory)other;
        lock (from._gate)
        {
            lock (_gate)
            {
                foreach (MarkedWindow mark in general.Count == 0 ? [] : from._marks.Concat(_marks))
                {
                    mark.Unify(general);
                }

                MarkedWindow[] marks = [.. _marks.Concat(from._marks).OrderBy(mark => mark.At).ThenBy(mark => mark.IsAnomaly).ThenBy(mark => mark.Leading.Id.Value)
                    .DistinctBy(mark => (mark.At, mark.IsAnomaly, mark.Leading.Id)).TakeLast(MaxMarks)];
                _marks.Clear();
                _marks.AddRange(marks);
                _count = _marks.Count;
            }
        }
    }

    public void SaveState(Utf8JsonWriter writer)
    {
        lock (_gate)
        {
            writer.WriteStartArray();
            foreach (MarkedWindow mark in _marks)
            {
                mark.Save(writer);
            }

            writer.WriteEndArray();
        }
    }

    public void LoadState(JsonElement section, int version)
    {
        lock (_gate)
        {
            _marks.Clear();
            _marks.AddRange(section.EnumerateArray().Select(MarkedWindow.Load).TakeLast(MaxMarks));
            _count = _marks.Count;
        }
    }

    private static Evidence Resemblance(LogWindow window, MarkedWindow mark)
    {
        var lines = new List<ParsedLog>();
        int count = 0;
        foreach (ref readonly ParsedLog log in window.Lines.Span)
        {
            if (log.Template.Id == mark.Leading.Id && count++ < 10)
            {
                lines.Add(log);
            }
        }

        return new Evidence
        {
            Kind = EvidenceKind.MarkedAnomaly,
            Detector = "feedback",
            Template = mark.Leading,
            Lines = lines,
            Strength = 1,
            Observed = count,
            MarkedAt = mark.At,
        };
    }

    /// <summary>The mark whose window is the most alike, when it is alike enough; the latest one of several.</summary>
    private MarkedWindow? Nearest()
    {
        MarkedWindow? nearest = null;
        double best = 0;
        foreach (MarkedWindow mark in _marks)
        {
            double similarity = mark.SimilarityTo(_counts);
            if (similarity >= best && (similarity >= Same || (similarity >= Alike && mark.IsAnomaly && mark.IsTelling)) && mark.HasItsTelling(_counts))
            {
                best = similarity;
                nearest = mark;
            }
        }

        return nearest;
    }

    private bool IsCovered(IReadOnlyList<Evidence> evidence)
    {
        for (int i = 0; i < Math.Min(Leading, evidence.Count); i++)
        {
            // The latest mark that knows the reason says what it means.
            if (_marks.FindLast(mark => mark.Has(evidence[i])) is not { IsAnomaly: false })
            {
                return false;
            }
        }

        return true;
    }
}
