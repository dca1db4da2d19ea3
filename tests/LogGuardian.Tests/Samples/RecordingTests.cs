using LogGuardian.Tests.Conventions;
using Quickstart;

namespace LogGuardian.Tests.Samples;

/// <summary>The main job on the recording that ships: default settings, no labels, both logs.</summary>
public class RecordingTests(RecordingTests.Scan scan) : IClassFixture<RecordingTests.Scan>
{
    [Fact]
    public void Recording_ShippedFiles_AreWhatTheProjectPromises()
    {
        Assert.True(scan.Faults.Faults.Count >= 5, $"{scan.Faults.Faults.Count} faults");
        Assert.Equal(scan.Faults.Faults.Count, scan.Faults.Faults.Select(fault => fault.Kind).Distinct().Count());
        Assert.True(scan.Counts.LinesRead >= 50_000, $"{scan.Counts.LinesRead} lines");
        Assert.Equal(scan.Counts.LinesRead, scan.Counts.LinesParsed + scan.Counts.LinesSkipped.Values.Sum());
        DateTimeOffset[] times = [.. scan.Detections.Select(detection => detection.Window.Start!.Value)];
        Assert.True(times.Max() - times.Min() >= TimeSpan.FromMinutes(30), $"{times.Max() - times.Min()}");
    }

    [Fact]
    public void Scan_EveryFault_IsReportedWithinItsInterval()
    {
        Assert.All(scan.Faults.Faults, fault => Assert.Contains(scan.Detections, detection => detection.IsAnomaly && fault.Covers(detection.Window)));
    }

    [Fact]
    public void Scan_EveryFault_RanksAboveEverythingElse()
    {
        float other = scan.Outside.Max(detection => detection.Score);
        Assert.All(scan.Faults.Faults, fault =>
        {
            float best = scan.Best(fault).Score;
            Assert.True(best > other, $"{fault.Kind} scores {best}, something outside the faults {other}");
        });
    }

    [Fact]
    public void Scan_NormalLines_RaiseAtMostOneFalseReportInTenThousand()
    {
        long lines = scan.Outside.Sum(detection => (long)detection.Window.Count);
        int reports = scan.Outside.Count(detection => detection.IsAnomaly);
        Assert.True(reports <= lines / 10_000.0, $"{reports} false reports in {lines} normal lines");
    }

    [Fact]
    public void Scan_EveryFault_IsExplainedByALineThatBelongsToIt()
    {
        Assert.All(scan.Faults.Faults, fault =>
        {
            Detection best = scan.Best(fault);
            ParsedLog line = best.Explanation!.Evidence[0].Lines[0];
            Assert.True(fault.Owns(line), $"{fault.Kind} is explained by line {line.Line.LineId} of {line.Line.Source}: {line}");
            Assert.Contains($"line {line.Line.LineId})", best.Explanation.Sentences[0], StringComparison.Ordinal);
        });
    }

    public sealed class Scan : IAsyncLifetime
    {
        public PipelineCounts Counts { get; private set; } = new();

        internal FaultList Faults { get; private set; } = new([], []);

        internal List<Detection> Detections { get; } = [];

        internal IEnumerable<Detection> Outside =>
            Detections.Where(detection => detection.Label != DetectionLabel.Unscored && !Faults.Faults.Any(fault => fault.Covers(detection.Window)));

        public async Task InitializeAsync()
        {
            string data = Path.Combine(Repository.Root, "samples", "data");
            Faults = FaultList.Read(Path.Combine(data, "faults.json"));
            using AnomalyDetector detector = DefaultDetector.Create().Build();
            foreach (string file in Faults.Files)
            {
                await foreach (Detection detection in detector.DetectAsync(LogLines.FromFile(Path.Combine(data, file))))
                {
                    Detections.Add(detection);
                }
            }

            Counts = detector.Counts;
        }

        public Task DisposeAsync() => Task.CompletedTask;

        internal Detection Best(Fault fault) =>
            Detections.Where(detection => detection.IsAnomaly && fault.Covers(detection.Window)).MaxBy(detection => detection.Score)
            ?? throw new InvalidOperationException($"{fault.Kind} was not found.");
    }
}
