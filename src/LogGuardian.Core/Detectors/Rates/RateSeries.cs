namespace LogGuardian.Core;

/// <summary>
/// The counts per bucket of one template. Square roots are kept, so that the spread hardly depends on the level (Anscombe, Biometrika 1948); buckets
/// without a line are added when the next one with a line comes.
/// </summary>
internal sealed class RateSeries
{
    private const double LeastBuckets = 30;

    // The spread of the square root of a Poisson count, which no rate falls below.
    private const double PoissonVariance = 0.25;
    private const double LeastDeviation = 6;
    private const double LeastBits = 20;
    private const double Margin = 1.25;

    private RunningMoments _roots;

    public required LogTemplate Template { get; set; }

    /// <summary>Level and variance of the square roots.</summary>
    public RunningMoments Roots { get => _roots; init => _roots = value; }

    /// <summary>The greatest square root so far.</summary>
    public double Most { get; private set; }

    /// <summary>Number of the source's buckets that are counted.</summary>
    public long Upto { get; private set; }

    /// <summary>Counts a bucket, after the empty ones that lie between it and the last one with a line.</summary>
    /// <param name="count">Lines, divided by what the season has of them.</param>
    /// <param name="bucket">Number of the bucket within its source.</param>
    public void Learn(double count, long bucket)
    {
        _roots.Add(Root(0), bucket - Upto);
        _roots.Add(Root(count));
        Most = Math.Max(Most, Root(count));
        Upto = bucket + 1;
    }

    /// <summary>Lines that are usual in a bucket, the season left out.</summary>
    /// <param name="buckets">Number of the source's closed buckets.</param>
    public double Usual(long buckets)
    {
        RunningMoments roots = Now(buckets);
        return Math.Max(0, (roots.Mean * roots.Mean) + roots.Variance - 0.375);
    }

    /// <summary>How strange so many lines in one bucket are: 1 is six standard deviations above the level, and a quarter more above it than ever before.</summary>
    public double Burst(double count, long buckets)
    {
        RunningMoments roots = Now(buckets);
        double unit = Math.Max(LeastDeviation * Math.Sqrt(roots.Variance + PoissonVariance), Margin * (Most - roots.Mean));
        return roots.Count < LeastBuckets ? 0 : Math.Max(0, Root(count) - roots.Mean) / unit;
    }

    /// <summary>How strange it is that so many lines came where so many are expected: 1 is one chance in a million, at the spread that the rate has.</summary>
    public double Rise(double count, double expected, long buckets)
    {
        RunningMoments roots = Now(buckets);
        double dispersion = Math.Max(1, 4 * roots.Variance);
        return roots.Count < LeastBuckets ? 0 : TailBits.AtLeast(count / dispersion, expected / dispersion) / LeastBits;
    }

    /// <summary>How strange it is that so few lines came where so many are expected: 1 is one chance in a million, at the spread that the rate has.</summary>
    public double Drop(double count, double expected, long buckets)
    {
        RunningMoments roots = Now(buckets);

        // The variance of a count is four times its mean times the variance of its root.
        double dispersion = Math.Max(1, 4 * roots.Variance);
        return roots.Count < LeastBuckets ? 0 : TailBits.AtMost(count / dispersion, expected / dispersion) / LeastBits;
    }

    public static RateSeries Restore(LogTemplate template, RunningMoments roots, double most, long upto) =>
        new() { Template = template, Roots = roots, Most = most, Upto = upto };

    /// <summary>The series of what was counted side by side under several names: levels add up, and the spread is that of the widest.</summary>
    /// <param name="template">What they are together.</param>
    /// <param name="parts">The series, at least one.</param>
    /// <param name="buckets">Number of the source's closed buckets.</param>
    public static RateSeries Join(LogTemplate template, IReadOnlyList<RateSeries> parts, long buckets)
    {
        double variance = parts.Max(part => part.Now(buckets).Variance);
        double usual = parts.Sum(part => part.Usual(buckets));
        double mean = Math.Sqrt(Math.Max(0.375, usual + 0.375 - variance));
        double most = Root(parts.Sum(part => (part.Most * part.Most) - 0.375));
        return Restore(template, RunningMoments.Of(parts.Max(part => part.Now(buckets).Count), mean, variance), most, buckets);
    }

    /// <summary>The series of a source that two replicas followed, each in buckets of its own; where one never saw the template, its buckets were empty.</summary>
    public static RateSeries Merge(RateSeries? one, long bucketsOfOne, RateSeries? other, long bucketsOfOther)
    {
        RunningMoments roots = RootsOf(one, bucketsOfOne);
        roots.Merge(RootsOf(other, bucketsOfOther));
        return Restore((one ?? other)!.Template, roots, Math.Max(one?.Most ?? 0, other?.Most ?? 0), bucketsOfOne + bucketsOfOther);
    }

    private static RunningMoments RootsOf(RateSeries? series, long buckets) => series?.Now(buckets) ?? RunningMoments.Of(buckets, Root(0), 0);

    private static double Root(double count) => Math.Sqrt(count + 0.375);

    private RunningMoments Now(long buckets)
    {
        RunningMoments roots = _roots;
        roots.Add(Root(0), buckets - Upto);
        return roots;
    }
}
