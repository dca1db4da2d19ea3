using System.Text;
using System.Text.Json;
using LogGuardian.Cli;
using LogGuardian.Tests.Core.Sources;
using LogGuardian.Tests.Training;

namespace LogGuardian.Tests.Cli.Commands;

/// <summary>Commands that make a model, teach it, and write it as a bundle.</summary>
[Collection(TorchTests.Name)]
public sealed class TrainingCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Model => Path.Combine(_folder.Path, "model");

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task PretrainTrainExport_GiveABundleThatScanTakes()
    {
        TorchTests.Require();
        string log = _folder.Write("app.log", GeneratedLog.Write(3_000, faultAt: 2_500));
        CliResult made = await CliRunner.RunAsync(Pretrain(log));
        Assert.Equal((0, ""), (made.Code, made.Error));
        Assert.StartsWith("learns from 300 windows, ", made.OutputLines[0], StringComparison.Ordinal);
        Assert.Contains(made.OutputLines, line => line.StartsWith("words 5: step 5 of 5, loss ", StringComparison.Ordinal));
        Assert.Contains(made.OutputLines, line => line.StartsWith("order loss ", StringComparison.Ordinal));
        Assert.Contains($"model       {Model}", made.OutputLines);
        Assert.True(File.Exists(Path.Combine(Model, "runs", "pretrain", "report.html")));

        string trained = Path.Combine(_folder.Path, "trained");
        CliResult taught = await CliRunner.RunAsync("model", "train", "--model", Model, "--labels", Labels(), "--out", trained, "--threads", "1", "--epochs", "2");
        Assert.Equal((0, ""), (taught.Code, taught.Error));
        Assert.Contains(taught.OutputLines, line => line.StartsWith("whole 2: ", StringComparison.Ordinal) && line.Contains(", validation_f1 ", StringComparison.Ordinal));
        Assert.Matches(@"\nheld back   validation_f1 [01]\.\d{4}, validation_average_precision [01]\.\d{4}\n", taught.Output);
        Assert.False(Directory.Exists(Path.Combine(Model, "runs", "train")));

        string bundle = Path.Combine(_folder.Path, "app.zip");
        string card = _folder.Write("card.md", "Learned from generated lines.");
        CliResult exported = await CliRunner.RunAsync("model", "export", "--model", trained, "--out", bundle, "--fp32", "--name", "app", "--license", "MIT", "--card", card, "--log", log);
        Assert.Equal((0, ""), (exported.Code, exported.Error));
        Assert.Matches("\nhash        [0-9a-f]{64}\n", exported.Output);
        CliResult shown = await CliRunner.RunAsync("model", "inspect", bundle);
        Assert.Equal("app", shown.OutputLines[0]);
        Assert.Contains("card        Learned from generated lines.", shown.OutputLines);
        CliResult scanned = await CliRunner.RunAsync("scan", log, "--warm-up", "1000", "--model", bundle, "--all", "--output", "jsonl");
        Assert.InRange(scanned.Code, 0, 1);
        string[] judged = [.. scanned.OutputLines.Where(line => line.Contains("\"detector\":\"logllm\"", StringComparison.Ordinal))];
        Assert.NotEmpty(judged);
        Assert.All(judged, line => Assert.Contains("\"failure\":null", line, StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task TuneAdaptDistill_GiveModelsThatDiffer()
    {
        TorchTests.Require();
        string log = _folder.Write("app.log", GeneratedLog.Write(1_000));
        Assert.Equal(0, (await CliRunner.RunAsync(Pretrain(log))).Code);
        Assert.Equal(0, (await CliRunner.RunAsync("model", "train", "--model", Model, "--labels", Labels(), "--threads", "1", "--epochs", "2")).Code);

        string tuned = Path.Combine(_folder.Path, "tuned");
        string few = _folder.Write("few.jsonl", string.Concat(File.ReadLines(Labels()).Take(12).Select(line => line + "\n")));
        CliResult tune = await CliRunner.RunAsync("model", "tune", "--model", Model, "--labels", few, "--logs", log, "--out", tuned, "--threads", "1", "--epochs", "2");
        Assert.Equal((0, ""), (tune.Code, tune.Error));
        Assert.Contains(tune.OutputLines, line => line.StartsWith("left out    ", StringComparison.Ordinal));
        Assert.NotEqual(Weights(Model), Weights(tuned));

        string adapted = Path.Combine(_folder.Path, "adapted");
        string other = _folder.Write("other.log", string.Concat(Enumerable.Range(0, 400).Select(i => $"2026-01-01T00:00:{i % 60:00}Z INFO kettle {i} boils, lid {(i % 3 == 0 ? "open" : "shut")}\n")));
        CliResult adapt = await CliRunner.RunAsync("model", "adapt", other, "--model", Model, "--replay", log, "--out", adapted, "--threads", "1", "--epochs", "1");
        Assert.Equal((0, ""), (adapt.Code, adapt.Error));
        Assert.Matches(@"\nwords       loss \d+\.\d{3} before, \d+\.\d{3} after; ", adapt.Output);
        Assert.NotEqual(Weights(Model), Weights(adapted));

        string student = Path.Combine(_folder.Path, "student");
        string bundle = Path.Combine(_folder.Path, "student.zip");
        CliResult distill = await CliRunner.RunAsync("model", "distill", "--model", Model, "--labels", Labels(), "--logs", log, "--out", student, "--encoder", "1x32", "--bundle", bundle, "--threads", "1", "--epochs", "1");
        Assert.Equal((0, ""), (distill.Code, distill.Error));
        Assert.Matches(@"\nheld back   F1 [01]\.\d{4}, the teacher's [01]\.\d{4}; ", distill.Output);
        string faulty = _folder.Write("faulty.log", GeneratedLog.Write(3_000, faultAt: 2_500));
        CliResult scanned = await CliRunner.RunAsync("scan", faulty, "--warm-up", "1000", "--model", bundle, "--all", "--output", "jsonl");
        Assert.InRange(scanned.Code, 0, 1);
        Assert.Contains(scanned.OutputLines, line => line.Contains("\"detector\":\"logllm\"", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task DefaultModel_GetsUsedToLogs_AndBecomesABundle()
    {
        TorchTests.Require();
        string log = _folder.Write("kettle.log", string.Concat(Enumerable.Range(0, 400).Select(i => $"2026-01-01T00:00:{i % 60:00}Z INFO kettle {i} boils, lid {(i % 3 == 0 ? "open" : "shut")}\n")));
        CliResult refused = await CliRunner.RunAsync("model", "adapt", log, "--model", "default");
        Assert.Equal((ExitCode.Error, "error: --model is 'default', a bundle, which stays as it is; --out must name a new folder for what learns on. Add it.\n"), (refused.Code, refused.Error));
        CliResult adapt = await CliRunner.RunAsync("model", "adapt", log, "--model", "default", "--out", Model, "--threads", "1", "--epochs", "1");
        Assert.Equal((0, ""), (adapt.Code, adapt.Error));
        Assert.Matches(@"\nwords       loss \d+\.\d{3} before, \d+\.\d{3} after; ", adapt.Output);
        Assert.DoesNotContain("\norder ", adapt.Output, StringComparison.Ordinal);
        string bundle = Path.Combine(_folder.Path, "used.zip");
        CliResult exported = await CliRunner.RunAsync("model", "export", "--model", Model, "--out", bundle, "--name", "used");
        Assert.Equal((0, ""), (exported.Code, exported.Error));
        Assert.Equal("used", (await CliRunner.RunAsync("model", "inspect", bundle)).OutputLines[0]);
    }

    [SkippableTheory]
    [InlineData("tune", "\nleft out    ")]
    [InlineData("train", "\nheld back   validation_f1 ")]
    public async Task DefaultModel_LearnsOn_AndBecomesABundle(string command, string said)
    {
        TorchTests.Require();
        string labels = _folder.Write("few.jsonl", string.Concat(File.ReadLines(Labels()).Take(12).Select(line => line + "\n")));
        CliResult learned = await CliRunner.RunAsync("model", command, "--model", "default", "--labels", labels, "--out", Model, "--threads", "1", "--epochs", "2");
        Assert.Equal((0, ""), (learned.Code, learned.Error));
        Assert.Contains(said, learned.Output, StringComparison.Ordinal);
        string bundle = Path.Combine(_folder.Path, "mine.zip");
        CliResult exported = await CliRunner.RunAsync("model", "export", "--model", Model, "--out", bundle, "--name", "mine");
        Assert.Equal((0, ""), (exported.Code, exported.Error));
        CliResult shown = await CliRunner.RunAsync("model", "inspect", bundle);
        Assert.Equal("mine", shown.OutputLines[0]);
        Assert.Contains("license     MIT", shown.OutputLines);
        const string Fitted = ", as labels of its system say\n";
        Assert.Contains(Fitted, shown.Output, StringComparison.Ordinal);
        string general = Path.Combine(_folder.Path, "general.zip");
        Assert.Equal(0, (await CliRunner.RunAsync("model", "export", "--model", Model, "--out", general, "--general")).Code);
        Assert.DoesNotContain(Fitted, (await CliRunner.RunAsync("model", "inspect", general)).Output, StringComparison.Ordinal);

        // From a bundle of one's own, too; where it lies, nothing changes.
        byte[] before = File.ReadAllBytes(bundle);
        string again = Path.Combine(_folder.Path, "again");
        CliResult more = await CliRunner.RunAsync("model", command, "--model", bundle, "--labels", labels, "--out", again, "--threads", "1", "--epochs", "1");
        Assert.Equal((0, ""), (more.Code, more.Error));
        Assert.Equal(before, File.ReadAllBytes(bundle));
        CliResult into = await CliRunner.RunAsync("model", command, "--model", bundle, "--labels", labels, "--out", again, "--threads", "1", "--epochs", "1");
        Assert.Equal((2, $"error: --out is '{again}', which is not empty; it must be a new folder. Name another, or leave it out to train the model where it is.\n"), (into.Code, into.Error));
        CliResult staged = await CliRunner.RunAsync("model", "train", "--model", Model, "--labels", labels, "--stages", "joint");
        Assert.Equal((2, "error: --stages is 'joint', but the model has no decoder and learns all at once. Leave it out.\n"), (staged.Code, staged.Error));
    }

    [SkippableTheory]
    [InlineData("tune", "no-such.jsonl")]
    [InlineData("train", "no-such.jsonl")]
    [InlineData("train", "few.jsonl")]
    public async Task FolderOfAModel_ThatNothingWasLearnedIn_Goes(string command, string labels)
    {
        TorchTests.Require();
        _folder.Write("few.jsonl", "{\"messages\": [\"worker ready\"], \"label\": \"normal\"}\n");
        string[] arguments = ["model", command, "--model", "default", "--labels", Path.Combine(_folder.Path, labels), "--out", Model];
        CliResult first = await CliRunner.RunAsync(arguments), second = await CliRunner.RunAsync(arguments);
        Assert.Equal(2, first.Code);
        Assert.False(Directory.Exists(Model));
        Assert.Equal(first, second);
        Assert.DoesNotContain("not empty", second.Error, StringComparison.Ordinal);

        // What was there before stays.
        _folder.Write("model/notes.txt", "mine");
        Assert.Contains("not empty", (await CliRunner.RunAsync(arguments)).Error, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Model, "notes.txt")));
    }

    [SkippableFact]
    public async Task Pretrain_Stopped_GoesOnAndGivesTheSameModel()
    {
        TorchTests.Require();
        string log = _folder.Write("app.log", GeneratedLog.Write(1_000));
        using (var stop = new CancellationTokenSource())
        using (var output = new StoppingStream("words 3: ", stop))
        using (var error = new MemoryStream())
        using (var console = new CliConsole(Stream.Null, output, error))
        {
            Assert.Equal(ExitCode.Stopped, await CliApp.RunAsync(Pretrain(log), console, stop.Token));
            Assert.Equal(
                $"warning: The training was stopped; its last checkpoint is in '{Path.Combine(Model, "runs", "pretrain")}'. Run the same command with --resume to go on.\nerror: Stopped before the end.\n",
                Encoding.UTF8.GetString(error.ToArray()));
        }

        Assert.False(File.Exists(Path.Combine(Model, "training.json")));
        CliResult again = await CliRunner.RunAsync(Pretrain(log));
        Assert.Equal(2, again.Code);
        Assert.Contains("holds a run already; a run begins in a folder of its own. Go on with it by --resume", again.Error, StringComparison.Ordinal);

        CliResult resumed = await CliRunner.RunAsync([.. Pretrain(log), "--resume"]);
        Assert.Equal((0, ""), (resumed.Code, resumed.Error));
        Assert.DoesNotContain(resumed.OutputLines, line => line.StartsWith("words 3: ", StringComparison.Ordinal));
        Assert.Contains(resumed.OutputLines, line => line.StartsWith("words 4: ", StringComparison.Ordinal));

        string other = Path.Combine(_folder.Path, "other");
        Assert.Equal(0, (await CliRunner.RunAsync([.. Pretrain(log).Select(each => each == Model ? other : each)])).Code);
        foreach (string file in (string[])["encoder/model.safetensors", "decoder/model.safetensors", "projector.safetensors", "training.json"])
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(other, file)), File.ReadAllBytes(Path.Combine(Model, file)));
        }
    }

    [SkippableFact]
    public async Task Train_DataSet_LearnsItsTrainingPart()
    {
        TorchTests.Require();
        string data = _folder.Write("data.jsonl", string.Concat(Enumerable.Range(0, 600).Select(i =>
            JsonSerializer.Serialize(new { Content = i % 30 == 7 ? $"volume {i} failed" : $"request {i} done", Label = i % 30 == 7 ? 1 : 0 }) + "\n")));
        string protocol = _folder.Write("mine.json", """{"name": "mine", "window": {"size": 10}, "trainShare": 0.5}""");
        CliResult made = await CliRunner.RunAsync(
            "model", "pretrain", "--dataset", "jsonl", "--data", data, "--protocol", protocol, "--out", Model, "--encoder", "1x32", "--decoder", "1x32", "--vocabulary", "256", "--epochs", "1", "--threads", "1");
        Assert.Equal((0, ""), (made.Code, made.Error));
        Assert.Equal("learns from 30 windows, 2 different messages", made.OutputLines[0]);
        CliResult result = await CliRunner.RunAsync(
            "model", "train", "--model", Model, "--dataset", "jsonl", "--data", data, "--protocol", protocol, "--stages", "published", "--four-bit", "--epochs", "1", "--threads", "1");
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Equal("learns from 20 normal and 10 anomalous windows, 2 different messages", result.OutputLines[0]);

        string bundle = Path.Combine(_folder.Path, "bundle");
        Assert.Equal(0, (await CliRunner.RunAsync("model", "export", "--model", Model, "--out", bundle)).Code);
        CliResult judged = await CliRunner.RunAsync("evaluate", "--dataset", "jsonl", "--data", data, "--protocol", protocol, "--model", bundle, "--method", "logllm-answer,random");
        Assert.Equal(0, judged.Code);
        Assert.Contains(judged.OutputLines, line => line.StartsWith("logllm-answer ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("model pretrain --out m", "error: Words and order are learned from one place; it must be logs, or --dataset <name> with --data <path>. Give one of them.\n")]
    [InlineData("model pretrain a --out m --dataset bgl --data b", "error: Words and order are learned from one place; it must be logs, or --dataset <name> with --data <path>. Give one of them.\n")]
    [InlineData("model pretrain --out m --dataset bgl", "error: Words and order are learned from one place; it must be logs, or --dataset <name> with --data <path>. Give one of them.\n")]
    [InlineData("model pretrain a", "error: Option '--out' is required. Run 'logguardian model pretrain --help'.\n")]
    [InlineData("model pretrain a --out m --encoder 4", "error: --encoder is '4'; it must be layers from 1 to 128, 'x', and a multiple of 32 up to 16384. Write, say, 4x128.\n")]
    [InlineData("model pretrain a --out m --decoder 2x100", "error: --decoder is '2x100'; it must be layers from 1 to 128, 'x', and a multiple of 32 up to 16384. Write, say, 4x128.\n")]
    [InlineData("model pretrain a --out m --vocabulary 9", "error: --vocabulary is '9'; it must be a whole number from 256 to 1000000. Write it without separators.\n")]
    [InlineData("model pretrain a --out m --masks all", "error: --masks is 'all'; it must be logllm, typed, template or none.\n")]
    [InlineData("model pretrain a --out m --device gpu", "error: --device is 'gpu'; it must be cpu, cuda, or cuda:1 for the second GPU.\n")]
    [InlineData("model pretrain a --out m --threads 0", "error: --threads is '0'; it must be a whole number from 1 to 1024. Write it without separators.\n")]
    [InlineData("model pretrain a --out m --epochs 0", "error: --epochs is '0'; it must be a whole number from 1 to 10000. Write it without separators.\n")]
    [InlineData("model pretrain no-such.log --out m", "error: File 'no-such.log' does not exist; it must be a log file. Check the path.\n")]
    [InlineData("model train", "error: Option '--model' is required. Run 'logguardian model train --help'.\n")]
    [InlineData("model train --model m", "error: There is nothing to learn from; it must be --dataset <name> with --data <path>, or --labels <file.jsonl>. Add one of them.\n")]
    [InlineData("model train --model m --dataset bgl", "error: There is nothing to learn from; it must be --dataset <name> with --data <path>, or --labels <file.jsonl>. Add one of them.\n")]
    [InlineData("model train --model m --labels a --data b", "error: --labels is given with --dataset, --data or --protocol; windows must come from one place. Leave one of them out.\n")]
    [InlineData("model train --model m --labels a --stages slow", "error: --stages is 'slow'; it must be joint, stages or published.\n")]
    [InlineData("model train --model m --labels a --four-bit", "error: --four-bit is given with --stages joint, where all weights learn; what is in 4 bits cannot. Add --stages published, or leave it out.\n")]
    [InlineData("model train --model no-such --labels a --out b", "error: --model is 'no-such', which does not exist; it must be the folder of a model. Run 'logguardian model pretrain' first.\n")]
    [InlineData("model train --model no-such --labels a", "error: 'no-such' has no training.json; the folder of a trained model has one. Name the folder that a training wrote, not a bundle.\n")]
    [InlineData("model tune --model m", "error: Option '--labels' is required. Run 'logguardian model tune --help'.\n")]
    [InlineData("model tune --model default --labels a", "error: --model is 'default', a bundle, which stays as it is; --out must name a new folder for what learns on. Add it.\n")]
    [InlineData("model train --model default --labels a", "error: --model is 'default', a bundle, which stays as it is; --out must name a new folder for what learns on. Add it.\n")]
    [InlineData("model adapt --model m", "error: No input is given; it must be a file, or - for standard input. Run 'logguardian model adapt --help'.\n")]
    [InlineData("model export --out b", "error: Option '--model' is required. Run 'logguardian model export --help'.\n")]
    [InlineData("model export --model no-such --out b", "error: 'no-such' has no training.json; the folder of a trained model has one. Name the folder that a training wrote, not a bundle.\n")]
    public async Task RunAsync_BadUsage_IsOneLineAndCode2(string commandLine, string error) =>
        Assert.Equal(new CliResult(2, "", error), await CliRunner.RunAsync(commandLine.Split(' ')));

    [Fact]
    public async Task Pretrain_OverAModel_IsRefused()
    {
        _folder.Write("model/training.json", "{}");
        CliResult result = await CliRunner.RunAsync(Pretrain("a.log"));
        Assert.Equal(new CliResult(2, "", $"error: --out is '{Model}', which holds a model already; it must be a folder without one. Name another, or go on with a run that was stopped by --resume.\n"), result);
    }

    [Fact]
    public async Task Pretrain_EmptyLog_SaysSo()
    {
        CliResult result = await CliRunner.RunAsync(Pretrain(_folder.Write("empty.log", "")));
        Assert.Equal((2, ""), (result.Code, result.Output));
        Assert.StartsWith("error: The inputs hold no windows of log lines; there must be some to learn from.", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Model));
    }

    [Theory]
    [InlineData("model pretrain --help", "--encoder <layersxnumbers>")]
    [InlineData("model train --help", "--stages <joint|stages|published>")]
    [InlineData("model export --help", "--fp32")]
    public async Task RunAsync_Help_ShowsOptionsExamplesAndExitCodes(string commandLine, string option)
    {
        CliResult result = await CliRunner.RunAsync(commandLine.Split(' '));
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains(option, result.Output, StringComparison.Ordinal);
        Assert.Contains("logguardian model export --model shop.model --out shop.zip", result.Output, StringComparison.Ordinal);
        Assert.Contains("\nExit codes:\n  0 ", result.Output, StringComparison.Ordinal);
    }

    private string[] Pretrain(string log) =>
        ["model", "pretrain", log, "--out", Model, "--encoder", "1x32", "--decoder", "1x32", "--vocabulary", "256", "--window", "10", "--epochs", "5", "--threads", "1"];

    private static byte[] Weights(string model) =>
        [.. ((string[])["encoder/model.safetensors", "decoder/model.safetensors", "training.json"]).SelectMany(file => File.ReadAllBytes(Path.Combine(model, file)))];

    private string Labels() => _folder.Write("labels.jsonl", string.Concat(Enumerable.Range(0, 60).Select(i => JsonSerializer.Serialize(new
    {
        messages = (string[])[$"query took {i} ms for 3 rows", i % 3 == 0 ? $"write to volume failed after {i} retries, giving up" : $"run {i} done"],
        label = i % 3 == 0 ? "anomaly" : "normal",
    }) + "\n")));
}
