using LogGuardian.Evaluation;
using LogGuardian.Tests.Core.Sources;

namespace LogGuardian.Tests.Evaluation.Running;

public sealed class EvaluationRunnerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_Method_IsJudgedBesideTheBaselines()
    {
        var spied = new Spied();
        IReadOnlyList<EvaluationResult> results = await new EvaluationRunner(new EvaluationRunOptions { Methods = spied.Methods() })
            .RunAsync([Case("spy") with { Protocol = Half() }]);
        Assert.Equal(["spy", "random", "all-normal", "lookup"], results.Select(result => result.Method));
        Assert.Equal([false, true, true, true], results.Select(result => result.IsBaseline));
        EvaluationResult spy = results[0];
        Assert.Equal(("hdfs-sequences", "half", "seed 1"), (spy.DataSet, spy.Protocol, spy.Split));
        Assert.Equal((200L, 200L, 40L), (spy.Training.Units, spy.Test.Units, spy.Training.Anomalies + spy.Test.Anomalies));
        Assert.Equal(spied.Test.Sum(unit => (long)unit.Events.Length), spy.Test.Lines);
        Assert.Equal((1d, 0.5), (spy.Metrics.Confusion.F1, spy.Threshold));
        Assert.Equal(0, results[2].Metrics.Confusion.TruePositives + results[2].Metrics.Confusion.FalsePositives);
        Assert.All(results, result => Assert.True(result is { PeakMemoryBytes: > 1 << 20, TrainingSeconds: >= 0, ScoringSeconds: > 0, Audit.TrainingUnits: 200, Curves: not null }));
    }

    [Theory]
    [InlineData(MethodNeeds.None, true, false)]
    [InlineData(MethodNeeds.Labels, true, true)]
    [InlineData(MethodNeeds.None, false, false)]
    public async Task Run_Labels_AreSeenOnlyInTrainingByThoseWhoAsk(MethodNeeds needs, bool protocolGives, bool seen)
    {
        var spied = new Spied();
        await new EvaluationRunner(new EvaluationRunOptions { Methods = spied.Methods(needs) }).RunAsync([Case("spy") with { Protocol = Half() with { TrainingLabels = protocolGives } }]);
        Assert.Equal(200, spied.Training.Count);
        Assert.All(spied.Training, unit => Assert.Equal(seen, unit.Label is not null));
        Assert.All(spied.Test, unit => Assert.Null(unit.Label));
    }

    [Theory]
    [InlineData(true, 180)]
    [InlineData(false, 200)]
    public async Task Run_NormalUnits_LeavesOutWhatIsKnownToBeAnomalous(bool protocolGives, int trained)
    {
        var spied = new Spied();
        Protocol chronological = Half() with { Split = SplitKind.Chronological, TrainingLabels = protocolGives };
        EvaluationResult result = (await new EvaluationRunner(new EvaluationRunOptions { Methods = spied.Methods(MethodNeeds.NormalUnits) })
            .RunAsync([Case("spy") with { Protocol = chronological }]))[0];
        Assert.Equal((trained, trained), (spied.Training.Count, (int)result.Training.Units));
        Assert.All(spied.Training, unit => Assert.Null(unit.Label));
    }

    [Fact]
    public async Task Run_SupervisedMethodWithoutLabels_IsRefused()
    {
        var runner = new EvaluationRunner(new EvaluationRunOptions { Methods = new Spied().Methods(MethodNeeds.Labels) });
        var error = await Assert.ThrowsAsync<ArgumentException>(() => runner.RunAsync([Case("spy") with { Protocol = Half() with { TrainingLabels = false } }]));
        Assert.Equal(
            "Method 'spy' learns from labels and protocol 'half' gives none (trainingLabels is false). Leave the method out, or take another protocol.", error.Message);
    }

    [Fact]
    public async Task Run_SeveralSplits_AreResultsInOrderOfMethods()
    {
        IReadOnlyList<EvaluationResult> results = await Run(3, 4, "length", "new-events");
        Assert.Equal(15, results.Count);
        Assert.Equal(["seed 1", "seed 2", "seed 3"], results.Where(result => result.Method == "new-events").Select(result => result.Split));
        Assert.Equal(3, results.Where(result => result.Method == "length").Select(result => result.Test.Lines).Distinct().Count());
    }

    [Fact]
    public async Task Run_SplitThatIsNotRandom_RepeatsTheMethods()
    {
        Protocol chronological = Half() with { Split = SplitKind.Chronological };
        IReadOnlyList<EvaluationResult> results = await new EvaluationRunner().RunAsync([Case("length") with { Protocol = chronological, Seeds = 2 }]);
        Assert.Equal([1, 2], results.Where(result => result.Method == "random").Select(result => result.Seed ?? 0));
        Assert.NotEqual(results.First(result => result.Method == "random").Metrics.RocAuc, results.Last(result => result.Method == "random").Metrics.RocAuc);
    }

    [Fact]
    public async Task Run_Again_GivesTheSameMetrics()
    {
        string[] methods = ["isolation-forest", "knn", "decision-tree"];
        IReadOnlyList<EvaluationResult> one = await Run(2, 1, methods);
        IReadOnlyList<EvaluationResult> two = await Run(2, 2, methods);
        Assert.Equal(one.Select(Facts), two.Select(Facts));
    }

    [Fact]
    public async Task Run_ResumeDirectory_TakesResultsOverUntilTheDataChange()
    {
        var spied = new Spied();
        var options = new EvaluationRunOptions { Methods = spied.Methods(), ResumeDirectory = Path.Combine(_folder.Path, "results") };
        EvaluationCase @case = Case("spy") with { Protocol = Half(), Seeds = 2 };
        IReadOnlyList<EvaluationResult> first = await new EvaluationRunner(options).RunAsync([@case]);
        IReadOnlyList<EvaluationResult> second = await new EvaluationRunner(options).RunAsync([@case]);
        Assert.Equal(2, spied.Trainings);
        Assert.Equal(first.Select(Facts), second.Select(Facts));

        SequenceFile.Write(_folder, sessions: 500);
        await new EvaluationRunner(options).RunAsync([@case]);
        Assert.Equal(4, spied.Trainings);
        await new EvaluationRunner(options with { Resamples = 100 }).RunAsync([@case]);
        Assert.Equal(6, spied.Trainings);
    }

    [Fact]
    public async Task Run_MethodThatFails_EndsTheRunWithItsError()
    {
        var runner = new EvaluationRunner(new EvaluationRunOptions { Methods = new Spied { Fails = true }.Methods(), Parallelism = 2 });
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => runner.RunAsync([Case("spy") with { Protocol = Half(), Seeds = 3 }]));
        Assert.Equal("The spy was caught.", error.Message);
    }

    [Fact]
    public async Task Run_SplitThatCannotTeachAMethod_IsLeftOutForItAlone()
    {
        var spied = new Spied { Unfit = { 2 } };
        string folder = Path.Combine(_folder.Path, "results");
        var runner = new EvaluationRunner(new EvaluationRunOptions { Methods = spied.Methods(), ResumeDirectory = folder });
        IReadOnlyList<EvaluationResult> results = await runner.RunAsync([Case("length", "spy") with { Protocol = Half(), Seeds = 3 }]);
        Assert.Equal(["seed 1", "seed 3"], results.Where(result => result.Method == "spy").Select(result => result.Split));
        Assert.All(new[] { "length", "random" }, method => Assert.Equal(3, results.Count(result => result.Method == method)));
        Assert.Equal("hdfs-sequences · half · seed 2 · spy is left out: The spy saw nothing; it needs more.", Assert.Single(runner.Warnings));
        Assert.Equal(results.Count, Directory.GetFiles(folder).Length);
        var report = EvaluationReport.Create(results, "evaluate");
        Assert.Equal([3, 2], report.Aggregates.Where(aggregate => !aggregate.IsBaseline).Select(aggregate => aggregate.Runs));
        foreach (string text in new[] { report.ToMarkdown(), report.ToHtml() })
        {
            Assert.Contains("spy: 2 of 3 splits; the others could not teach it.", text, StringComparison.Ordinal);
            Assert.DoesNotContain("length: 3 of", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_NothingCouldTeachAMethod_EndsTheRunUnlessAnotherHasLearned(bool hasOther)
    {
        var spied = new Spied { Unfit = { 1, 2 } };
        var runner = new EvaluationRunner(new EvaluationRunOptions { Methods = spied.Methods() });
        EvaluationCase @case = Case(hasOther ? ["spy", "length"] : ["spy"]) with { Protocol = Half(), Seeds = 2 };
        if (hasOther)
        {
            Assert.DoesNotContain("spy", (await runner.RunAsync([@case])).Select(result => result.Method));
            Assert.Equal(2, runner.Warnings.Count);
        }
        else
        {
            Assert.Equal("The spy saw nothing; it needs more.", (await Assert.ThrowsAsync<UnfitTrainingException>(() => runner.RunAsync([@case]))).Message);
        }
    }

    [Fact]
    public async Task Run_Cancelled_Stops()
    {
        using var stop = new CancellationTokenSource();
        var spied = new Spied();
        var options = new EvaluationRunOptions { Methods = spied.Methods(), OnPredictions = (_, _, _) => stop.CancelAsync() };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new EvaluationRunner(options).RunAsync([Case("spy") with { Protocol = Half(), Seeds = 5 }], null, stop.Token));
        Assert.Equal(1, spied.Trainings);
    }

    [Fact]
    public async Task Run_OtherFileToJudge_TrainsOnAllOfTheFirst()
    {
        var test = EvaluationData.Open("hdfs-sequences", SequenceFile.Write(_folder, sessions: 100, anomalies: 10, seed: 2, name: "test.csv"));
        EvaluationResult result = (await new EvaluationRunner().RunAsync([Case("counts-pca") with { Protocol = Half(), Test = test }]))[0];
        Assert.Equal((400L, 100L, 10L), (result.Training.Units, result.Test.Units, result.Test.Anomalies));
    }

    [Fact]
    public async Task Run_ProgressAndPredictions_AreToldForEachResult()
    {
        var told = new List<EvaluationProgress>();
        var handed = new List<(string Method, int Count)>();
        var options = new EvaluationRunOptions
        {
            OnPredictions = (result, predictions, _) =>
            {
                handed.Add((result.Method, predictions.Predictions.Count));
                return Task.CompletedTask;
            },
        };
        await new EvaluationRunner(options).RunAsync([Case("length") with { Protocol = Half() }], new Told(told));
        Assert.Equal([("length", 200), ("random", 200), ("all-normal", 200), ("lookup", 200)], handed);
        Assert.Equal((4, 4, "hdfs-sequences · half · seed 1 · lookup"), (told[^1].Done, told[^1].Total, told[^1].Current));
        Assert.Equal(8, told.Count);
    }

    [Fact]
    public async Task Run_OptionOutOfRange_IsRefused()
    {
        Assert.Equal(
            "Parallelism is 0; it must be at least 1. The default is 1.",
            Assert.Throws<ArgumentException>(() => new EvaluationRunner(new EvaluationRunOptions { Parallelism = 0 })).Message);
        Assert.Equal(
            "Seeds is 0; it must be 1 to 1000, or null for what the protocol says.",
            (await Assert.ThrowsAsync<ArgumentException>(() => Run(0, 1, "length"))).Message);
    }

    private static Protocol Half() => Protocol.Find("half") with { Draws = 1 };

    private static (string, string, string, ConfusionMatrix, double?, double?, double?) Facts(EvaluationResult result) =>
        (result.Method, result.Split, result.Protocol, result.Metrics.Confusion, result.Metrics.RocAuc, result.Metrics.AveragePrecision, result.Threshold);

    private EvaluationCase Case(params string[] methods)
    {
        string path = Path.Combine(_folder.Path, "sequences.csv");
        return new EvaluationCase(EvaluationData.Open("hdfs-sequences", File.Exists(path) ? path : SequenceFile.Write(_folder)), Protocol.Find("half"), methods);
    }

    private Task<IReadOnlyList<EvaluationResult>> Run(int seeds, int parallelism, params string[] methods) =>
        new EvaluationRunner(new EvaluationRunOptions { Parallelism = parallelism }).RunAsync([Case(methods) with { Seeds = seeds }]);

    private sealed class Told(List<EvaluationProgress> told) : IProgress<EvaluationProgress>
    {
        public void Report(EvaluationProgress value) => told.Add(value);
    }
}
