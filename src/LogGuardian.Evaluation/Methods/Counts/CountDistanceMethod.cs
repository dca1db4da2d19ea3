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

    protected override double Distance(int[] pairs, int[] others)
    {
        double difference = 0;
        double most = 0;
        var both = new PairsWalk(pairs, others);
        while (both.MoveNext())
        {
            double weight = _weights.GetValueOrDefault(both.Event, _unseen);
            difference += weight * Math.Abs(both.Count - both.OtherCount);
            most += weight * Math.Max(both.Count, both.OtherCount);
        }

        return difference / most;
    }
}
