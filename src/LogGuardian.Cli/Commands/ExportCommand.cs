using System.CommandLine;
using LogGuardian.Training;

namespace LogGuardian.Cli;

/// <summary>Writes a trained model as a bundle.</summary>
internal sealed class ExportCommand : Command
{
    private readonly CliConsole _console;
    private readonly Option<string?> _model = new("--model") { HelpName = "folder", Required = true, Description = "The model's folder, as train wrote it." };
    private readonly Option<string?> _out = new("--out") { HelpName = "bundle", Required = true, Description = "The bundle to write: a folder, or a zip when it ends in .zip. A bundle that is there is replaced." };
    private readonly Option<bool> _fp32 = new("--fp32") { Description = "Keep all numbers as they are, instead of whole numbers of eight bits." };
    private readonly Option<bool> _general = new("--general") { Description = "For other systems than those whose labels it learned: what its answer is worth there, their normal windows say." };
    private readonly Option<string?> _name = new("--name") { HelpName = "text", Description = "What the model is called. [default: what the model says]" };
    private readonly Option<string?> _license = new("--license") { HelpName = "text", Description = "The license of its weights. [default: what the model says]" };
    private readonly Option<string?> _card = new("--card") { HelpName = "file", Description = "A text that says what it was trained on and what it is good for. [default: what the model says]" };
    private readonly Option<string?> _log = new("--log") { HelpName = "path", Description = "A log on whose windows the bundle is compared with the model. [default: lines of common programs]" };

    public ExportCommand(CliConsole console)
        : base("export", "Write a trained model as a bundle, which scan and the other commands take by --model.")
    {
        _console = console;
        foreach (Option option in new Option[] { _model, _out, _fp32, _general, _name, _license, _card, _log })
        {
            Add(option);
        }

        SetAction((parsed, stop) => TrainingWork.SayAsync(() => RunAsync(parsed, stop)));
    }

    private async Task RunAsync(ParseResult parsed, CancellationToken stop)
    {
        string path = parsed.GetRequiredValue(_out)!;
        string? card = parsed.GetValue(_card) is { } file ? await File.ReadAllTextAsync(file, stop).ConfigureAwait(false) : null;
        using WindowModel model = WindowModel.Open(parsed.GetRequiredValue(_model)!);
        model.Card = model.Card with
        {
            Name = parsed.GetValue(_name) ?? model.Card.Name,
            License = parsed.GetValue(_license) ?? model.Card.License,
            Text = card ?? model.Card.Text,
        };
        TrainingSet? sample = null;
        if (parsed.GetValue(_log) is { } log)
        {
            sample = new TrainingSet();
            await TrainingInputs.AddAsync(_console, sample, [log], model.Message, stop).ConfigureAwait(false);
        }

        ExportReport report = await ModelExport.WriteAsync(model, path, new ModelExportOptions { Quantized = !parsed.GetValue(_fp32), General = parsed.GetValue(_general), Sample = sample }, stop).ConfigureAwait(false);
        TrainingWork.Row(_console, "bundle", $"{path}");
        TrainingWork.Row(_console, "hash", $"{report.Hash}");
        TrainingWork.Row(_console, "vectors", $"off by {report.VectorDifference:g2} at most, cosine {report.LeastCosine:0.00000} at least");
        TrainingWork.Row(_console, "log-odds", $"off by {report.LogOddsDifference:g2} at most");
    }
}
