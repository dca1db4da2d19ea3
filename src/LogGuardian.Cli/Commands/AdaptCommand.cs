using System.CommandLine;
using LogGuardian.Training;

namespace LogGuardian.Cli;

/// <summary>Gets a model used to the logs of another system.</summary>
internal sealed class AdaptCommand : Command
{
    private readonly CliConsole _console;
    private readonly Argument<string[]> _files = new("logs") { Arity = ArgumentArity.OneOrMore, Description = "Logs of the new system, without labels." };
    private readonly Option<string?> _model = new("--model") { HelpName = "folder|bundle", Required = true, Description = "The model: its folder, as train wrote it; or a bundle without a decoder, or 'default' for the one that comes with the package." };
    private readonly Option<string[]> _replay = new("--replay") { HelpName = "path", Description = "Older logs, which must not be forgotten. May be repeated." };
    private readonly Option<string?> _labels = new("--replay-labels") { HelpName = "file.jsonl", Description = "Older windows with labels, each a JSON object on a line." };
    private readonly Option<string?> _out = new("--out") { HelpName = "folder", Description = "Where the adapted model is kept; a bundle needs it. [default: the model's folder]" };
    private readonly TrainingFlags _flags = new("How often words and order are learned; order needs a decoder. [default: as the package sets it]", isResumable: false);

    public AdaptCommand(CliConsole console)
        : base("adapt", "Get a trained model used to the logs of another system, without labels.")
    {
        _console = console;
        Add(_files);
        foreach (Option option in new Option[] { _model, _replay, _labels, _out })
        {
            Add(option);
        }

        _flags.AddTo(this);
        SetAction((parsed, stop) => TrainingWork.SayAsync(() => RunAsync(parsed, stop)));
    }

    private async Task RunAsync(ParseResult parsed, CancellationToken stop)
    {
        string from = parsed.GetRequiredValue(_model)!;
        string[] files = parsed.GetRequiredValue(_files);
        string[] older = parsed.GetValue(_replay) ?? [];
        string folder = ModelFolder.Of(from, parsed.GetValue(_out));
        TrainingSettings settings = _flags.Read(parsed, folder, "adapt");
        using var made = new NewFolder(folder, settings.Run);
        using WindowModel model = ModelFolder.Open(from, folder, settings.Device);
        var set = new TrainingSet();
        var replay = new TrainingSet();
        await TrainingInputs.AddAsync(_console, set, files, model.Message, stop).ConfigureAwait(false);
        TrainingInputs.Require(set, "The input");
        await TrainingInputs.AddAsync(_console, replay, older, model.Message, stop).ConfigureAwait(false);
        if (parsed.GetValue(_labels) is { } labels)
        {
            await replay.AddJsonLinesAsync(labels, model.Message, stop).ConfigureAwait(false);
        }

        AdaptationOptions options = new();
        options = options with { Loop = options.Loop with { Seed = settings.Seed, Threads = settings.Threads } };
        if (settings.Epochs is { } epochs)
        {
            options = options with { Words = options.Words with { Epochs = epochs }, Order = options.Order with { Epochs = epochs } };
        }

        AdaptationReport? report = null;
        await new TrainingWork(_console, settings, stop)
            .RunAsync([.. files, .. older], async run => report = await DomainAdaptation.AdaptAsync(model, set, replay, options, run, stop).ConfigureAwait(false))
            .ConfigureAwait(false);
        TrainingWork.Row(_console, "model", $"{folder}");
        TrainingWork.Row(_console, "words", $"loss {report!.WordLossBefore:0.000} before, {report.WordLossAfter:0.000} after; {100 * report.UnknownTokens:0.0} % of tokens are unknown");
        if (report.OrderLossBefore is not null)
        {
            TrainingWork.Row(_console, "order", $"loss {report.OrderLossBefore:0.000} before, {report.OrderLossAfter:0.000} after");
        }

        if (replay.Windows.Count > 0)
        {
            TrainingWork.Row(_console, "answers", $"{100 * report.ChangedAnswers:0.0} % of those about older windows changed");
        }
    }
}
