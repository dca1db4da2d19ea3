using System.Runtime.InteropServices;

namespace LogGuardian.Evaluation;

/// <summary>
/// Distance of a count vector to the training units, all taken as normal: to the k-th nearest, where a vector of many units is as many neighbours. Exact.
/// The threshold is the <see cref="TrainingBorder"/> of training units compared with the others.
/// </summary>
/// <remarks>
/// Only events that two vectors share need to be looked at, and few do: an index from event to vectors adds up what they have in common, which with the size
/// of each gives the distance. That beats vectorised arithmetic on rows that are mostly zeros.
/// </remarks>
internal abstract class NearestCountsMethod(string name, int seed, int neighbours) : CountMethod(name, seed, MethodNeeds.NormalUnits)
{
    // Rarer vectors of training that are compared with all others to find the threshold; vectors of more units than neighbours are at 0.
    private const int Compared = 2_048;
    private readonly Dictionary<int, List<(int Vector, int Count)>> _index = [];
    private IReadOnlyList<EventCounts> _vectors = [];
    private double[] _sizes = [];
    private double[] _common = [];

    protected sealed override double Fit(CountSample sample)
    {
        _vectors = sample.Vectors;
        Prepare(sample);
        _sizes = [.. _vectors.Select(vector => SizeOf(vector.Pairs))];
        _common = new double[_sizes.Length];
        for (int i = 0; i < _sizes.Length; i++)
        {
            int[] pairs = _vectors[i].Pairs;
            for (int at = 0; at < pairs.Length; at += 2)
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(_index, pairs[at], out _) ??= []).Add((i, pairs[at + 1]));
            }
        }

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

    /// <summary>What an event adds to what two vectors have in common.</summary>
    protected abstract double Common(int key, double count, double otherCount);

    /// <summary>The distance, at least 0, of vectors of two sizes.</summary>
    protected abstract double Distance(double size, double otherSize, double common);

    // What a vector has in common with itself; added up by event as the common part is, so that equal vectors are at 0 exactly.
    private double SizeOf(int[] pairs)
    {
        double size = 0;
        for (int i = 0; i < pairs.Length; i += 2)
        {
            size += Common(pairs[i], pairs[i + 1], pairs[i + 1]);
        }

        return size;
    }

    /// <param name="pairs">The count vector.</param>
    /// <param name="itself">The vector of the unit itself when it was learned; it is not its own neighbour.</param>
    private double ToNeighbour(int[] pairs, EventCounts? itself)
    {
        Array.Clear(_common);
        for (int i = 0; i < pairs.Length; i += 2)
        {
            if (_index.TryGetValue(pairs[i], out List<(int Vector, int Count)>? holders))
            {
                foreach ((int vector, int count) in holders)
                {
                    _common[vector] += Common(pairs[i], pairs[i + 1], count);
                }
            }
        }

        double size = SizeOf(pairs);
        Span<double> nearest = stackalloc double[neighbours];
        nearest.Fill(double.MaxValue);
        for (int i = 0; i < _common.Length; i++)
        {
            double distance = Distance(size, _sizes[i], _common[i]);
            long units = distance < nearest[^1] ? _vectors[i].Units - (_vectors[i] == itself ? 1 : 0) : 0;
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
