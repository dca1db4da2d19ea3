using System.Runtime.InteropServices;

namespace LogGuardian.Core;

/// <summary>
/// Strange is a mix of templates unlike that of any normal window: the distance of the window's counts to the nearest normal ones and to the third nearest (see
/// <see cref="NearestCounts"/>), in units of what a template tells that no normal window ever held, or of what one normal window in a
/// hundred has to all others, if that is more. A template in which normal windows differ tells
/// little, one in which they never do tells much. A short last window is compared at the length of the windows learned.
/// </summary>
internal sealed partial class CountDetector(CountOptions options, int seed) : GuardedDetector, ICopyable
{
    // Weights are computed anew when so much more was learned.
    private const double WeighAfter = 1.2;

    // A distance that so many normal windows have to all others deserves no attention.
    private const double OrdinaryShare = 0.01;

    // A template that comes in this share of normal windows is missed when it does not.
    private const double AlmostAlways = 0.98;

    // In nats; less is a difference that normal windows have among themselves.
    private const double LeastEvidence = 0.5;

    private Dictionary<ulong, int> _dimensions = [];
    private List<TemplateRange> _ranges = [];
    private readonly NearestCounts _references = new(options.MaxReferences, seed);
    private readonly CountVector _vector = new();
    private int _longest;
    private long _learned;
    private long _weighedAt;
    private double _unit = 1;

    public override string Name => "counts";

    public override int StateVersion => 2;

    protected override float ScoreOf(LogWindow window) => IsTooShort(window) || _references.Count == 0
            ? 0
            : (float)RawScore.Tempered(_references.Strangeness(Vector(window, grow: false)) / _unit);

    protected override void Take(LogWindow window)
    {
        _longest = Math.Max(_longest, window.Count);
        if (IsTooShort(window))
        {
            return;
        }

        _learned++;
        CountVector vector = Vector(window, grow: true);
        foreach ((int dimension, float count) in vector.Span)
        {
            ref TemplateRange range = ref CollectionsMarshal.AsSpan(_ranges)[dimension];
            range = range with { Most = Math.Max(range.Most, count), Windows = range.Windows + 1 };
        }

        int nearest = -1;
        if (_references.Count == 0 || _references.Distance(vector, out nearest) > 0)
        {
            Compare(vector, nearest);
            _references.Add(vector);
        }
        else
        {
            _references.Repeat(nearest);
        }

        if (_learned >= WeighAfter * _weighedAt)
        {
            Weigh();
        }
    }

    protected override void Explain(LogWindow window, ICollection<Evidence> evidence)
    {
        if (IsTooShort(window) || _references.Count == 0)
        {
            return;
        }

        CountVector vector = Vector(window, grow: false);
        _references.Distance(vector, out int nearest);
        var observed = vector.Counts.ToDictionary(entry => entry.Dimension, entry => entry.Count);
        var candidates = new List<(double Strength, bool OutOfRange, int Dimension, double Observed, double Usual)>();
        foreach (int dimension in observed.Keys.Union(_references.DimensionsOf(nearest).ToArray()))
        {
            double count = observed.GetValueOrDefault(dimension);
            double usual = _references.CountOf(nearest, dimension);
            CountWeight weight = _references.WeightOf(dimension);
            double difference = weight.Change * Math.Abs(NearestCounts.Value((float)count) - _references.ValueOf(nearest, dimension));
            difference += usual == 0 ? weight.Present : count == 0 ? weight.Absent : 0;
            if (difference > LeastEvidence)
            {
                candidates.Add((difference, IsOutOfRange(dimension, count), dimension, count, usual));
            }
        }

        // Counts that no normal window has prove more than those that are merely unlike the nearest one.
        foreach ((double strength, bool outOfRange, int dimension, double count, double usual) in
            candidates.OrderByDescending(entry => entry.OutOfRange).ThenByDescending(entry => entry.Strength).Take(10))
        {
            TemplateRange range = _ranges[dimension];
            evidence.Add(new Evidence
            {
                Kind = EvidenceKind.UnusualCount,
                Detector = Name,
                Template = range.Template,
                Lines = LinesOf(window, range.Template),
                Observed = count,
                Expected = outOfRange && count > usual ? range.Most : usual,
                Strength = outOfRange ? strength : strength / 10,
            });
        }
    }

    private static List<ParsedLog> LinesOf(LogWindow window, LogTemplate template)
    {
        var lines = new List<ParsedLog>();
        foreach (ref readonly ParsedLog log in window.Lines.Span)
        {
            if (log.Template.Id == template.Id && lines.Count < 10)
            {
                lines.Add(log);
            }
        }

        return lines;
    }

