namespace LogGuardian.Evaluation;

/// <summary>
/// Chooses few points of a curve that stand for all: Douglas and Peucker (1973), best first. Again and again the point that is farthest from what is drawn so far is kept, so that the greatest
/// error shrinks as fast as it can, and peaks are the first to be kept. A curve of several dimensions is near in each of them.
/// </summary>
internal sealed class CurveReduction(int dimensions, int capacity)
{
    private const double Exact = 1e-18;
    private readonly List<double> _coordinates = new(dimensions * capacity);

    private int Count => _coordinates.Count / dimensions;

    /// <param name="coordinates">One for each dimension, all on the scale on which errors are seen, such as 0 to 1.</param>
    public void Add(params ReadOnlySpan<double> coordinates) => _coordinates.AddRange(coordinates);

    /// <summary>Indices of the points to keep, ascending; first and last are always among them. Fewer than the most when nothing is lost.</summary>
    /// <param name="most">At least 2.</param>
    public IReadOnlyList<int> Keep(int most)
    {
        if (Count <= 2)
        {
            return [.. Enumerable.Range(0, Count)];
        }

        SortedSet<int> kept = [0, Count - 1];
        var open = new PriorityQueue<(int From, int To, int Farthest), double>();
        Enqueue(0, Count - 1);
        while (kept.Count < most && open.TryDequeue(out (int From, int To, int Farthest) part, out _))
        {
            kept.Add(part.Farthest);
            Enqueue(part.From, part.Farthest);
            Enqueue(part.Farthest, part.To);
        }

        return [.. kept];

        void Enqueue(int from, int to)
        {
            (int farthest, double distance) = Farthest(from, to);
            if (distance > Exact)
            {
                open.Enqueue((from, to, farthest), -distance);
            }
        }
    }

    private (int Index, double Distance) Farthest(int from, int to)
    {
        (int Index, double Distance) farthest = (from, 0);
        for (int i = from + 1; i < to; i++)
        {
            double distance = SquaredDistance(i, from, to);
            if (distance > farthest.Distance)
            {
                farthest = (i, distance);
            }
        }

        return farthest;
    }

    /// <summary>From a point to the line between two others, which ends at them.</summary>
    private double SquaredDistance(int point, int from, int to)
    {
        ReadOnlySpan<double> all = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_coordinates);
        ReadOnlySpan<double> p = all.Slice(point * dimensions, dimensions);
        ReadOnlySpan<double> a = all.Slice(from * dimensions, dimensions);
        ReadOnlySpan<double> b = all.Slice(to * dimensions, dimensions);
        double along = 0;
        double length = 0;
        for (int d = 0; d < dimensions; d++)
        {
            along += (p[d] - a[d]) * (b[d] - a[d]);
            length += (b[d] - a[d]) * (b[d] - a[d]);
        }

        double place = length == 0 ? 0 : Math.Clamp(along / length, 0, 1);
        double sum = 0;
        for (int d = 0; d < dimensions; d++)
        {
            double gap = p[d] - a[d] - (place * (b[d] - a[d]));
            sum += gap * gap;
        }

        return sum;
    }
}
