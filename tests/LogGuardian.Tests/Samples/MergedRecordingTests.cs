using LogGuardian.Tests.Conventions;
using Quickstart;

namespace LogGuardian.Tests.Samples;

/// <summary>Two replicas that each learned half of what is normal in the recording, merged, beside one detector that learned all of it.</summary>
public class MergedRecordingTests
{
    /// <summary>Windows of 100 lines without a fault, dealt out in turns of 40; every fifth is not learned, but judged with those of the faults.</summary>
    [Fact]
    public async Task Merge_HalvesOfTheRecording_JudgeAsOneThatLearnedAll()
    {
        string data = Path.Combine(Repository.Root, "samples", "data");
        FaultList faults = FaultList.Read(Path.Combine(data, "faults.json"));
        var learned = new List<LogWindow>[] { [], [] };
        var judged = new List<LogWindow>();
        using AnomalyDetector parser = Create();
        foreach (string file in faults.Files)
        {
            ParsedLog[] logs = await parser.ParseAsync(LogLines.FromFile(Path.Combine(data, file))).ToArrayAsync();
            LogWindow[] windows = [.. logs.Chunk(100).Select(lines => new LogWindow(WindowKind.Count, lines))];
            for (int i = 0; i < windows.Length; i++)
            {
                (faults.Faults.Any(fault => fault.Covers(windows[i])) || i % 5 == 4 ? judged : learned[i / 40 % 2]).Add(windows[i]);
            }
        }

        using AnomalyDetector whole = await LearnedAsync([.. learned[0], .. learned[1]]);
        using AnomalyDetector merged = await LearnedAsync(learned[0]);
        using AnomalyDetector other = await LearnedAsync(learned[1]);
        using var state = new MemoryStream();
        await other.SaveStateAsync(state);
        state.Position = 0;
        await merged.MergeStateAsync(state);

        Detection[] ofWhole = await whole.DetectWindowsAsync(judged.ToAsyncEnumerable()).ToArrayAsync();
        Detection[] ofMerged = await merged.DetectWindowsAsync(judged.ToAsyncEnumerable()).ToArrayAsync();
        Assert.All(faults.Faults, fault => Assert.Contains(ofMerged, detection => detection.IsAnomaly && fault.Covers(detection.Window)));
        int FalseReports(Detection[] detections) => detections.Count(detection => detection.IsAnomaly && !faults.Faults.Any(fault => fault.Covers(detection.Window)));
        Assert.True(FalseReports(ofMerged) <= FalseReports(ofWhole), $"{FalseReports(ofMerged)} false reports, {FalseReports(ofWhole)} of the one that learned all");
        int unlike = ofWhole.Zip(ofMerged).Count(pair => pair.First.IsAnomaly != pair.Second.IsAnomaly);
        Assert.True(unlike <= judged.Count / 100, $"{unlike} of {judged.Count} windows are judged otherwise");
    }

    private static AnomalyDetector Create() => DefaultDetector.Create().WithLearning(new LearningOptions { ContinueOnNormal = false }).Build();

    private static async Task<AnomalyDetector> LearnedAsync(IEnumerable<LogWindow> windows)
    {
        AnomalyDetector detector = Create();
        await detector.LearnWindowsAsync(windows.ToAsyncEnumerable());
        return detector;
    }
}
