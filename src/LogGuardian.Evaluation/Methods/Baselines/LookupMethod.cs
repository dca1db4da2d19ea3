using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace LogGuardian.Evaluation;

/// <summary>
/// Only remembers. A sequence of events (or, when order does not count, a mix of events) seen while training scores the share of its training units that
/// were anomalous. Any other one scores what training itself says of new sequences: the share of anomalies among units whose sequence was new when they
/// came; 1 when training holds no anomaly, as then all that is known to be normal is known. Units without a label count as normal.
/// </summary>
internal sealed class LookupMethod(string name, int seed, bool ordered) : UnitMethod(name, MethodNeeds.Labels)
{
    private const int MaxSequences = 1_000_000;

    // A hash of 128 bits stands for the sequence, however long it is.
    private readonly EventCounter _counter = new();
    private readonly Dictionary<UInt128, (long Normal, long Anomalous)> _seen = [];
    private readonly List<UInt128> _places = [];
    private readonly Reservoir _reservoir = new(MaxSequences, seed);
    private long _anomalies;
    private long _new;
    private long _newAnomalies;
    private double _unseen;

    public override bool ScoresAreProbabilities => true;

    public override void Learn(EvaluationUnit unit)
    {
        UInt128 key = KeyOf(unit);
        bool anomalous = unit.Label == true;
        _anomalies += anomalous ? 1 : 0;
        if (!_seen.ContainsKey(key))
        {
            _new++;
            _newAnomalies += anomalous ? 1 : 0;
            if (!TryPlace(key))
            {
                return;
            }
        }

        ref (long Normal, long Anomalous) counts = ref CollectionsMarshal.GetValueRefOrAddDefault(_seen, key, out _);
        counts = anomalous ? (counts.Normal, counts.Anomalous + 1) : (counts.Normal + 1, counts.Anomalous);
    }

    public override double Complete()
    {
        _unseen = _anomalies == 0 ? 1 : (double)_newAnomalies / _new;
        return 0.5;
    }

    public override UnitScore Score(EvaluationUnit unit) => new(_seen.TryGetValue(KeyOf(unit), out (long Normal, long Anomalous) counts)
        ? (double)counts.Anomalous / (counts.Normal + counts.Anomalous)
        : _unseen);

    private UInt128 KeyOf(EvaluationUnit unit) =>
        XxHash128.HashToUInt128(MemoryMarshal.AsBytes(ordered ? unit.Events.Span : _counter.Count(unit.Events.Span)));

    private bool TryPlace(UInt128 key)
    {
        if (_reservoir.Next() is not { } place)
        {
            return false;
        }

        if (place == _places.Count)
        {
            _places.Add(key);
        }
        else
        {
            _seen.Remove(_places[place]);
            _places[place] = key;
        }

        return true;
    }
}
