namespace LogGuardian.Training;

/// <summary>Orders samples so that the rarer class has at least a share of them, by repetition.</summary>
internal static class ClassBalance
{
    /// <returns>Indices of the samples; some come more than once.</returns>
    public static int[] Order(IReadOnlyList<bool> isAnomaly, double minority, int maxSamples, Random random)
    {
        int[] normal = [.. Enumerable.Range(0, isAnomaly.Count).Where(i => !isAnomaly[i])];
        int[] anomalous = [.. Enumerable.Range(0, isAnomaly.Count).Where(i => isAnomaly[i])];
        random.Shuffle(normal);
        random.Shuffle(anomalous);
        (int[] rare, int[] frequent) = normal.Length < anomalous.Length ? (normal, anomalous) : (anomalous, normal);
        int wanted = (int)Math.Round(minority / (1 - minority) * frequent.Length);
        int[] repeated = rare.Length == 0 || rare.Length >= wanted ? rare : [.. Enumerable.Range(0, wanted).Select(i => rare[i % rare.Length])];
        int[] order = [.. frequent, .. repeated];
        random.Shuffle(order);
        return order[..Math.Min(order.Length, maxSamples)];
    }
}
