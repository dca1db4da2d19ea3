namespace LogGuardian.Evaluation;

/// <summary>k nearest neighbours: the Euclidean distance of counts to the third nearest training unit.</summary>
internal sealed class KnnMethod(int seed) : NearestCountsMethod("knn", seed, neighbours: 3)
{
    protected override double Distance(int[] pairs, int[] others)
    {
        double sum = 0;
        var both = new PairsWalk(pairs, others);
        while (both.MoveNext())
        {
            double difference = both.Count - both.OtherCount;
            sum += difference * difference;
        }

        return Math.Sqrt(sum);
    }
}
