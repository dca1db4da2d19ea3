using System.Globalization;
using LogGuardian.Tests.TestKit;
using Xunit.Abstractions;

namespace LogGuardian.Tests.Samples;

/// <summary>What p-values promise, on normal logs that were held back from learning.</summary>
public class FalseAlarmBudgetTests(ITestOutputHelper output)
{
    private static readonly double[] Budgets = [0.05, 0.02, 0.01, 0.005];

    // The promise is for the mean; a few hundred windows scatter about it.
    private const double Promise = 1.2;
    private const double Deviations = 3;

    [SkippableTheory]
    [InlineData(2_800, 30_000)]
    [InlineData(20_000, 40_000)]
    public async Task PValue_SessionsOfHdfs_KeepsTheBudget(int learned, int judged)
    {
        string[] sessions = [.. File.ReadLines(ExternalData.Require("hdfs/sequences.csv")).Skip(1).Where(line => line.EndsWith(",0", StringComparison.Ordinal))];
        new Random(1).Shuffle(sessions);
        LogWindow[] windows = [.. sessions.Take(learned + judged).Select((line, i) => Session(line.Split(',')[0].Split(' '), i))];
        await KeepsAsync($"hdfs-sequences {learned}", windows, learned);
    }

    [SkippableFact]
    public async Task PValue_NormalBlocksOfHdfs_KeepsTheBudget()
    {
        var normal = File.ReadLines(ExternalData.Require("hdfs/anomaly_label.csv")).Select(line => line.Split(',')).Where(cells => cells[1] == "Normal").Select(cells => cells[0]).ToHashSet();
        string path = ExternalData.Require("hdfs/HDFS.log");
        using AnomalyDetector detector = Windows(builder => builder.WindowBySession(SessionKeys.Matching(@"blk_-?\d+"), idleFor: TimeSpan.FromDays(30)));
        await Finish(detector, path);
        var blocks = new List<LogWindow>();
        await foreach (Detection detection in detector.DetectAsync(LogLines.FromFile(path)))
        {
            if (normal.Contains(detection.Window.SessionKey!))
            {
                blocks.Add(detection.Window);
            }
        }

        LogWindow[] shuffled = [.. blocks];
        new Random(1).Shuffle(shuffled);
        await KeepsAsync("hdfs", shuffled, shuffled.Length * 6 / 10);
    }

    [SkippableFact]
    public async Task PValue_NormalLinesOfBgl_KeepsTheBudget()
    {
        string path = ExternalData.Require("bgl/BGL.log");
        using AnomalyDetector detector = Windows(builder => builder.WindowByCount(100));
        await Finish(detector, path);
        var lines = new List<ParsedLog>();
        await foreach (ParsedLog log in detector.ParseAsync(LogLines.FromFile(path)))
        {
            if (log.Line.Raw.Span[0] == '-')
            {
                lines.Add(log);
            }
        }

        LogWindow[] windows = [.. lines.Chunk(100).Where(chunk => chunk.Length == 100).Select(chunk => new LogWindow(WindowKind.Count, chunk))];
        await KeepsAsync("bgl", windows, windows.Length * 6 / 10);
    }

    private static AnomalyDetector Windows(Func<AnomalyDetectorBuilder, AnomalyDetectorBuilder> window) =>
        window(new AnomalyDetectorBuilder().ParseWithTemplates()).DetectWithNovelty().WithLearning(new LearningOptions { WarmUpLines = 1_000_000, WarmUpTime = null }).Build();

    /// <summary>Reads all lines once, so that templates are as they will be.</summary>
    private static async Task Finish(AnomalyDetector detector, string path)
    {
        await foreach (ParsedLog _ in detector.ParseAsync(LogLines.FromFile(path)))
        {
        }
    }

    private static LogWindow Session(string[] events, int number) => new(
        WindowKind.Session, events.Select((e, i) => Logs.Log("E" + e, i + 1, severity: LogSeverity.Unspecified)).ToArray(), number.ToString(CultureInfo.InvariantCulture));

    private async Task KeepsAsync(string name, LogWindow[] windows, int learned)
    {
        using AnomalyDetector detector = new AnomalyDetectorBuilder().ParseWithTemplates().WindowByCount(100).DetectWithDefaults()
            .WithLearning(new LearningOptions { ContinueOnNormal = false, FollowSuccessors = false }).Build();
        await detector.LearnWindowsAsync(windows.Take(learned).ToAsyncEnumerable());
        double[] values = await detector.DetectWindowsAsync(windows.Skip(learned).ToAsyncEnumerable()).Select(detection => detection.PValue).ToArrayAsync();
        double error = 0;
        foreach (double budget in Budgets)
        {
            double realised = values.Count(value => value <= budget) / (double)values.Length;
            error += Math.Abs(realised - budget) / Budgets.Length;
            double slack = Deviations * Math.Sqrt(budget * (1 - budget) / values.Length);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {values.Length} windows, budget {budget:P1}, realised {realised:P2}, {realised / budget:F2} times"));
            Assert.True(realised <= (Promise * budget) + slack, $"{name}: {realised} of {budget}");
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: mean difference between budget and realised {error:F4}"));
        Assert.True(error <= 0.05);

        // A promise that is kept by never saying anything is none.
        Assert.Contains(values, value => value < 0.5);
    }
}
