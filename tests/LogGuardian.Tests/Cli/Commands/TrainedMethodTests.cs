using System.Globalization;
using System.Text.Json;
using LogGuardian.Evaluation;
using LogGuardian.Tests.Core.Sources;
using LogGuardian.Tests.Evaluation.Running;
using LogGuardian.Tests.Training;

namespace LogGuardian.Tests.Cli.Commands;

/// <summary>An evaluation whose methods train LogLLM.</summary>
[Collection(TorchTests.Name)]
public sealed class TrainedMethodTests : IDisposable
{
    private const string Tiny = "--train-encoder 1x32 --train-decoder 1x32 --train-messages 12";
    private static readonly string[] Words = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Evaluate_Variants_TrainAsTheirNamesSay()
    {
        TorchTests.Require();
        EvaluationReport report = await Report(
            $"--dataset jsonl --data {Lines()} --protocol {Protocol()} --method logllm-stages,logllm-joint,logllm-without-1,logllm-without-2,logllm-without-3,logllm-student,logllm-pooled --train-epochs 2 {Tiny}");
        const string Before = "words 200, order 2";
        (string Method, string Steps)[] expected =
        [
            ("logllm-stages", $"207 ({Before}, template 1, projection 1, embedding 1, whole 2)"),
            ("logllm-joint", $"207 ({Before}, whole 5)"),
            ("logllm-without-1", $"206 ({Before}, projection 1, embedding 1, whole 2)"),
            ("logllm-without-2", $"205 ({Before}, template 1, whole 2)"),
            ("logllm-without-3", $"205 ({Before}, template 1, projection 1, embedding 1)"),
            ("logllm-student", $"409 ({Before}, template 1, projection 1, embedding 1, whole 2, vectors 200, answers 2)"),
            ("logllm-pooled", $"409 ({Before}, template 1, projection 1, embedding 1, whole 2, vectors 200, answers 2)"),
        ];
        EvaluationResult[] trained = [.. report.Results.Where(result => result.Parameters.Count > 0)];
        Assert.Equal(expected, trained.Select(result => (result.Method, result.Parameters["steps"])));
        Assert.All(trained, result => Assert.Equal(
            "encoder 1x32, decoder 1x32, 12 messages masked by LogLlm, 2 epochs of at most 16000 windows, rate 0.0007, dropout 0, edits 0, cpu", result.Parameters["model"]));
        Assert.Equal(trained.Length, trained.DistinctBy(result => (result.Metrics.RocAuc, result.Metrics.CalibrationError)).Count());
        Assert.Contains("steps: 207 (", report.ToMarkdown(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Evaluate_BundleThatLearnsOn_IsToldNoLabelsSixteenOrAll()
    {
        TorchTests.Require();
        Func<string, EvaluationResult> of = await LearnedOn("logllm-answer,logllm-adapted,logllm-tuned,logllm-taught");
        EvaluationResult tuned = of("logllm-tuned"), taught = of("logllm-taught");
        Assert.Matches("^word_loss_before [0-9.]+, word_loss_after [0-9.]+$", of("logllm-adapted").Parameters["held back"]);
        Assert.Equal(0, of("logllm-adapted").Metrics.Confusion.FalsePositives);
        Assert.Contains("left_out 16.0000", tuned.Parameters["held back"], StringComparison.Ordinal);
        Assert.Contains("validation_f1 ", taught.Parameters["held back"], StringComparison.Ordinal);
        Assert.StartsWith("default ", tuned.Parameters["model"], StringComparison.Ordinal);
        Assert.EndsWith(", 12 epochs, edits 0, cpu", taught.Parameters["model"], StringComparison.Ordinal);
        Assert.InRange(taught.Metrics.Confusion.F1, 0.9, 1);
        Assert.InRange(tuned.Metrics.AveragePrecision!.Value, of("logllm-answer").Metrics.AveragePrecision!.Value - 0.01, 1);
        Assert.InRange(tuned.Metrics.Confusion.F1, 0.8, 1);
    }

    [SkippableFact]
    public async Task Evaluate_DefaultDetectorsWithABundleThatLearnsOn_JoinWhatBothSay()
    {
        TorchTests.Require();
        Func<string, EvaluationResult> of = await LearnedOn("logguardian-adapted,logguardian-tuned,logguardian-taught,logllm-taught");
        EvaluationResult taught = of("logguardian-taught"), alone = of("logllm-taught");
        Assert.Equal(alone.Parameters["held back"], taught.Parameters["held back"]);
        Assert.InRange(taught.Metrics.Confusion.F1, 0.9, 1);
        Assert.InRange(of("logguardian-tuned").Metrics.Confusion.F1, 0.8, 1);

        // Without a label every failure of the training part is learned as usual.
        Assert.InRange(of("logguardian-adapted").Metrics.Confusion.F1, 0, 0.2);
        Assert.Equal((false, true), (taught.Metrics.CalibrationError is not null, alone.Metrics.CalibrationError is not null));
    }

    [SkippableFact]
    public async Task Evaluate_FailuresThatAWordTells_AreFound()
    {
        TorchTests.Require();
        EvaluationReport report = await Report(
            $"--dataset jsonl --data {Lines(2_400)} --protocol {Protocol(window: 4)} --method logllm-stages --train-epochs 10 --train-rate 0.005 {Tiny}");
        double F1(string method) => report.Results.Single(result => result.Method == method).Metrics.Confusion.F1;
        Assert.InRange(F1("logllm-stages"), 0.9, 1);
        Assert.InRange(F1("random"), 0, 0.5);
        EvaluationResult trained = report.Results[0];
        Assert.Equal((true, true), (trained.TrainingSeconds > 0, trained.Audit!.UnseenF1 > 0.9));
    }

    [SkippableFact]
    public async Task Evaluate_SplitsSideBySide_GiveTheSameAsOneAfterTheOther()
    {
        TorchTests.Require();
        _folder.Write("templates.csv", "EventId,EventTemplate\n" + string.Concat(Enumerable.Range(1, 9).Select(id => $"E{id},step {Words[id]} was taken here\n")));
        string options = $"--dataset hdfs-sequences --data {SequenceFile.Write(_folder)} --protocol half --seeds 2 --edits 0.9 --method logllm-stages --train-epochs 1 --train-samples 60 --train-edits 0.3 {Tiny}";
        EvaluationResult[] alone = await Trained(options), together = await Trained(options + " --jobs 2");
        Assert.Equal(["seed 1", "seed 2"], alone.Select(result => result.Split));
        Assert.Equal(alone.Select(Figures), together.Select(Figures));
        Assert.NotEqual(Figures(alone[0]), Figures(alone[1]));

        // Words change in the test part alone: what was trained is the same.
        EvaluationResult[] asTrained = await Trained(options.Replace("--edits 0.9", "--edits 0", StringComparison.Ordinal));
        Assert.Equal(alone.Select(result => result.Parameters["held back"]), asTrained.Select(result => result.Parameters["held back"]));
        Assert.NotEqual(alone.Select(Figures), asTrained.Select(Figures));
        EvaluationResult other = Assert.Single(await Trained(options.Replace("--seeds 2", "--seeds 1 --seed 2", StringComparison.Ordinal)));
        Assert.Equal(Figures(alone[1]), Figures(other));
    }

    [SkippableFact]
    public async Task Evaluate_OtherSettings_AreMeasuredAnew()
    {
        TorchTests.Require();
        string options = $"--dataset jsonl --data {Lines()} --protocol {Protocol()} --method logllm-without-3 {Tiny}";
        string first = (await Trained(options))[0].Parameters["model"];
        string second = (await Trained(options + " --train-rate 0.001"))[0].Parameters["model"];
        Assert.Contains("rate 0.0007", first, StringComparison.Ordinal);
        Assert.Contains("rate 0.001", second, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Evaluate_WithDropout_LearnsOtherWeights()
    {
        TorchTests.Require();
        string options = $"--dataset jsonl --data {Lines()} --protocol {Protocol()} --method logllm-joint --train-epochs 2 {Tiny}";
        EvaluationResult plain = (await Trained(options))[0], dropped = (await Trained(options + " --train-dropout 0.5"))[0];
        Assert.Contains("dropout 0.5", dropped.Parameters["model"], StringComparison.Ordinal);
        Assert.NotEqual(Figures(plain), Figures(dropped));
    }

    [SkippableFact]
    public async Task Evaluate_ChosenWindowsLackAClass_LeavesTheMethodOut()
    {
        TorchTests.Require();

        // Incidents that read like windows before them are none of those that are worth a label.
        string data = _folder.Write("alike.jsonl", string.Concat(Enumerable.Range(0, 2_400).Select(i =>
            JsonSerializer.Serialize(new { Content = (i % 3) switch { 0 => "request done", 1 => "cache warm", _ => "session opened" }, Label = i % 600 > 597 ? 1 : 0 }) + "\n")));
        string folder = Path.Combine(_folder.Path, "report");
        CliResult result = await CliRunner.RunAsync(
            [.. $"evaluate --dataset jsonl --data {data} --protocol {Protocol(window: 4)} --model default --method logllm-tuned,logllm-taught --train-epochs 1 --report {folder}".Split(' ')]);
        Assert.Equal(0, result.Code);
        Assert.Contains("logllm-tuned is left out: All 3 labelled windows are normal, and the model takes none of the 0 unlabelled ones for anomalous. Label at least one that is anomalous.", result.Error, StringComparison.Ordinal);
        EvaluationReport report = await EvaluationReport.LoadAsync(Path.Combine(folder, EvaluationReport.JsonName));
        Assert.Equal("logllm-taught", Assert.Single(report.Results, method => method.Parameters.Count > 0).Method);
    }

    [SkippableFact]
    public async Task Evaluate_OneClassAlone_SaysWhatIsMissing()
    {
        TorchTests.Require();
        string data = _folder.Write("normal.jsonl", string.Concat(Enumerable.Range(0, 200).Select(i => JsonSerializer.Serialize(new { Content = $"request {i} done", Label = 0 }) + "\n")));
        CliResult result = await CliRunner.RunAsync([.. $"evaluate --dataset jsonl --data {data} --protocol {Protocol()} --method logllm-joint {Tiny}".Split(' ')]);
        Assert.Equal(2, result.Code);
        Assert.StartsWith("error: The set has 0 anomalous windows among 10 labelled ones; it must have at least 2 of each class.", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--train-encoder 4", "--train-encoder is '4'; it must be layers from 1 to 128, 'x', and a multiple of 32 up to 16384. Write, say, 4x128.")]
    [InlineData("--train-decoder 0x32", "--train-decoder is '0x32'; it must be layers from 1 to 128, 'x', and a multiple of 32 up to 16384. Write, say, 4x128.")]
    [InlineData("--train-epochs 0", "--train-epochs is '0'; it must be a whole number from 1 to 10000. Write it without separators.")]
    [InlineData("--train-samples many", "--train-samples is 'many'; it must be a whole number from 1 to 16000000. Write it without separators.")]
    [InlineData("--train-messages 5000", "--train-messages is '5000'; it must be a whole number from 1 to 4096. Write it without separators.")]
    [InlineData("--train-rate 0", "--train-rate is '0'; it must be a number above 0, at most 1, such as 7e-4.")]
    [InlineData("--train-dropout 1", "--train-dropout is '1'; it must be a share from 0 to 0.9, such as 0.1.")]
    [InlineData("--train-edits 1.5", "--train-edits is '1.5'; it must be a share from 0 to 1, such as 0.3.")]
    [InlineData("--train-edits 0,3", "--train-edits is '0,3'; it must be a share from 0 to 1, such as 0.3.")]
    [InlineData("--train-masks all", "--train-masks is 'all'; it must be logllm, typed, template or none.")]
    [InlineData("--train-device gpu", "--train-device is 'gpu'; it must be cpu, cuda, or cuda:1 for the second GPU.")]
    [InlineData("--protocol deeplog", "Method 'logllm-stages' learns from labels and protocol 'deeplog' gives none (trainingLabels is false). Leave the method out, or take another protocol.")]
    public async Task Evaluate_BadUsage_IsOneLineAndCode2(string option, string error) => Assert.Equal(
        new CliResult(2, "", $"error: {error}\n"),
        await CliRunner.RunAsync([.. $"evaluate --dataset hdfs-sequences --data {SequenceFile.Write(_folder)} --method logllm-stages {option}".Split(' ')]));

    [Fact]
    public async Task List_SaysWhichMethodsTrain() =>
        Assert.Contains((await CliRunner.RunAsync("evaluate", "--list")).OutputLines, line => line.StartsWith("  logllm-stages ", StringComparison.Ordinal) && line.Contains("  trains LogLLM ", StringComparison.Ordinal));

    private static string Figures(EvaluationResult result) =>
        string.Create(CultureInfo.InvariantCulture, $"{result.Metrics.RocAuc} {result.Metrics.CalibrationError} {result.Parameters["held back"]}");

    private async Task<EvaluationResult[]> Trained(string options) =>
        [.. (await Report(options)).Results.Where(result => result.Parameters.Count > 0).OrderBy(result => result.Split, StringComparer.Ordinal)];

    /// <summary>What methods by which the default model learns on come to, by their names.</summary>
    private async Task<Func<string, EvaluationResult>> LearnedOn(string methods)
    {
        EvaluationReport report = await Report($"--dataset jsonl --data {Lines(2_400)} --protocol {Protocol(window: 4)} --model default --method {methods} --train-epochs 12");
        return method => report.Results.Single(result => result.Method == method);
    }

    private async Task<EvaluationReport> Report(string options)
    {
        string folder = Path.Combine(_folder.Path, "report");
        CliResult result = await CliRunner.RunAsync([.. $"evaluate {options} --report {folder}".Split(' ')]);
        Assert.Equal((0, ""), (result.Code, result.Error));
        return await EvaluationReport.LoadAsync(Path.Combine(folder, EvaluationReport.JsonName));
    }

    private string Protocol(int window = 10) => _folder.Write("mine.json", $$"""{"name": "mine", "window": {"size": {{window}}}, "trainShare": 0.5}""");

    private string Lines(int count = 600)
    {
        var random = new Random(1);
        return _folder.Write("data.jsonl", string.Concat(Enumerable.Range(0, count).Select(i =>
        {
            bool isAnomaly = i % 30 == 7;
            string other = random.Next(3) switch { 0 => $"request {i} done", 1 => $"cache {i} warm", _ => $"session {i} opened" };
            return JsonSerializer.Serialize(new { Content = isAnomaly ? $"volume {i} failed" : other, Label = isAnomaly ? 1 : 0 }) + "\n";
        })));
    }
}