    /// <summary>Learns in which templates a normal window differs from the nearest other one.</summary>
    private void Compare(CountVector vector, int nearest)
    {
        if (nearest < 0)
        {
            return;
        }

        foreach ((int dimension, float count) in vector.Span)
        {
            Differ(dimension, Math.Abs(NearestCounts.Value(count) - _references.ValueOf(nearest, dimension)));
        }

        foreach (int dimension in _references.DimensionsOf(nearest))
        {
            if (vector.CountOf(dimension) == 0)
            {
                Differ(dimension, _references.ValueOf(nearest, dimension));
            }
        }
    }

    private void Differ(int dimension, double difference)
    {
        ref TemplateRange range = ref CollectionsMarshal.AsSpan(_ranges)[dimension];
        range = range with { Differences = range.Differences + Math.Min(1, difference) };
    }

    private void Weigh()
    {
        _weighedAt = _learned;
        _references.Weigh([.. _ranges.Select(range => CountWeight.Of(_learned, range.Windows, range.Differences))], CountWeight.Of(_learned, 0, 0));
        _unit = Math.Max(Math.Log(_learned + 2), _references.Border(OrdinaryShare));
    }

    private bool IsOutOfRange(int dimension, double count) =>
        count > _ranges[dimension].Most || (count == 0 && _ranges[dimension].Windows >= AlmostAlways * _learned);

    // A rest of the stream that is shorter than half a window says little about counts.
    private bool IsTooShort(LogWindow window) => window.Kind == WindowKind.Count && window.Count * 2 < _longest;

    private CountVector Vector(LogWindow window, bool grow)
    {
        CountVector vector = _vector;
        vector.Clear();
        foreach (ref readonly ParsedLog log in window.Lines.Span)
        {
            if (!_dimensions.TryGetValue(log.Template.Id.Value, out int dimension) && !TryAdopt(log.Template, out dimension))
            {
                // What was never seen while learning is the novelty detector's to judge.
                if (!grow || _ranges.Count >= options.MaxTemplates)
                {
                    continue;
                }

                dimension = _ranges.Count;
                _dimensions.Add(log.Template.Id.Value, dimension);
                _ranges.Add(new TemplateRange(log.Template, 0, 0, 0));
            }

            vector.Increment(dimension);
        }

        if (window.Kind == WindowKind.Count && window.Count < _longest)
        {
            vector.Scale((float)_longest / window.Count);
        }

        return vector;
    }

    /// <summary>Adds what another one knows of a template; nothing when it became part of another.</summary>
    /// <returns>Its dimension; -1 when it has none.</returns>
    private int Take(TemplateRange range)
    {
        if (!_dimensions.TryGetValue(range.Template.Id.Value, out int dimension))
        {
            if (range.Windows == 0 || _ranges.Count >= options.MaxTemplates)
            {
                return -1;
            }

            dimension = _ranges.Count;
            _dimensions.Add(range.Template.Id.Value, dimension);
            _ranges.Add(range);
            return dimension;
        }

        TemplateRange own = _ranges[dimension];
        _ranges[dimension] = own with
        {
            Most = Math.Max(own.Most, range.Most),
            Windows = own.Windows + range.Windows,
            Differences = own.Differences + range.Differences,
        };
        return dimension;
    }

    /// <summary>A template that became more general takes over what is known of those that it supersedes: their counts are its counts.</summary>
    private bool TryAdopt(LogTemplate template, out int dimension)
    {
        dimension = 0;
        if (template.Supersedes.Count == 0)
        {
            return false;
        }

        int[] former = [.. template.Supersedes.Append(template.Id).Where(id => _dimensions.ContainsKey(id.Value)).Select(id => _dimensions[id.Value]).Distinct()];
        if (former.Length == 0 || (former.Length == 1 && _ranges[former[0]].Template.Id == template.Id))
        {
            return false;
        }

        // No normal window held more of them than the most of each together.
        dimension = former[0];
        _references.Merge(former, dimension);
        _ranges[dimension] = new TemplateRange(template, former.Sum(one => _ranges[one].Most), former.Max(one => _ranges[one].Windows), former.Sum(one => _ranges[one].Differences));
        foreach (int other in former.AsSpan(1))
        {
            _ranges[other] = _ranges[other] with { Most = 0, Windows = 0, Differences = 0 };
        }

        foreach (ulong id in template.Supersedes.Select(id => id.Value).Where(_dimensions.ContainsKey).Append(template.Id.Value).ToArray())
        {
            _dimensions[id] = dimension;
        }

        return true;
    }

    private readonly record struct TemplateRange(LogTemplate Template, float Most, long Windows, double Differences);
}
