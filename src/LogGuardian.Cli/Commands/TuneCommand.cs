using System.CommandLine;
using LogGuardian.Training;

namespace LogGuardian.Cli;

/// <summary>Tunes a model with a handful of labelled windows.</summary>
internal sealed class TuneCommand : Command
{
    private readonly CliConsole _console;
    private readonly Option<string?> _model = new("--model") { HelpName = "folder|bundle", Required = true, Description = "The model: its folder, as train wrote it; or a bundle without a decoder, or 'default' for the one that comes with the package." };
    private readonly Option<string?> _labels = new("--labels") { HelpName = "file.jsonl", Required = true, Description = "At most 16 labelled windows, and any number without a label, each a JSON object on a line." };
    private readonly Option<string[]> _logs = new("--logs") { HelpName = "path", Description = "Logs of the system, without labels: most of their windows are normal. May be repeated." };
    private readonly Option<string?> _out = new("--out") { HelpName = "folder", Description = "Where the tuned model is kept; a bundle needs it. [default: the model's folder]" };
    private readonly TrainingFlags _flags = new("The most epochs; how many there are, windows that are left out decide. [default: 30]", isResumable: false);

    public TuneCommand(CliConsole console)
        : base("tune", "Tune a trained model with at most 16 labelled windows.")
    {
        _console = console;
        foreach (Option option in new Option[] { _model, _labels, _logs, _out })
        {
            Add(option);
        }

        _flags.AddTo(this);
        SetAction((parsed, stop) => TrainingWork.SayAsync(() => RunAsync(parsed, stop)));
    }

    private async Task RunAsync(ParseResult parsed, CancellationToken stop)
    {
        string from = parsed.GetRequiredValue(_model)!;
        string labels = parsed.GetRequiredValue(_labels)!;
        string[] logs = parsed.GetValue(_logs) ?? [];
        string folder = ModelFolder.Of(from, parsed.GetValue(_out));
        TrainingSettings settings = _flags.Read(parsed, folder, "tune");
        using var made = new NewFolder(folder, settings.Run);
        using WindowModel model = ModelFolder.Open(from, folder, settings.Device);
        var set = new TrainingSet();
        await set.AddJsonLinesAsync(labels, model.Message, stop).ConfigureAwait(false);
        await TrainingInputs.AddAsync(_console, set, logs, model.Message, stop).ConfigureAwait(false);
        TuningOptions options = new() { Loop = new LoopOptions { Seed = settings.Seed, Threads = settings.Threads, WeightDecay = 0 } };
        options = settings.Epochs is { } epochs ? options with { MaxEpochs = epochs } : options;
        TuningReport? report = null;
        await new TrainingWork(_console, settings, stop)
            .RunAsync([labels, .. logs], async run => report = await FewShotTuning.TuneAsync(model, set, options, run, stop).ConfigureAwait(false))
            .ConfigureAwait(false);
        TrainingWork.Row(_console, "model", $"{folder}");
        TrainingWork.Row(_console, "epochs", $"{report!.Epochs:N0}, chosen by {report.LeftOut} of {report.Labelled} labelled windows");
        TrainingWork.Row(_console, "left out", $"{report.RightBefore} right before, {report.RightAfter} after; loss {report.LossBefore:0.000} before, {report.LossAfter:0.000} after");
    }
}
