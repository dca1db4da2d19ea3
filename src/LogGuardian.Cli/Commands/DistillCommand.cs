using System.CommandLine;
using LogGuardian.Training;

namespace LogGuardian.Cli;

/// <summary>Teaches a small model what a large one knows.</summary>
internal sealed class DistillCommand : Command
{
    private const string NoDecoder = "none";
    private readonly CliConsole _console;
    private readonly Option<string?> _model = new("--model") { HelpName = "folder", Required = true, Description = "The teacher's folder, as train wrote it." };
    private readonly Option<string?> _out = new("--out") { HelpName = "folder", Required = true, Description = "The student's folder to write." };
    private readonly Option<string?> _labels = new("--labels") { HelpName = "file.jsonl", Description = "Windows with or without labels, each a JSON object on a line." };
    private readonly Option<string[]> _logs = new("--logs") { HelpName = "path", Description = "Logs on whose windows the student learns the teacher's answers. May be repeated." };
    private readonly Option<string?> _encoder = new("--encoder") { HelpName = "layersxnumbers", Description = "Size of the student's encoder. [default: 2x64]" };
    private readonly Option<string?> _decoder = new("--decoder") { HelpName = "layersxnumbers|none", Description = "Size of its decoder; none joins the evidence of messages instead. [default: none]" };
    private readonly Option<string?> _bundle = new("--bundle") { HelpName = "folder|zip", Description = "Where the student is written as a bundle, too." };
    private readonly TrainingFlags _flags = new("How often answers are learned. [default: as the package sets it]");

    public DistillCommand(CliConsole console)
        : base("distill", "Teach a small model what a large one says.")
    {
        _console = console;
        foreach (Option option in new Option[] { _model, _out, _labels, _logs, _encoder, _decoder, _bundle })
        {
            Add(option);
        }

        _flags.AddTo(this);
        SetAction((parsed, stop) => TrainingWork.SayAsync(() => RunAsync(parsed, stop)));
    }

    private async Task RunAsync(ParseResult parsed, CancellationToken stop)
    {
        string folder = parsed.GetRequiredValue(_out)!;
        string[] logs = parsed.GetValue(_logs) ?? [];
        string? labels = parsed.GetValue(_labels);
        string decoder = parsed.GetValue(_decoder) ?? NoDecoder;
        string? bundle = parsed.GetValue(_bundle);
        TrainingSettings settings = _flags.Read(parsed, folder, "distill");
        using var teacher = TrainableModel.Open(parsed.GetRequiredValue(_model)!, settings.Device);
        var set = new TrainingSet();
        if (labels is not null)
        {
            await set.AddJsonLinesAsync(labels, teacher.Message, stop).ConfigureAwait(false);
        }

        await TrainingInputs.AddAsync(_console, set, logs, teacher.Message, stop).ConfigureAwait(false);
        TrainingInputs.Require(set, "--labels and --logs together");
        EncoderShape encoder = ShapeSpec.Encoder("--encoder", parsed.GetValue(_encoder) ?? "2x64") with { MaxTokens = teacher.Encoder.MaxTokens };
        var options = new DistillationOptions();
        options = options with { Loop = options.Loop with { Seed = settings.Seed, Threads = settings.Threads } };
        options = options with { Answers = settings.Epochs is { } epochs ? options.Answers with { Epochs = epochs } : options.Answers with { LeastSteps = FastStages.LeastOfWhole } };
        using WindowModel student = decoder == NoDecoder
            ? PooledModel.Create(folder, teacher, new PooledModelOptions { Encoder = encoder, Seed = settings.Seed, Device = settings.Device })
            : TrainableModel.Create(folder, teacher, new TrainableModelOptions { Encoder = encoder, Decoder = ShapeSpec.Decoder("--decoder", decoder), Seed = settings.Seed, Device = settings.Device });
        DistillationReport? report = null;
        await new TrainingWork(_console, settings, stop)
            .RunAsync(new[] { labels }.Concat(logs).OfType<string>(), async run => report = await Distillation.DistillAsync(teacher, student, set, options, run, stop).ConfigureAwait(false))
            .ConfigureAwait(false);
        if (bundle is not null)
        {
            await ModelExport.WriteAsync(student, bundle, new ModelExportOptions { Sample = set }, stop).ConfigureAwait(false);
            TrainingWork.Row(_console, "bundle", $"{bundle}");
        }

        TrainingWork.Row(_console, "model", $"{folder}");
        TrainingWork.Row(_console, "held back", $"F1 {report!.StudentF1:0.0000}, the teacher's {report.TeacherF1:0.0000}; {100 * report.Agreement:0.0} % of {report.HeldBack:N0} answers are the same");
    }
}
