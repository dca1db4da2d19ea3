using LogGuardian.Evaluation;
using LogGuardian.Tests.TestKit;
using static LogGuardian.Tests.Evaluation.Methods.TestUnits;

namespace LogGuardian.Tests.Evaluation.Methods;

public class PipelineMethodTests
{
    private static readonly string[] Normal = ["0 1 2 1 3", "0 1 1 2 3", "0 1 2 3"];

    [Fact]
    public async Task ScoreAsync_Units_GivesWhatThePipelineGives()
    {
        using AnomalyDetector detector = new AnomalyDetectorBuilder().ParseWithTemplates().WindowByCount(100)
            .DetectWithDefaults().WithLearning(new LearningOptions { ContinueOnNormal = false }).Build();
        await detector.LearnWindowsAsync(Training().Select(unit => Window(unit)).ToAsyncEnumerable());
        EvaluationUnit[] units = AllOf("0 1 2 3", "0 9 9 1", "3 2 1 0", "0 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 2 3");
        Detection[] detections = await detector.DetectWindowsAsync(units.Select(unit => Window(unit)).ToAsyncEnumerable()).ToArrayAsync();
        UnitScore[] scores = await (await TrainedAsync("logguardian", Training())).ScoreAsync(units);
        Assert.Equal(detections.Select(detection => (double)detection.Score), scores.Select(score => score.Score));
        Assert.Equal(4, detections.Select(detection => detection.Score).Distinct().Count());

        static LogWindow Window(EvaluationUnit unit) =>
            new(WindowKind.Session, unit.Events.ToArray().Select((e, i) => Logs.Log($"E{e}", i + 1, severity: LogSeverity.Unspecified)).ToArray(), unit.Key);
    }

    [Fact]
    public async Task ScoreAsync_UnseenEvents_AreTheSuspects()
    {
        IEvaluationMethod method = await TrainedAsync("logguardian", Training());
        UnitScore score = (await method.ScoreAsync(Unit("0 1 8 9 3 8")))[0];
        Assert.True(score.Score >= method.Threshold);
        Assert.Equal([2, 3, 5], score.SuspectLines.ToArray().Take(3).Order());
        Assert.True((await method.ScoreAsync(Unit("0 1 2 3")))[0].SuspectLines.IsEmpty);
    }

    [Fact]
    public async Task ScoreAsync_UnitWithLines_ReadsThem()
    {
        // The severity of a line is known to the window and not to the events.
        IEvaluationMethod method = await TrainedAsync("logguardian", Training());
        EvaluationUnit unit = Unit("0 1 9");
        ParsedLog[] Lines(LogSeverity last) => [Logs.Log("E0", 41), Logs.Log("E1", 42), Logs.Log("E9", 43, severity: last)];
        UnitScore[] scores = await method.ScoreAsync(
            unit,
            unit with { Window = new LogWindow(WindowKind.Session, Lines(LogSeverity.Unspecified)) },
            unit with { Window = new LogWindow(WindowKind.Session, Lines(LogSeverity.Fatal)) });
        Assert.Equal(scores[0].Score, scores[1].Score);
        Assert.True(scores[2].Score > scores[1].Score);
        Assert.Equal(2, scores[2].SuspectLines.Span[0]);
    }

    [Fact]
    public async Task ScoreAsync_Units_TeachNothing()
    {
        IEvaluationMethod method = await TrainedAsync("logguardian", Training());
        double before = await method.ScoreAsync("0 1 1 1 2 3");
        await method.ScoreAsync([.. Unit("0 1 1 1 2 3").Times(500)]);
        Assert.Equal(before, await method.ScoreAsync("0 1 1 1 2 3"));
    }

    [Fact]
    public async Task FromDetector_OwnDetectors_AreScoredByThePipeline()
    {
        IEvaluationMethod method = EvaluationMethods.FromDetector("novelty-only", builder => builder.DetectWithNovelty().WithThreshold(0.3f))(Events(), 1);
        await method.TrainAsync(Training().ToAsyncEnumerable());
        Assert.Equal("novelty-only", method.Name);
        Assert.Equal(0.3f, method.Threshold);
        Assert.Equal(0, await method.ScoreAsync("3 2 1 0 0 0 0 0"));
        Assert.True(await method.PredictAsync("0 8 9 7"));
    }

    [Fact]
    public async Task FromDetector_BudgetOfFalseAlarms_IsTheThreshold()
    {
        IEvaluationMethod method = EvaluationMethods.FromDetector(
            "budget", builder => builder.DetectWithOrder().WithFalseAlarmBudget(1, TimeSpan.FromSeconds(10)))(Events(), 1);
        await method.TrainAsync(Training().ToAsyncEnumerable());
        Assert.InRange(method.Threshold, 0.01, 0.4999);
    }

    [Fact]
    public async Task FromDetector_DetectorThatFails_IsToldAndNotMeasured()
    {
        IEvaluationMethod method = EvaluationMethods.FromDetector("broken", builder => builder.DetectWithNovelty().DetectWith(_ => new BrokenDetector()))(Events(), 1);
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => method.TrainAsync(Training().ToAsyncEnumerable()));
        Assert.Equal("Method 'broken' cannot score a unit: Detector 'broken' failed: out of luck", e.Message);
    }

    private static IEnumerable<EvaluationUnit> Training() => Enumerable.Range(0, 300).Select(i => Unit(Normal[i % Normal.Length]));

    private sealed class BrokenDetector : IDetector
    {
        public string Name => "broken";

        public ValueTask ScoreAsync(ReadOnlyMemory<LogWindow> windows, Memory<float> scores, CancellationToken cancellationToken = default) =>
            throw new InvalidDataException("out of luck");

        public void Learn(LogWindow window)
        {
        }

        public void Collect(LogWindow window, ICollection<Evidence> evidence)
        {
        }
    }
}
