namespace LogGuardian.Evaluation;

/// <summary>
/// Distance of a count vector to the training units, all taken as normal: to the k-th nearest, where a vector of many units is as many neighbours. Exact.
/// The threshold is the <see cref="TrainingBorder"/> of training units compared with the others.
/// </summary>
internal abstract class NearestCountsMethod(string name, int seed, int neighbours) : CountMethod(name, seed)
{
    // Rarer vectors of training that are compared with all others to find the threshold; vectors of more units than neighbours are at 0.
    private const int Compared = 2_048;
    private IReadOnlyList<EventCounts> _vectors = [];

    protected sealed override double Fit(CountSample sample)
    {
        _vectors = sample.Vectors;
        Prepare(sample);
        EventCounts[] rare = [.. _vectors.Where(vector => vector.Units <= neighbours)];
        int step = 1 + (rare.Length / Compared);
        EventCounts[] compared = [.. rare.Where((_, i) => i % step == 0)];
        double share = (double)rare.Sum(vector => vector.Units) / Math.Max(1, compared.Sum(vector => vector.Units));
        return TrainingBorder.Above(
        [
            .. compared.Select(vector => (ToNeighbour(vector.Pairs, vector), (long)Math.Round(share * vector.Units))),
            (0.0, sample.Units - rare.Sum(vector => vector.Units)),
        ]);
    }

    protected sealed override double ScoreOf(int[] pairs) => ToNeighbour(pairs, null);

    /// <summary>Learns what the distance needs to know.</summary>
    protected virtual void Prepare(CountSample sample)
    {
    }

    /// <summary>The distance between two count vectors, at least 0.</summary>
    protected abstract double Distance(int[] pairs, int[] others);

    /// <param name="pairs">The count vector.</param>
    /// <param name="itself">The vector of the unit itself when it was learned; it is not its own neighbour.</param>
    private double ToNeighbour(int[] pairs, EventCounts? itself)
    {
        Span<double> nearest = stackalloc double[neighbours];
        nearest.Fill(double.MaxValue);
        foreach (EventCounts vector in _vectors)
        {
            double distance = Distance(pairs, vector.Pairs);
            long units = vector.Units - (vector == itself ? 1 : 0);
            for (int at = 0; at < neighbours && units > 0; at++)
            {
                if (distance < nearest[at])
                {
                    nearest[at..^1].CopyTo(nearest[(at + 1)..]);
                    nearest[at] = distance;
                    units--;
                }
            }
        }

        // Fewer training units than neighbours: the farthest that there is.
        int last = nearest.LastIndexOfAnyExcept(double.MaxValue);
        return last < 0 ? 0 : nearest[last];
    }
}
