namespace LogGuardian.Evaluation;

/// <summary>k nearest neighbours: the Euclidean distance of counts to the third nearest training unit.</summary>
internal sealed class KnnMethod(int seed) : NearestCountsMethod("knn", seed, neighbours: 3)
{
    protected override double Common(int key, double count, double otherCount) => count * otherCount;

    protected override double Distance(double size, double otherSize, double common) => Math.Sqrt(size + otherSize - (2 * common));
}
