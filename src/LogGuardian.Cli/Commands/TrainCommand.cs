using System.CommandLine;
using LogGuardian.Training;

namespace LogGuardian.Cli;

/// <summary>Teaches a model from labelled windows what is anomalous.</summary>
internal sealed class TrainCommand : Command
{
    private readonly CliConsole _console;
    private readonly Option<string?> _model = new("--model") { HelpName = "folder|bundle", Required = true, Description = "The model: its folder, as pretrain wrote it; or a bundle without a decoder, or 'default' for the one that comes with the package." };
    private readonly Option<string?> _out = new("--out") { HelpName = "folder", Description = "Where the trained model is kept; a bundle needs it. [default: the model's folder]" };
    private readonly Option<string?> _dataset = new("--dataset") { HelpName = "name", Description = "Kind of the labelled data; 'logguardian evaluate --list' shows the names." };
    private readonly Option<string?> _data = new("--data") { HelpName = "path", Description = "The file, or a folder or archive with the published file names." };
    private readonly Option<string?> _protocol = new("--protocol")
    {
        HelpName = "name|file.json",
        Description = "How the data are divided; the training part of its first split by seed 1 is learned. [default: logllm]",
    };

    private readonly Option<string?> _labels = new("--labels") { HelpName = "file.jsonl", Description = "Instead of --dataset: windows, each a JSON object on a line." };
    private readonly Option<string?> _stages = new("--stages") { HelpName = "joint|stages|published", Description = "All of a small model at once, its three stages one after the other, or LoRA with the stages and rates of LogLLM's authors. [default: joint]" };
    private readonly Option<bool> _fourBit = new("--four-bit") { Description = "With published: keep the matrices of the decoder in 4 bits while it learns (QLoRA), so that more fits beside them. They are rounded by it." };
    private readonly TrainingFlags _flags = new("How often the last stage learns from each window. [default: 3, or more where windows are few; 2 (published)]");

    public TrainCommand(CliConsole console)
        : base("train", "Teach a model from labelled windows what is anomalous, in the stages of LogLLM.")
    {
        _console = console;
        foreach (Option option in new Option[] { _model, _dataset, _data, _protocol, _labels, _out, _stages, _fourBit })
        {
            Add(option);
        }

        _flags.AddTo(this);
        SetAction((parsed, stop) => TrainingWork.SayAsync(() => RunAsync(parsed, stop)));
    }

    private static LogLlmTrainingOptions Stages(string? name, bool fourBit, TrainingSettings settings)
    {
        var loop = new LoopOptions { Seed = settings.Seed, Threads = settings.Threads };
        LogLlmTrainingOptions options = name switch
        {
            null or "joint" => FastStages.Of(loop) with { AtOnce = true },
            "stages" => FastStages.Of(loop),
            "published" => new LogLlmTrainingOptions { EncoderLora = new LoraOptions { Rank = 4, Alpha = 32, Dropout = 0.01 }, DecoderLora = new LoraOptions { FourBit = fourBit }, Loop = loop },
            _ => throw new CliException($"--stages is '{name}'; it must be joint, stages or published."),
        };
        if (fourBit && options.DecoderLora is null)
        {
            throw new CliException($"--four-bit is given with --stages {name ?? "joint"}, where all weights learn; what is in 4 bits cannot. Add --stages published, or leave it out.");
        }

        return settings.Epochs is { } epochs ? options with { Whole = options.Whole with { Epochs = epochs, LeastSteps = 0 } } : options;
    }

    private async Task RunAsync(ParseResult parsed, CancellationToken stop)
    {
        string from = parsed.GetRequiredValue(_model)!;
        string folder = ModelFolder.Of(from, parsed.GetValue(_out));
        TrainingSettings settings = _flags.Read(parsed, folder, "train");
        LogLlmTrainingOptions options = Stages(parsed.GetValue(_stages), parsed.GetValue(_fourBit), settings);
        (string? dataset, string? data, string? labels) = (parsed.GetValue(_dataset), parsed.GetValue(_data), parsed.GetValue(_labels));
        CheckData(dataset, data, labels, parsed.GetValue(_protocol));
        using var made = new NewFolder(folder, settings.Run);
        using WindowModel model = ModelFolder.Open(from, folder, settings.Device, settings.Resume);
        if (model is PooledModel && parsed.GetValue(_stages) is { } stages)
        {
            throw new CliException($"--stages is '{stages}', but the model has no decoder and learns all at once. Leave it out.");
        }

        TrainingSet set = labels is null
            ? await TrainingInputs.ReadAsync(dataset!, data!, parsed.GetValue(_protocol), model.Message, stop).ConfigureAwait(false)
            : new TrainingSet();
        if (labels is not null)
        {
            await set.AddJsonLinesAsync(labels, model.Message, stop).ConfigureAwait(false);
        }

        TrainingWork.Row(
            _console,
            "learns from",
            $"{set.Windows.Count(window => window.IsAnomaly == false):N0} normal and {set.Windows.Count(window => window.IsAnomaly == true):N0} anomalous windows, {set.Messages.Count:N0} different messages");
        IReadOnlyDictionary<string, double> measured = new Dictionary<string, double>();
        await new TrainingWork(_console, settings, stop)
            .RunAsync([labels ?? data!], async run => measured = model switch
            {
                PooledModel pooled => await PooledTraining.TrainAsync(pooled, set, FastStages.Teaching(new LoopOptions { Seed = settings.Seed, Threads = settings.Threads }, set.Windows.Count, settings.Epochs), run, stop).ConfigureAwait(false),
                TrainableModel decoded => await LogLlmTraining.TrainAsync(decoded, set, options, run, stop).ConfigureAwait(false),
                _ => throw new NotSupportedException(model.GetType().Name),
            })
            .ConfigureAwait(false);
        TrainingWork.Row(_console, "model", $"{folder}");
        TrainingWork.Row(_console, "held back", $"{string.Join(", ", measured.Select(metric => FormattableString.Invariant($"{metric.Key} {metric.Value:0.0000}")))}");
    }

    private static void CheckData(string? dataset, string? data, string? labels, string? protocol)
    {
        if (labels is not null && (dataset ?? data ?? protocol) is not null)
        {
            throw new CliException("--labels is given with --dataset, --data or --protocol; windows must come from one place. Leave one of them out.");
        }

        if (labels is null && (dataset is null || data is null))
        {
            throw new CliException("There is nothing to learn from; it must be --dataset <name> with --data <path>, or --labels <file.jsonl>. Add one of them.");
        }
    }
}
