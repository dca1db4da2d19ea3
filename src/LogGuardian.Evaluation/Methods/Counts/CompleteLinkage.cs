namespace LogGuardian.Evaluation;

/// <summary>Agglomerative clustering where two clusters are as far apart as their farthest members.</summary>
internal static class CompleteLinkage
{
    /// <summary>
    /// The clusters in which no two members are farther apart than a distance. Merges nearest neighbours of each other along a chain (Murtagh, Computer
    /// Journal 26, 1983), which takes quadratic time and finds the same clusters as merging the closest pair again and again.
    /// </summary>
    /// <param name="items">How many items.</param>
    /// <param name="distance">Distance of two of them.</param>
    /// <param name="most">Merges beyond it are not made.</param>
    public static IEnumerable<IReadOnlyList<int>> Cut(int items, Func<int, int, double> distance, double most)
    {
        var distances = new double[items, items];
        var clusters = new List<int>?[items];
        for (int i = 0; i < items; i++)
        {
            clusters[i] = [i];
            for (int j = 0; j < i; j++)
            {
                distances[i, j] = distances[j, i] = distance(i, j);
            }
        }

        var done = new List<IReadOnlyList<int>>();
        var chain = new Stack<int>();
        for (int next = 0; next < items;)
        {
            if (chain.Count == 0)
            {
                if (clusters[next] is null)
                {
                    next++;
                    continue;
                }

                chain.Push(next);
            }

            int last = chain.Pop();
            int before = chain.Count > 0 ? chain.Peek() : -1;
            int nearest = Nearest(last, before);
            if (nearest < 0 || distances[last, nearest] > most)
            {
                // Complete linkage never brings clusters nearer to each other: nothing will ever merge with this one.
                done.Add(clusters[last]!);
                clusters[last] = null;
            }
            else if (nearest == before)
            {
                chain.Pop();
                Merge(last, before);
            }
            else
            {
                chain.Push(last);
                chain.Push(nearest);
            }
        }

        return done;

        int Nearest(int of, int preferred)
        {
            int nearest = preferred;
            for (int i = 0; i < items; i++)
            {
                if (i != of && clusters[i] is not null && (nearest < 0 || distances[of, i] < distances[of, nearest]))
                {
                    nearest = i;
                }
            }

            return nearest;
        }

        void Merge(int gone, int kept)
        {
            clusters[kept]!.AddRange(clusters[gone]!);
            clusters[gone] = null;
            for (int i = 0; i < items; i++)
            {
                distances[kept, i] = distances[i, kept] = Math.Max(distances[kept, i], distances[gone, i]);
            }
        }
    }
}
