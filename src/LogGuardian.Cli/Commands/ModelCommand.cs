using System.CommandLine;
using LogGuardian.Inference;

namespace LogGuardian.Cli;

/// <summary>Shows, checks, measures, trains and exports models.</summary>
internal sealed class ModelCommand : Command
{
    private readonly CliConsole _console;

    public ModelCommand(CliConsole console)
        : base("model", "Show, check or measure a model bundle; train a model, and export it as one.")
    {
        _console = console;
        Add(Inspect());
        Add(Verify());
        Add(Bench());
        Add(new PretrainCommand(console));
        Add(new TrainCommand(console));
        Add(new SuggestCommand(console));
        Add(new TuneCommand(console));
        Add(new AdaptCommand(console));
        Add(new DistillCommand(console));
        Add(new ExportCommand(console));
    }

    private static Argument<string> Bundle() => new("bundle") { Description = "A folder or a zip with a manifest.json, or 'default' for the bundle that comes with the tool." };

    private static Option<string?> Provider() => new("--provider")
    {
        HelpName = "cpu|cuda|tensorrt|directml|coreml",
        Description = "What runs the models. [default: cpu]",
    };

    private static ModelBundle Open(string path, string? provider)
    {
        try
        {
            return CommonOptions.OpenBundle(path, new ModelOptions { Provider = provider ?? "cpu" });
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new CliException($"--provider is '{provider}'; it must be cpu, cuda, tensorrt, directml or coreml.");
        }
    }

    /// <summary>What is wrong with a bundle, or with what runs it, is said as it is.</summary>
    private static async Task<int> SayAsync(Func<Task> act)
    {
        try
        {
            await act().ConfigureAwait(false);
            return ExitCode.Success;
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or IOException or UnauthorizedAccessException && e is not LogSourceException)
        {
            throw new CliException(e.Message, e);
        }
    }

    private Command Inspect()
    {
        Argument<string> path = Bundle();
        var command = new Command("inspect", "Show the manifest of a bundle, its files, and the inputs and outputs of its models.") { path };
        command.SetAction(parsed => SayAsync(() =>
        {
            using ModelBundle bundle = Open(parsed.GetRequiredValue(path), null);
            ModelCard.Show(_console.Ink, bundle);
            return Task.CompletedTask;
        }));
        return command;
    }

    private Command Verify()
    {
        Argument<string> path = Bundle();
        Option<string?> provider = Provider();
        var command = new Command("verify", "Check all of a bundle, and load every model.") { path, provider };
        command.SetAction(parsed => SayAsync(() =>
        {
            using ModelBundle bundle = Open(parsed.GetRequiredValue(path), parsed.GetValue(provider));
            bundle.Verify();
            _console.Ink.WriteLine(
                new Piece("ok ", Tone.Good),
                new Piece(FormattableString.Invariant($"{SafeText.OneLine(bundle.Manifest.Name)}: {bundle.Manifest.Files.Count} files, {bundle.Models.Count} models, {bundle.Hash}")));
            return Task.CompletedTask;
        }));
        return command;
    }

    private Command Bench()
    {
        Argument<string> path = Bundle();
        Option<string?> provider = Provider();
        Option<string?> log = new("--log") { HelpName = "path", Description = "A log whose first lines are encoded, instead of made ones." };
        Option<string?> seconds = new("--seconds") { HelpName = "n", Description = "How long each figure is measured. [default: 2]" };
        var command = new Command("bench", "Measure how fast a bundle's models are, and what memory they take.") { path, provider, log, seconds };
        command.SetAction((parsed, stop) => SayAsync(async () =>
        {
            int length = parsed.GetValue(seconds) is { } text ? Numbers.Whole("--seconds", text, 1, ModelBench.MostSeconds) : ModelBench.DefaultSeconds;
            ILogSource? source = parsed.GetValue(log) is { } input ? new Inputs(_console).Open(input) : null;
            await new ModelBench(_console.Ink, TimeSpan.FromSeconds(length)).RunAsync(() => Open(parsed.GetRequiredValue(path), parsed.GetValue(provider)), source, stop).ConfigureAwait(false);
        }));
        return command;
    }
}
