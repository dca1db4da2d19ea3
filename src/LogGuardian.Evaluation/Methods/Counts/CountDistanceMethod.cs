namespace LogGuardian.Evaluation;

/// <summary>
/// Count vector clustering of Landauer et al. (FSE 2024): the least distance to a training unit in [0..1], the sum of the differences of counts as a share
/// of the sum of the larger counts, each event weighted by ln((1 + units) / units with the event).
/// </summary>
internal sealed class CountDistanceMethod(int seed) : NearestCountsMethod("count-distance", seed, neighbours: 1)
{
    private readonly Dictionary<int, double> _weights = [];
    private double _unseen;

    protected override void Prepare(CountSample sample)
    {
        foreach (EventCounts vector in sample.Vectors)
        {
            for (int i = 0; i < vector.Pairs.Length; i += 2)
            {
                _weights[vector.Pairs[i]] = _weights.GetValueOrDefault(vector.Pairs[i]) + vector.Units;
            }
        }

        _unseen = Math.Log(1 + sample.Units);
        foreach ((int key, double units) in _weights)
        {
            _weights[key] = Math.Log((1 + sample.Units) / units);
        }
    }

    protected override double Common(int key, double count, double otherCount) => _weights.GetValueOrDefault(key, _unseen) * Math.Min(count, otherCount);

    // The larger of two counts is their sum without the smaller one.
    protected override double Distance(double size, double otherSize, double common) =>
        Math.Max(0, size + otherSize - (2 * common)) / (size + otherSize - common);
}
