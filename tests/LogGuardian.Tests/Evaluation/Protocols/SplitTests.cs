using System.Globalization;
using LogGuardian.Evaluation;
using LogGuardian.Tests.Evaluation.Data;

namespace LogGuardian.Tests.Evaluation.Protocols;

public sealed class SplitTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task LogLlm_GeneratedBgl_CutsLinesBeforeWindowsAndDropsLinesWithoutContent()
    {
        // 4,713 of 4,747 lines have content; 3,770 train.
        EvaluationSplit split = await Read.OnlySplitAsync(Protocol.Find("logllm"), Bgl(4747, incomplete: 34));
        EvaluationUnit[] training = await split.ReadTrainingAsync().ToArrayAsync();
        EvaluationUnit[] test = await split.ReadTestAsync().ToArrayAsync();
        Assert.Equal((38, 70), (training.Length, training[^1].Events.Length));
        Assert.Equal((10, 43), (test.Length, test[^1].Events.Length));
        Assert.Equal(3770, training.Sum(unit => unit.Events.Length));
        Assert.Equal(943, test.Sum(unit => unit.Events.Length));
        Assert.All(training[..^1].Concat(test[..^1]), unit => Assert.Equal(100, unit.Events.Length));
        Assert.All(training.Concat(test), unit => Assert.Equal(unit.LineLabels.ToArray().Contains(true), unit.Label));
        Assert.Contains(test, unit => unit.Label == true);
        Assert.Equal("", split.Name);
    }

    [Fact]
    public async Task Split_WithAndWithoutLines_HasTheSameUnits()
    {
        EvaluationData data = Bgl(2000);
        EvaluationSplit plain = await Read.OnlySplitAsync(Protocol.Find("logllm"), data);
        EvaluationSplit full = await Read.OnlySplitAsync(Protocol.Find("logllm"), data, MethodNeeds.Lines | MethodNeeds.Labels);
        foreach ((IAsyncEnumerable<EvaluationUnit> without, IAsyncEnumerable<EvaluationUnit> with) in new[] { (plain.ReadTrainingAsync(), full.ReadTrainingAsync()), (plain.ReadTestAsync(), full.ReadTestAsync()) })
        {
            EvaluationUnit[] a = await without.ToArrayAsync();
            EvaluationUnit[] b = await with.ToArrayAsync();
            Assert.Equal(a.Select(Fingerprint), b.Select(Fingerprint));
            Assert.All(a, unit => Assert.Null(unit.Window));
            Assert.All(b, unit => Assert.Equal(unit.Events.Length, unit.Window!.Count));
        }
    }

    [Fact]
    public async Task ReadAsync_Twice_GivesTheSameUnits()
    {
        EvaluationSplit split = await Read.OnlySplitAsync(Protocol.Find("half") with { Draws = 1 }, Bgl(1000));
        string[] training = await split.ReadTrainingAsync().Select(Fingerprint).ToArrayAsync();
        string[] test = await split.ReadTestAsync().Select(Fingerprint).ToArrayAsync();
        Assert.Equal(training, await split.ReadTrainingAsync().Select(Fingerprint).ToArrayAsync());
        Assert.Equal(test, await split.ReadTestAsync().Select(Fingerprint).ToArrayAsync());
        Assert.Equal((5, 5), (training.Length, test.Length));
        Assert.Empty(training.Intersect(test));
    }

    [Fact]
    public async Task Templates_OfTheTrainingPart_DoNotDependOnTheTestPart()
    {
        // The test part alone would make one template of the words behind 'for'.
        string[] words = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel"];
        string Line(int i, string content) => string.Create(CultureInfo.InvariantCulture, $"- {1117838570 + i} 2005.06.03 R02 2005-06-03-15.42.50.363779 R02 RAS KERNEL INFO {content}\n");
        string training = string.Concat(Enumerable.Range(0, 80).Select(i => Line(i, i % 2 == 0 ? "waiting for alpha today" : "waiting for bravo today")));
        string log = training + string.Concat(Enumerable.Range(0, 20).Select(i => Line(80 + i, $"waiting for {words[i % words.Length]} today")));
        EvaluationSplit split = await Read.OnlySplitAsync(new Protocol { Window = new() { Size = 10 } }, EvaluationData.Open("bgl", _folder.Write("BGL.log", log)), MethodNeeds.Lines);
        EvaluationUnit[] first = await split.ReadTrainingAsync().ToArrayAsync();
        int known = split.Events.Count;
        EvaluationUnit[] test = await split.ReadTestAsync().ToArrayAsync();
        Assert.Equal(2, known);
        Assert.Equal([0, 1, 0, 1, 0, 1, 0, 1, 0, 1], first[^1].Events.ToArray());
        Assert.Equal([0, 1], test[0].Events.ToArray()[..2]);
        Assert.Contains(test.SelectMany(unit => unit.Window!.Lines.ToArray()), log => log.Template.Text == "waiting for <*> today");
        Assert.All((await split.ReadTrainingAsync().ToArrayAsync()).SelectMany(unit => unit.Window!.Lines.ToArray()), log => Assert.DoesNotContain('*', log.Template.Text));
    }

    [Fact]
    public async Task Templates_OfTheTrainingPart_AreSettled()
    {
        string[] words = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliet"];
        string log = string.Concat(Enumerable.Range(0, 100).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"- {1117838570 + i} 2005.06.03 R02 2005-06-03-15.42.50.363779 R02 RAS KERNEL INFO waiting for {words[i / 8 % words.Length]} today\n")));
        EvaluationSplit split = await Read.OnlySplitAsync(new Protocol { Window = new() { Size = 10 } }, EvaluationData.Open("bgl", _folder.Write("BGL.log", log)));
        Assert.All(await split.ReadTrainingAsync().ToArrayAsync(), unit => Assert.Equal(new int[10], unit.Events.ToArray()));
        Assert.Equal(1, split.Events.Count);
    }

    [Fact]
    public async Task Ait_Sequences_TrainsOnOnePercentOfTheNormalOnes()
    {
        EvaluationSplit[] splits = await Protocol.Find("ait").SplitsAsync(Sequences(1030, i => i % 10 == 0), MethodNeeds.Labels).ToArrayAsync();
        Assert.Equal(25, splits.Length);
        Assert.Equal(["seed 1", "seed 2", "seed 25"], new[] { splits[0].Name, splits[1].Name, splits[24].Name });
        EvaluationUnit[][] training = await Task.WhenAll(splits.Select(split => split.ReadTrainingAsync().ToArrayAsync().AsTask()));
        EvaluationUnit[] test = await splits[0].ReadTestAsync().ToArrayAsync();

        // 927 are normal; a hundredth is rounded up.
        Assert.All(training, units => Assert.Equal(10, units.Length));
        Assert.All(training[0], unit => Assert.Null(unit.Label));
        Assert.All(training[0], unit => Assert.NotEqual(1, int.Parse(unit.Key, CultureInfo.InvariantCulture) % 10));
        Assert.Equal(1020, test.Length);
        Assert.Equal(103, test.Count(unit => unit.Label == true));
        Assert.NotEqual(training[0].Describe(), training[1].Describe());
        EvaluationSplit again = await Protocol.Find("ait").SplitsAsync(Sequences(1030, i => i % 10 == 0), MethodNeeds.Lines, seed: 2).FirstAsync();
        Assert.Equal("seed 2", again.Name);
        Assert.Equal(training[1].Describe(), (await again.ReadTrainingAsync().ToArrayAsync()).Describe());
    }

    [Fact]
    public async Task DeepLog_Sequences_TrainsOnTheFirstNormalOnes()
    {
        EvaluationSplit split = await Read.OnlySplitAsync(Protocol.Find("deeplog"), Sequences(6000, i => i % 100 == 0));
        EvaluationUnit[] training = await split.ReadTrainingAsync().ToArrayAsync();
        EvaluationUnit[] test = await split.ReadTestAsync().ToArrayAsync();
        Assert.Equal((4855, "2", "4905"), (training.Length, training[0].Key, training[^1].Key));
        Assert.Equal((1145, 60), (test.Length, test.Count(unit => unit.Label == true)));
    }

    [Fact]
    public async Task LightAd_DataWithAndWithoutSessions_IsDividedAsThePaperDoes()
    {
        EvaluationSplit[] sessions = await Protocol.Find("lightad").SplitsAsync(Sequences(100, i => i == 5), MethodNeeds.None).ToArrayAsync();
        Assert.Equal(["seed 1", "seed 2", "seed 3", "seed 4", "seed 5"], sessions.Select(split => split.Name));
        Assert.Equal(80, await sessions[4].ReadTrainingAsync().CountAsync());
        EvaluationSplit windows = await Read.OnlySplitAsync(Protocol.Find("lightad"), Bgl(200));
        Assert.Equal((16, 4), (await windows.ReadTrainingAsync().CountAsync(), await windows.ReadTestAsync().CountAsync()));
    }

    [Theory]
    [InlineData(SplitKind.KFold)]
    [InlineData(SplitKind.StratifiedKFold)]
    public async Task Folds_EveryUnit_IsJudgedOnce(SplitKind kind)
    {
        Protocol protocol = new() { Split = kind, Folds = 4, Draws = 2 };
        EvaluationSplit[] splits = await protocol.SplitsAsync(Sequences(42, i => i < 8), MethodNeeds.None, seed: 7).ToArrayAsync();
        Assert.Equal(["seed 7, fold 1 of 4", "seed 8, fold 4 of 4"], new[] { splits[0].Name, splits[^1].Name });
        Assert.Equal(8, splits.Length);
        List<string> judged = [];
        foreach (EvaluationSplit split in splits[..4])
        {
            EvaluationUnit[] test = await split.ReadTestAsync().ToArrayAsync();
            EvaluationUnit[] training = await split.ReadTrainingAsync().ToArrayAsync();
            Assert.InRange(test.Length, 10, 11);
            Assert.Equal(42, test.Concat(training).Select(unit => unit.Key).Distinct().Count());
            Assert.True(kind == SplitKind.KFold || test.Count(unit => unit.Label == true) == 2);
            judged.AddRange(test.Select(unit => unit.Key));
        }

        Assert.Equal(42, judged.Distinct().Count());
    }

    [Fact]
    public async Task TrainOnNormal_ChronologicalWindows_LeavesAnomalousOnesOut()
    {
        EvaluationData data = EvaluationData.Open("bgl", _folder.Write("BGL.log", GeneratedAlerts.Text("bgl", 100, seed: 1, isAlert: i => i is 5 or 85)));
        EvaluationSplit split = await Read.OnlySplitAsync(new Protocol { TrainOn = TrainingUnits.Normal, Window = new() { Size = 10 } }, data);
        Assert.Equal("11 21 31 41 51 61 71", (await split.ReadTrainingAsync().ToArrayAsync()).Describe());
        Assert.Equal("81! 91", (await split.ReadTestAsync().ToArrayAsync()).Describe());
    }

    [Fact]
    public async Task TwoDataSets_OneTrainsAndTheOtherIsJudged()
    {
        EvaluationData training = EvaluationData.Open("bgl", _folder.Write("a.log", GeneratedAlerts.Text("bgl", 300, seed: 1, isAlert: i => i == 7)));
        EvaluationData test = EvaluationData.Open("thunderbird", _folder.Write("b.log", GeneratedAlerts.Text("thunderbird", 250, seed: 2, isAlert: _ => false)));
        EvaluationSplit split = await new Protocol { TrainOn = TrainingUnits.Normal }.SplitAsync(training, test, MethodNeeds.None);
        Assert.Equal("101 201", (await split.ReadTrainingAsync().ToArrayAsync()).Describe());
        Assert.Equal("1 101 201", (await split.ReadTestAsync().ToArrayAsync()).Describe());
        Assert.Equal(["None of the 3 units to judge is anomalous: recall and F1 say nothing."], split.Warnings);
    }

    [Fact]
    public async Task Windows_ByTimeAndBySessionKeyAndByShare_AreCut()
    {
        const string Csv = "Time,Content,Label\n0,job 1 a,0\n30,job 2 b,1\n61,job 1 c,1\n62,job 2 d,0\n200,idle,0\n";
        EvaluationData data = EvaluationData.Open("csv", _folder.Write("x.csv", Csv), new() { TimeColumn = "Time" });
        Protocol byTime = new() { Window = new() { By = WindowBy.Time, Span = TimeSpan.FromMinutes(1) } };
        EvaluationUnit[] windows = await Read.AllAsync(data, byTime);
        Assert.Equal("1! 3! 5", windows.Describe());
        Assert.All(windows, unit => Assert.Equal(WindowKind.Time, unit.Window!.Kind));
        Protocol byKey = new() { Window = new() { By = WindowBy.Session, Key = @"job (\d)" }, Label = LabelRule.LineShare, LineShare = 0.6 };
        Assert.Equal("1 2", (await Read.AllAsync(data, byKey)).Describe());
        Assert.Equal("1! 2!", (await Read.AllAsync(data, byKey with { LineShare = 0.5 })).Describe());
        Assert.Equal("1", (await Read.AllAsync(data, new Protocol { Window = new() { Size = 3, MinLines = 3 }, Label = LabelRule.LineShare, LineShare = 1 })).Describe());
    }

    [Fact]
    public async Task LeaveOneOut_SystemColumn_EachSystemIsJudgedOnce()
    {
        string csv = "System,Content,Label\n" + string.Concat(Enumerable.Range(0, 30).Select(i => string.Create(CultureInfo.InvariantCulture, $"{"abc"[i / 10]},x {i},{i % 7 % 2}\n")));
        EvaluationData data = EvaluationData.Open("csv", _folder.Write("x.csv", csv), new() { SystemColumn = "System" });
        EvaluationSplit[] splits = await new Protocol { Split = SplitKind.LeaveOneOut, Window = new() { Size = 4 } }.SplitsAsync(data, MethodNeeds.None).ToArrayAsync();
        Assert.Equal(["without a", "without b", "without c"], splits.Select(split => split.Name));
        Assert.Equal(["11", "15", "19"], (await splits[1].ReadTestAsync().ToArrayAsync()).Select(unit => unit.Key));
        Assert.Equal(["1", "5", "9", "21", "25", "29"], (await splits[1].ReadTrainingAsync().ToArrayAsync()).Select(unit => unit.Key));
    }

    [Fact]
    public async Task Chronological_SeveralFiles_EachIsDividedByItself()
    {
        _folder.Write("faults.json", "{\"files\":{\"a.log\":{},\"b.log\":{}},\"faults\":[{\"lines\":{\"a.log\":[[19,19]]}}]}");
        _folder.Write("a.log", string.Concat(Enumerable.Range(0, 20).Select(i => $"a {i % 3}\n")));
        _folder.Write("b.log", string.Concat(Enumerable.Range(0, 10).Select(i => $"b {i % 3}\n")));
        EvaluationSplit split = await Read.OnlySplitAsync(new Protocol { Window = new() { Size = 8 } }, EvaluationData.Open("recording", _folder.Path));
        Assert.Equal("a.log:1 a.log:9 b.log:1", (await split.ReadTrainingAsync().ToArrayAsync()).Describe());
        Assert.Equal("a.log:17! b.log:9", (await split.ReadTestAsync().ToArrayAsync()).Describe());
    }

    [Fact]
    public async Task WithinSystem_SeveralRecordings_EachIsJudgedByItsOwnBeginning()
    {
        foreach (string system in new[] { "a", "b" })
        {
            _folder.Write($"{system}/faults.json", "{\"files\":{\"x.log\":{}},\"faults\":[{\"lines\":{\"x.log\":[[2,2],[9,9]]}}]}");
            _folder.Write($"{system}/x.log", string.Concat(Enumerable.Range(0, 12).Select(i => $"{system} {i % 3}\n")));
        }

        Protocol protocol = Protocol.Find("lab") with { TrainShare = 0.5, Window = new() { Size = 2 } };
        EvaluationSplit[] splits = await protocol.SplitsAsync(EvaluationData.Open("recording", _folder.Path), MethodNeeds.None).ToArrayAsync();
        Assert.Equal(["a", "b"], splits.Select(split => split.Name));
        Assert.Equal("b/x.log:3? b/x.log:5?", (await splits[1].ReadTrainingAsync().ToArrayAsync()).Describe());
        Assert.Equal("b/x.log:7 b/x.log:9! b/x.log:11", (await splits[1].ReadTestAsync().ToArrayAsync()).Describe());
    }

    [Fact]
    public async Task WithinSystem_Sessions_IsRefused()
    {
        EvaluationData data = EvaluationData.Open("csv", _folder.Write("x.csv", "Content,Label\nu1 x,0\nu2 x,1\n"));
        Protocol protocol = new() { Split = SplitKind.WithinSystem, Window = new() { By = WindowBy.Session, Key = "u[0-9]" } };
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(async () => await protocol.SplitsAsync(data, MethodNeeds.None).ToArrayAsync());
        Assert.Contains("within-system and the units are sessions", error.Message, StringComparison.Ordinal);
    }

    private static string Fingerprint(EvaluationUnit unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{unit.Key} {unit.Label} {unit.FirstLine} {unit.Start:O} {unit.End:O} {string.Join(',', unit.Events.ToArray())} {string.Join(',', unit.LineLabels.ToArray())}");

    private EvaluationData Bgl(int lines, int incomplete = 0) =>
        EvaluationData.Open("bgl", _folder.Write("BGL.log", GeneratedAlerts.Text("bgl", lines, seed: 11, incomplete)));

    private EvaluationData Sequences(int count, Func<int, bool> isAnomalous) => EvaluationData.Open(
        "hdfs-sequences",
        _folder.Write("sequences.csv", "Sequence,label\n" + string.Concat(Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"5 {i % 20} 22,{(isAnomalous(i) ? 1 : 0)}\n")))));
}
