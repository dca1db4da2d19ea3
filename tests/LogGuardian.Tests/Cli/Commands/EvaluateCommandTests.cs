using System.Globalization;
using LogGuardian.Tests.Core.Sources;
using LogGuardian.Tests.Evaluation.Running;

namespace LogGuardian.Tests.Cli.Commands;

public sealed class EvaluateCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Evaluate_Method_ShowsItsFiguresBesideTheBaselines()
    {
        CliResult result = await Evaluate("--method", "new-events,length");
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Equal("hdfs-sequences · half", result.OutputLines[0]);
        Assert.Contains("judged on 200 units", result.OutputLines[1], StringComparison.Ordinal);
        Assert.Contains("5 splits", result.OutputLines[1], StringComparison.Ordinal);
        Assert.Equal(["method", "new-events", "length", "random", "all-normal", "lookup"], result.OutputLines.Skip(2).Take(6).Select(line => line.Split(' ')[0]));
        Assert.Contains(result.OutputLines, line => line.StartsWith("length: ", StringComparison.Ordinal) && line.Contains("F1 is", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Evaluate_Predictions_HoldWhatTheFiguresAreMadeOf()
    {
        string csv = Path.Combine(_folder.Path, "out", "predictions.csv");
        CliResult result = await Evaluate("--method", "length", "--seeds", "1", "--predictions", csv);
        string[][] rows = [.. (await File.ReadAllLinesAsync(csv)).Select(line => line.Split(','))];
        Assert.Equal(["unit", "label", "score", "predicted"], rows[0]);
        Assert.Equal(200, rows.Skip(1).Select(row => row[0]).Distinct().Count());
        int hits = rows.Count(row => row[1] == "1" && row[3] == "1");
        double f1 = 2d * hits / (rows.Count(row => row[1] == "1") + rows.Count(row => row[3] == "1"));
        string[] shown = result.OutputLines.Single(line => line.StartsWith("length ", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(f1.ToString("0.0000", CultureInfo.InvariantCulture), shown[3]);
        Assert.Equal([csv], Directory.GetFiles(Path.GetDirectoryName(csv)!));
    }

    [Fact]
    public async Task Evaluate_PredictionsOfSeveral_HaveAFileEach()
    {
        await Evaluate("--method", "length", "new-events", "--seeds", "2", "--predictions", Path.Combine(_folder.Path, "out", "p.csv"));
        Assert.Equal(
            ["p.length.seed-1.csv", "p.length.seed-2.csv", "p.new-events.seed-1.csv", "p.new-events.seed-2.csv"],
            Directory.GetFiles(Path.Combine(_folder.Path, "out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Evaluate_Report_IsWrittenAndResumed()
    {
        string report = Path.Combine(_folder.Path, "report");
        await Evaluate("--method", "length", "--seeds", "1", "--report", report);
        string[] results = Directory.GetFiles(Path.Combine(report, "results"));
        DateTime[] written = [.. results.Select(File.GetLastWriteTimeUtc)];
        CliResult again = await Evaluate("--method", "length", "--seeds", "1", "--report", report);
        Assert.Equal((0, 4), (again.Code, results.Length));
        Assert.Equal(written, results.Select(File.GetLastWriteTimeUtc));
        Assert.Contains("hdfs-sequences", await File.ReadAllTextAsync(Path.Combine(report, "report.html")), StringComparison.Ordinal);
        Assert.Contains("--method length", await File.ReadAllTextAsync(Path.Combine(report, "report.md")), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(report, "report.json")));
    }

    [Fact]
    public async Task Evaluate_TrainAndTest_AreFilesOfTheirOwn()
    {
        string train = SequenceFile.Write(_folder, name: "train.csv");
        string test = SequenceFile.Write(_folder, sessions: 100, anomalies: 10, seed: 2, name: "test.csv");
        CliResult result = await CliRunner.RunAsync("evaluate", "--dataset", "hdfs-sequences", "--train", train, "--test", test, "--method", "decision-tree");
        Assert.Contains("trained on 400 units; judged on 100 units, 10 of them anomalous", result.OutputLines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_ProtocolFile_IsUsed()
    {
        string protocol = _folder.Write("mine.json", """{ "name": "mine", "split": "stratified-kfold", "folds": 4 }""");
        CliResult result = await CliRunner.RunAsync("evaluate", "--dataset", "hdfs-sequences", "--data", SequenceFile.Write(_folder), "--method", "length", "--protocol", protocol);
        Assert.Equal("hdfs-sequences · mine", result.OutputLines[0]);
        Assert.Contains("mean of 4 splits", result.OutputLines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_Plan_IsOneReport()
    {
        SequenceFile.Write(_folder);
        string plan = _folder.Write(
            "plan.json",
            """
            [
              { "dataset": "hdfs-sequences", "data": "sequences.csv", "protocol": "half", "methods": ["length"], "seeds": 2 },
              // Another way to divide them.
              { "dataset": "hdfs-sequences", "data": "sequences.csv", "protocol": "logllm", "methods": ["new-events"] },
            ]
            """);
        string report = Path.Combine(_folder.Path, "report");
        CliResult result = await CliRunner.RunAsync("evaluate", "--plan", plan, "--report", report);
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Equal(["hdfs-sequences · half", "hdfs-sequences · logllm"], result.OutputLines.Where(line => line.StartsWith("hdfs-sequences", StringComparison.Ordinal)));
        Assert.Contains("hdfs-sequences · logllm", await File.ReadAllTextAsync(Path.Combine(report, "report.md")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "Plan 'PLAN' is empty; it must hold at least one evaluation.")]
    [InlineData("{}", "Plan 'PLAN' cannot be read: ")]
    [InlineData("""[{ "dataset": "bgl", "metods": [] }]""", "Plan 'PLAN' cannot be read: The field 'metods' is not known. It must be an array")]
    [InlineData("""[{ "dataset": "bgl", "train": "x", "protocol": "half", "methods": [] }]""", "Plan 'PLAN' cannot be read: There must be the field 'data' alone, or 'train' and 'test'.")]
    public async Task Evaluate_BadPlan_SaysWhatIsWrong(string json, string message)
    {
        string plan = _folder.Write("plan.json", json);
        CliResult result = await CliRunner.RunAsync("evaluate", "--plan", plan);
        Assert.Equal(2, result.Code);
        Assert.StartsWith("error: " + message.Replace("PLAN", plan, StringComparison.Ordinal), result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_List_NamesEverything()
    {
        CliResult result = await CliRunner.RunAsync("evaluate", "--list");
        Assert.Equal(0, result.Code);
        Assert.All(["hdfs-sequences", "jsonl", "logllm", "deeplog", "decision-tree", "logguardian"], name => Assert.Contains($"  {name} ", result.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--dataset is missing; it must be one of hdfs,")]
    [InlineData("Data set is 'nope'; it must be one of hdfs,", "--dataset", "nope", "--data", "x")]
    [InlineData("Data set is 'nope'; it must be one of hdfs,", "--dataset", "nope")]
    [InlineData("--data is missing; it must be the path of bgl.", "--dataset", "bgl")]
    [InlineData("--data, --train and --test do not go together so;", "--dataset", "bgl", "--train", "x")]
    [InlineData("'nowhere' does not exist; for bgl it must be a file", "--dataset", "bgl", "--data", "nowhere")]
    [InlineData("Protocol is 'nope'; it must be one of logllm,", "--dataset", "hdfs-sequences", "--data", "DATA", "--protocol", "nope")]
    [InlineData("Method is 'nope'; it must be one of all-normal,", "--dataset", "hdfs-sequences", "--data", "DATA", "--method", "nope")]
    [InlineData("--method is given with --plan; the plan says it for each evaluation. Leave one of them out.", "--plan", "x", "--method", "knn")]
    [InlineData("--seeds is '0'; it must be a whole number from 1 to 1000.", "--dataset", "hdfs-sequences", "--data", "DATA", "--seeds", "0")]
    [InlineData("Method 'decision-tree' learns from labels and protocol 'deeplog' gives none", "--dataset", "hdfs-sequences", "--data", "DATA", "--protocol", "deeplog", "--method", "decision-tree")]
    [InlineData("Protocol 'deeplog': trainCount is 4855 and the data have 360 normal units;", "--dataset", "hdfs-sequences", "--data", "DATA", "--protocol", "deeplog", "--method", "length")]
    public async Task Evaluate_BadInput_SaysWhatIsWrong(string message, params string[] args)
    {
        string data = SequenceFile.Write(_folder);
        CliResult result = await CliRunner.RunAsync(["evaluate", .. args.Select(arg => arg == "DATA" ? data : arg)]);
        Assert.Equal(2, result.Code);
        Assert.StartsWith("error: " + message, result.Error, StringComparison.Ordinal);
    }

    private Task<CliResult> Evaluate(params string[] args) =>
        CliRunner.RunAsync(["evaluate", "--dataset", "hdfs-sequences", "--data", SequenceFile.Write(_folder), "--protocol", "half", .. args]);
}
