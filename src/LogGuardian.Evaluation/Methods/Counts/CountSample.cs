namespace LogGuardian.Evaluation;

/// <summary>The different count vectors of a training set, each with its number of units. When there are too many, a random choice of them is kept.</summary>
internal sealed class CountSample(int seed)
{
    private const int MaxVectors = 16_384;
    private readonly Dictionary<int[], EventCounts> _known = new(new PairsComparer());
    private readonly List<EventCounts> _vectors = [];
    private readonly Reservoir _reservoir = new(MaxVectors, seed);

    /// <summary>In the order of first sight.</summary>
    public IReadOnlyList<EventCounts> Vectors => _vectors;

    /// <summary>Units of the vectors that are kept.</summary>
    public long Units => _vectors.Sum(vector => vector.Units);

    public void Add(ReadOnlySpan<int> pairs, bool anomalous)
    {
        if (!_known.GetAlternateLookup<ReadOnlySpan<int>>().TryGetValue(pairs, out EventCounts? vector))
        {
            if (_reservoir.Next() is not { } place)
            {
                return;
            }

            vector = new EventCounts(pairs.ToArray());
            _known.Add(vector.Pairs, vector);
            if (place == _vectors.Count)
            {
                _vectors.Add(vector);
            }
            else
            {
                _known.Remove(_vectors[place].Pairs);
                _vectors[place] = vector;
            }
        }

        if (anomalous)
        {
            vector.Anomalous++;
        }
        else
        {
            vector.Normal++;
        }
    }
}
