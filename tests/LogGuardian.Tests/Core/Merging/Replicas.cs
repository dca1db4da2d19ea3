using System.Globalization;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Merging;

/// <summary>Detectors with the default stages, the logs of services that they learn, and what they say of windows.</summary>
internal static class Replicas
{
    public static AnomalyDetector Create(Func<AnomalyDetectorBuilder, AnomalyDetectorBuilder>? change = null, LearningOptions? learning = null) => (change ?? (builder => builder))(
        new AnomalyDetectorBuilder().ParseWithTemplates().WindowByCount(40))
        .WithFallback(DefaultDetector.Create())
        .WithLearning(learning ?? new LearningOptions { ContinueOnNormal = false, FollowSuccessors = false })
        .Build();

    public static AnomalyDetectorBuilder WithAllDetectors(AnomalyDetectorBuilder builder) =>
        builder.DetectWithDefaults().DetectWithPca().DetectWithSequences();

    public static async Task<AnomalyDetector> LearnedAsync(IEnumerable<string> lines, Func<AnomalyDetectorBuilder, AnomalyDetectorBuilder>? change = null)
    {
        AnomalyDetector detector = Create(change);
        await detector.LearnAsync(ListSource.Of("app", lines));
        return detector;
    }

    public static async Task<byte[]> SavedAsync(this AnomalyDetector detector)
    {
        using var state = new MemoryStream();
        await detector.SaveStateAsync(state);
        return state.ToArray();
    }

    public static async Task MergeAsync(this AnomalyDetector detector, AnomalyDetector other)
    {
        using var state = new MemoryStream(await other.SavedAsync());
        await detector.MergeStateAsync(state);
    }

    public static async Task<AnomalyDetector> MergedAsync(this AnomalyDetector one, AnomalyDetector other, Func<AnomalyDetectorBuilder, AnomalyDetectorBuilder>? change = null)
    {
        AnomalyDetector merged = Create(change);
        using var state = new MemoryStream(await one.SavedAsync());
        await merged.LoadStateAsync(state);
        await merged.MergeAsync(other);
        return merged;
    }

    public static async Task<List<Detection>> JudgeAsync(this AnomalyDetector detector, IEnumerable<string> lines)
    {
        var detections = new List<Detection>();
        await foreach (Detection detection in detector.DetectAsync(ListSource.Of("app", lines)))
        {
            detections.Add(detection);
        }

        return detections;
    }

    /// <summary>Requests of a service, each of four lines, with numbers and words that vary; services have some templates in common.</summary>
    /// <param name="service">Which service.</param>
    /// <param name="seed">Of the randomness.</param>
    /// <param name="requests">How many.</param>
    public static List<string> Log(string service, int seed, int requests = 2_500)
    {
        var random = new Random(seed);
        var lines = new List<string>();
        DateTime time = new(2026, 3, 2, 8, 0, 0, DateTimeKind.Utc);
        for (int i = 0; i < requests; i++)
        {
            time = time.AddMilliseconds(random.Next(400, 600));
            string stamp = time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
            lines.Add($"{stamp} INFO {service} accepts request {random.Next(100_000)}");
            lines.Add($"{stamp} INFO cache answers from {(random.Next(2) == 0 ? "primary" : "replica")} in {random.Next(2, 9)} ms");
            lines.Add(random.Next(4) == 0
                ? $"{stamp} INFO {service} reads {random.Next(1, 60)} rows of table {service}s"
                : $"{stamp} INFO {service} needs no rows");
            lines.Add($"{stamp} INFO {service} replies after {random.Next(10, 40)} ms");
        }

        return lines;
    }

    /// <summary>A failure that no service has in normal times.</summary>
    public static IEnumerable<string> Failure() =>
        Enumerable.Range(0, 40).Select(i => string.Create(CultureInfo.InvariantCulture, $"2026-03-03T08:00:{i:00}.000Z ERROR disk volume {i % 3} refuses to write block {i}"));
}
