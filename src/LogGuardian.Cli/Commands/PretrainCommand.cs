using System.CommandLine;
using LogGuardian.Inference;
using LogGuardian.Training;

namespace LogGuardian.Cli;

/// <summary>Makes a model that knows the words and the order of logs.</summary>
internal sealed class PretrainCommand : Command
{
    private const int MostVocabulary = 1_000_000;
    private readonly CliConsole _console;
    private readonly Argument<string[]> _files = new("logs") { Arity = ArgumentArity.ZeroOrMore, Description = "Logs without labels: files, directories, or - for standard input." };
    private readonly Option<string?> _dataset = new("--dataset") { HelpName = "name", Description = "Instead of logs: kind of the data; 'logguardian evaluate --list' shows the names." };
    private readonly Option<string?> _data = new("--data") { HelpName = "path", Description = "The file, or a folder or archive with the published file names." };
    private readonly Option<string?> _protocol = new("--protocol") { HelpName = "name|file.json", Description = "How the data are divided; the training part is learned, without its labels. [default: logllm]" };
    private readonly Option<string?> _out = new("--out") { HelpName = "folder", Required = true, Description = "The model's folder to write." };
    private readonly Option<string?> _encoder = new("--encoder") { HelpName = "layersxnumbers", Description = "Size of the encoder, which reads messages. [default: 4x128]" };
    private readonly Option<string?> _decoder = new("--decoder") { HelpName = "layersxnumbers", Description = "Size of the decoder, which reads windows. [default: 2x128]" };
    private readonly Option<string?> _vocabulary = new("--vocabulary") { HelpName = "n", Description = "Most tokens of the vocabulary, which is learned from the logs. [default: 4096]" };
    private readonly Option<string?> _masks = new("--masks") { HelpName = "logllm|typed|template|none", Description = "What stands in the place of values. [default: logllm]" };
    private readonly Option<string?> _format = CommonOptions.Format();
    private readonly Option<string[]> _mask = CommonOptions.Mask();
    private readonly Option<string?> _window = CommonOptions.Window();
    private readonly TrainingFlags _flags = new("How often words are learned from each message; order a fifth as often. [default: 10 and 2]");

    public PretrainCommand(CliConsole console)
        : base("pretrain", "Make a model that learned the words and the order of logs without labels.")
    {
        _console = console;
        Add(_files);
        foreach (Option option in new Option[] { _out, _dataset, _data, _protocol, _encoder, _decoder, _vocabulary, _masks, _format, _mask, _window })
        {
            Add(option);
        }

        _flags.AddTo(this);
        SetAction((parsed, stop) => TrainingWork.SayAsync(() => RunAsync(parsed, stop)));
    }

    private async Task RunAsync(ParseResult parsed, CancellationToken stop)
    {
        string folder = parsed.GetRequiredValue(_out)!;
        TrainingSettings settings = _flags.Read(parsed, folder, "pretrain");
        if (!settings.Resume && File.Exists(Path.Combine(folder, "training.json")))
        {
            throw new CliException($"--out is '{folder}', which holds a model already; it must be a folder without one. Name another, or go on with a run that was stopped by --resume.");
        }

        TrainableModelOptions shape = ReadShape(parsed, settings);
        var message = new BundleMessage(TrainingFlags.ReadMasks(parsed, _masks));
        string[] files = parsed.GetValue(_files) ?? [];
        (string? dataset, string? data) = (parsed.GetValue(_dataset), parsed.GetValue(_data));
        if (files.Length > 0 == (dataset is not null) || dataset is null != (data is null))
        {
            throw new CliException("Words and order are learned from one place; it must be logs, or --dataset <name> with --data <path>. Give one of them.");
        }

        TrainingSet set = dataset is null
            ? await ReadAsync(parsed, files, message, stop).ConfigureAwait(false)
            : await TrainingInputs.ReadAsync(dataset, data!, parsed.GetValue(_protocol), message, stop).ConfigureAwait(false);
        if (set.Windows.Count == 0)
        {
            throw new CliException("The inputs hold no windows of log lines; there must be some to learn from. Check the paths, and --window against a line of the log.");
        }

        TrainingWork.Row(_console, "learns from", $"{set.Windows.Count:N0} windows, {set.Messages.Count:N0} different messages");
        using var model = TrainableModel.Create(folder, set, shape, message);
        await new TrainingWork(_console, settings, stop).RunAsync(data is null ? files : [data], run => LogLlmTraining.PretrainAsync(model, set, Stages(settings), run, stop)).ConfigureAwait(false);
        TrainingWork.Row(_console, "model", $"{folder}");
    }

    private async Task<TrainingSet> ReadAsync(ParseResult parsed, string[] files, BundleMessage message, CancellationToken stop)
    {
        var set = new TrainingSet();
        await set.AddAsync(TrainingInputs.WindowsAsync(_console, files, Reader, stop), message, null, stop).ConfigureAwait(false);
        return set;

        AnomalyDetector Reader() => Detectors.BuildWindows(
            CommonOptions.ReadFormat(parsed.GetValue(_format)),
            CommonOptions.ReadMasks(parsed.GetValue(_mask)),
            parsed.GetValue(_window) is { } text ? WindowSpec.Parse(text) : WindowSpec.Default);
    }

    private TrainableModelOptions ReadShape(ParseResult parsed, TrainingSettings settings) => new()
    {
        Encoder = ShapeSpec.Encoder("--encoder", parsed.GetValue(_encoder) ?? "4x128"),
        Decoder = ShapeSpec.Decoder("--decoder", parsed.GetValue(_decoder) ?? "2x128"),
        Vocabulary = TrainingFlags.Whole(parsed, _vocabulary, 256, MostVocabulary) ?? 4096,
        Device = settings.Device,
        Seed = settings.Seed,
    };

    private static LogLlmTrainingOptions Stages(TrainingSettings settings)
    {
        var options = new LogLlmTrainingOptions { MaxRepeats = TrainingInputs.MostRepeats, Loop = new LoopOptions { Seed = settings.Seed, Threads = settings.Threads } };
        return settings.Epochs is not { } epochs ? options with { Words = options.Words with { LeastSteps = FastStages.LeastOfWords } } : options with
        {
            Words = options.Words with { Epochs = epochs },
            Order = options.Order with { Epochs = Math.Max(1, epochs / 5) },
        };
    }
}
