using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Samples;

public class BglTests
{
    /// <summary>Learning from the first 20,000 lines, alerts among them and unlabelled. Measured: average precision 0.65; share of anomalous windows 0.28.</summary>
    [SkippableFact]
    public async Task Scan_RestOfBgl_RanksWindowsFarBetterThanChance()
    {
        string path = ExternalData.Require("bgl/BGL.log");
        using AnomalyDetector detector = DefaultDetector.Create().WithLearning(new LearningOptions { WarmUpLines = 20_000, WarmUpTime = null }).Build();
        var windows = new List<(float Score, bool IsAnomalous)>();
        await foreach (Detection detection in detector.DetectAsync(LogLines.FromFile(path)))
        {
            if (detection.Label != DetectionLabel.Unscored)
            {
                windows.Add((detection.Score, detection.Window.Lines.ToArray().Any(log => log.Line.Raw.Span[0] != '-')));
            }
        }

        Assert.Equal(450, windows.Count);
        double share = windows.Count(window => window.IsAnomalous) / (double)windows.Count;
        double precision = AveragePrecision(windows);
        Assert.True(precision > share + 0.25, $"average precision {precision}, share of anomalous windows {share}");
    }

    private static double AveragePrecision(IReadOnlyList<(float Score, bool IsAnomalous)> windows)
    {
        double seen = 0;
        double found = 0;
        double sum = 0;
        foreach (IGrouping<float, (float Score, bool IsAnomalous)> ties in windows.GroupBy(window => window.Score).OrderByDescending(group => group.Key))
        {
            int anomalous = ties.Count(window => window.IsAnomalous);
            found += anomalous;
            seen += ties.Count();
            sum += anomalous * found / seen;
        }

        return sum / windows.Count(window => window.IsAnomalous);
    }
}
