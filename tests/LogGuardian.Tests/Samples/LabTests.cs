using Lab;
using Lab.Faults;
using Lab.Load;
using Lab.Recording;
using Lab.Scenarios;
using LogGuardian.Tests.Conventions;
using ZstdSharp;

namespace LogGuardian.Tests.Samples;

/// <summary>How the fault lab labels lines, and that its scenarios are valid. That it records is shown by running one, which needs root.</summary>
public sealed class LabTests : IDisposable
{
    private const string Log =
        """
        1 served /a
        2 served /b
        3 [x1] upstream refused
          at a line that goes on
        5 [x1] answered 502
        6 [x2] answered 200
        7 served /c
        8 backup done
        9 served /d
        """;

    private static readonly DateTimeOffset Start = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly ScenarioEvent Killed = new()
    {
        Fault = "killed",
        Description = "It is killed.",
        On = "upstream",
        Do = "kill",
        Severity = Severity.High,
        Lines = new Dictionary<string, IReadOnlyList<string>> { ["a.log"] = ["refused"] },
        Id = @"\[(x\d+)\]",
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("logguardian-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Label_PatternContinuationAndId_AreConsequences_OthersAreNot()
    {
        FaultRecord killed = Label(Killed).Faults.Single();
        Assert.Equal([[3, 5]], killed.Lines!["a.log"]);
        Assert.Equal(["web"], killed.Symptoms);
        Assert.Equal(Severity.High, killed.Severity);
        Assert.True(killed.Trace!.IsVisible);
    }

    [Fact]
    public void Label_RelatedKinds_LimitsWhatAnIdBringsIn() =>
        Assert.Equal([[3, 4]], Label(Killed with { Related = ["never"] }).Faults.Single().Lines!["a.log"]);

    [Fact]
    public void Label_Disturbance_HasNoLinesAndATrace()
    {
        FaultRecord backup = Label(Killed).Disturbances.Single();
        Assert.Null(backup.Lines);
        Assert.Equal(1, backup.Trace!.NewShapes);
    }

    [Fact]
    public void Check_PatternsThatMatchNothing_AreAProblem()
    {
        string problem = Assert.Single(RecordingCheck.Problems(Label(Killed with { Lines = new Dictionary<string, IReadOnlyList<string>> { ["a.log"] = ["never"] } }), [Killed.Kind, "backup"]));
        Assert.Contains("no line matches the patterns of killed", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Differences_OfKindAndLogs_AreNamed()
    {
        RecordingFile one = Label(Killed);
        Assert.Empty(RecordingCheck.Differences(one, one));
        RecordingFile other = one with { Faults = [one.Faults[0] with { Severity = Severity.Low }], Disturbances = [] };
        Assert.Equal(["s: killed is High on upstream in one and Low on upstream in the other", "s: backup is in one only"], RecordingCheck.Differences(one, other));
    }

    [Fact]
    public void Sample_OfASize_HasTheFirstEventsAndTheLinesBeforeTheNext()
    {
        string[] kinds = ["a", "b", "c", "d", "e"];
        var random = new Random(1);
        Write(_folder.FullName, string.Concat(Enumerable.Range(0, 60_000).Select(_ => $"{random.NextInt64():x} {random.NextInt64():x}\n")), 60_000,
            [.. kinds.Select((kind, i) => Record(kind, Severity.Low, 10_001 + (i * 10_000), 10_100 + (i * 10_000)) with { Lines = new Dictionary<string, IReadOnlyList<long[]>>() })], []);
        string output = Path.Combine(_folder.FullName, "sample");
        long whole = new FileInfo(Path.Combine(_folder.FullName, "a.log.zst")).Length;
        Sample.Write(_folder.FullName, output, whole * 9 / 10);
        RecordingFile sample = RecordingFile.Read(output);
        Assert.Equal(kinds[..4], sample.Faults.Select(fault => fault.Kind));
        Assert.Equal("the first 4 of 5 events", sample.Sample);
        Assert.Equal(50_000, sample.Files["a.log"].Lines);
        Assert.Equal(RecordingFile.Read(_folder.FullName).ReadLines(_folder.FullName, "a.log").Take(50_000), sample.ReadLines(output, "a.log"));
        Assert.Empty(RecordingCheck.Differences(RecordingFile.Read(_folder.FullName), sample));
        Sample.Write(_folder.FullName, output, whole * 2);
        Assert.Null(RecordingFile.Read(output).Sample);
    }

    [Fact]
    public void Documentation_Actions_AreThoseThatThereAre()
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "lab.md"));
        Assert.All(FaultActions.All.Keys, action => Assert.Contains($"| `{action}", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Statistics_OfARecording_CountLinesEventsAndConsequences()
    {
        Label(Killed);
        string[] rows = [.. Statistics.Of([_folder.FullName])];
        Assert.Contains("| s | web | 9 | 90 | 1 (0) | 1 | 3 |", rows);
        Assert.Contains("- severity high: 1", rows);
    }

    [Fact]
    public void Show_OfAnEvent_ListsWhatIsNewAndWhatIsLabelled()
    {
        Label(Killed);
        string[] shown = [.. SpanView.Of(_folder.FullName, "killed")];
        Assert.Equal("killed on upstream", shown[0]);
        Assert.Contains(shown, line => line.Contains("new 1 lines, 1 labelled: 3 [x1] upstream refused", StringComparison.Ordinal));
        Assert.Contains(shown, line => line.Contains("new 1 lines, 0 labelled: 2 served /b", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2026-01-02 03:04:05 user-17 took 3.5 ms at [1.2.3.4]:80", "# # # took # ms at [#]#")]
    [InlineData("no digit at all", "no digit at all")]
    public void Shape_WordsWithADigit_AreMasked(string line, string shape) => Assert.Equal(shape, LineShape.Of(line));

    [Fact]
    public void WeightedLines_Places_AreFilledWithinTheirRange()
    {
        string file = Path.Combine(_folder.FullName, "visits.txt");
        File.WriteAllText(file, "// comment\n\n3 GET /items/{10-12} {\"a\":{5-5}}\n1 POST /{x|y}\n");
        var lines = new WeightedLines(file);
        var random = new Random(1);
        string[] drawn = [.. Enumerable.Range(0, 400).Select(_ => lines.Draw(random))];
        Assert.Equal(
            ["GET /items/10 {\"a\":5}", "GET /items/11 {\"a\":5}", "GET /items/12 {\"a\":5}", "POST /x", "POST /y"], drawn.Distinct().Order(StringComparer.Ordinal));
        Assert.InRange(drawn.Count(line => line[0] == 'G'), 260, 340);
    }

    [Fact]
    public void WeightedLines_WithoutWeight_SaysWhichLine()
    {
        string file = Path.Combine(_folder.FullName, "visits.txt");
        File.WriteAllText(file, "GET /\n");
        Assert.Contains("'GET /'", Assert.Throws<InvalidDataException>(() => new WeightedLines(file)).Message, StringComparison.Ordinal);
    }

    /// <summary>Reading checks names, kinds, patterns and that each fault has lines or is silent.</summary>
    [Fact]
    public void Scenarios_AsCommitted_AreValidAndHoldWhatIsPromised()
    {
        Scenario[] scenarios = [.. Scenario.Names().Select(Scenario.Read)];
        ScenarioEvent[] events = [.. scenarios.SelectMany(scenario => scenario.Events)];
        Assert.True(events.Where(happening => happening.IsFault).Select(happening => (happening.On, happening.Kind)).Distinct().Count() >= 40);
        Assert.True(events.Count(happening => !happening.IsFault) >= 20);
        Assert.Equal(3, events.Where(happening => happening.IsFault).Select(happening => happening.Severity).Distinct().Count());
        Assert.All(scenarios.Where(scenario => scenario.Name != "smoke"), scenario => Assert.InRange(scenario.Events.Count(happening => happening.IsFault), 5, 20));
    }

    [Theory]
    [InlineData("""{ "fault": "a", "benign": "b", "on": "x", "do": "kill", "description": "" }""", "either 'fault' or 'benign'")]
    [InlineData("""{ "fault": "a", "on": "x", "do": "kill", "description": "" }""", "must have 'lines', or be 'silent'")]
    [InlineData("""{ "benign": "a", "on": "x", "do": "kill", "description": "", "lines": { "a.log": ["b"] } }""", "only the consequences of a fault are labelled")]
    public void Event_ThatContradictsItself_SaysWhy(string json, string problem)
    {
        ScenarioEvent happening = System.Text.Json.JsonSerializer.Deserialize<ScenarioEvent>(json, LabJson.Options)!;
        Assert.Contains(problem, Assert.Throws<InvalidDataException>(() => happening.Check("s")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Event_AlsoInOtherSystems_HasAStepForEach()
    {
        ScenarioEvent storm = Killed with { Do = "start-with RETRIES=8", Also = ["upstream: kill", "web: control slow ms=9"] };
        Assert.Equal([("upstream", "start-with RETRIES=8"), ("upstream", "kill"), ("web", "control slow ms=9")], storm.Steps());
    }

    private RecordingFile Label(ScenarioEvent killed)
    {
        Write(_folder.FullName, Log.ReplaceLineEndings("\n") + "\n", 9, [Record("killed", Severity.High, 2, 6)], [Record("backup", null, 8, 8)]);
        ScenarioEvent backup = new() { Benign = "backup", Description = "A backup.", On = "web", Do = "backup" };
        return Labeller.Label(_folder.FullName, [killed, backup]);
    }

    private static void Write(string folder, string log, long lines, FaultRecord[] faults, FaultRecord[] disturbances)
    {
        using (var file = new CompressionStream(File.Create(Path.Combine(folder, "a.log.zst")), 3, leaveOpen: false))
        {
            file.Write(System.Text.Encoding.UTF8.GetBytes(log));
        }

        new RecordingFile
        {
            Scenario = "s",
            Description = "",
            Recorded = Start,
            Seconds = 90,
            Baseline = 20,
            Seed = 1,
            Systems = new Dictionary<string, string> { ["web"] = "1" },
            Files = new Dictionary<string, LogRecordFile> { ["a.log"] = new("web", lines) },
            Faults = faults,
            Disturbances = disturbances,
        }.Write(folder);
    }

    private static FaultRecord Record(string kind, Severity? severity, long first, long last) => new()
    {
        Kind = kind,
        Description = "",
        System = "",
        Severity = severity,
        Start = Start.AddSeconds(first),
        Undone = Start.AddSeconds(last),
        Recovered = Start.AddSeconds(last),
        End = Start.AddSeconds(last),
        Span = new Dictionary<string, long[]> { ["a.log"] = [first, last] },
    };
}
