using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using LogGuardian.Inference;

namespace LogGuardian.Cli;

/// <summary>Learns what is normal and keeps it in a file.</summary>
internal sealed class LearnCommand : Command
{
    private readonly CliConsole _console;
    private readonly Argument<string[]> _files = new("files") { Arity = ArgumentArity.OneOrMore, Description = "Normal logs: files, directories, or - for standard input." };
    private readonly Option<string?> _state = new("--state") { HelpName = "path", Required = true, Description = "The file to write; .gz at its end compresses it." };
    private readonly Option<string?> _format = CommonOptions.Format();
    private readonly Option<string[]> _mask = CommonOptions.Mask();
    private readonly Option<string?> _window = CommonOptions.Window();
    private readonly Option<string?> _model = CommonOptions.Model();

    public LearnCommand(CliConsole console)
        : base("learn", "Learn from normal logs what is normal.")
    {
        _console = console;
        Add(_files);
        Add(_state);
        Add(_format);
        Add(_mask);
        Add(_window);
        Add(_model);
        SetAction(LearnAsync);
    }

    private async Task<int> LearnAsync(ParseResult parsed, CancellationToken stop)
    {
        WindowSpec window = parsed.GetValue(_window) is { } text ? WindowSpec.Parse(text) : WindowSpec.Default;
        string? format = CommonOptions.ReadFormat(parsed.GetValue(_format));
        IReadOnlyList<MaskRule> masks = CommonOptions.ReadMasks(parsed.GetValue(_mask));
        string path = parsed.GetRequiredValue(_state)!;
        string[] files = parsed.GetRequiredValue(_files);
        using ModelBundle? model = CommonOptions.OpenModel(parsed.GetValue(_model));
        using AnomalyDetector detector = Detectors.Build(format, masks, window, model: model);
        long started = Stopwatch.GetTimestamp();
        var gauge = new ReadGauge();
        Inputs inputs = new(_console);
        var bar = ProgressDisplay.Find(_console, isText: true);
        inputs.Gauge = bar is null ? null : gauge;
        PipelineCounts counts = await ProgressDisplay.RunAsync(bar, _console.Ink, gauge, () => detector.Counts.LinesRead, async () =>
        {
            foreach (string file in files)
            {
                await detector.LearnAsync(inputs.Open(file), stop).ConfigureAwait(false);
            }

            return detector.Counts;
        }).ConfigureAwait(false);

        if (counts.WindowsLearned == 0)
        {
            throw new CliException(window.IsSession && counts.LinesParsed > 0
                ? $"No line matched --window {window.Text}; there was nothing to learn. Check the expression against a line of the log."
                : $"The inputs hold no log lines ({ScanSummary.Number(counts.LinesRead)} read, 0 parsed); there was nothing to learn. Check the paths.");
        }

        await LearnedState.SaveAsync(detector, path, new StateSettings(window.Text, format, model?.Hash), stop).ConfigureAwait(false);
        Report(counts, window, path, Stopwatch.GetElapsedTime(started));
        return ExitCode.Success;
    }

    private void Report(PipelineCounts counts, WindowSpec window, string path, TimeSpan elapsed)
    {
        long size = new FileInfo(path).Length;
        Row("lines", $"{ScanSummary.Number(counts.LinesRead)} read = {ScanSummary.Number(counts.LinesParsed)} parsed + {ScanSummary.Number(counts.LinesSkipped.Values.Sum())} skipped");
        Row("learned", $"{ScanSummary.Many(counts.WindowsLearned, "window", "windows")} of {window.Text}");
        Row("state", string.Create(CultureInfo.InvariantCulture, $"{SafeText.OneLine(path)}, {(size + 1023) / 1024:N0} KiB"));
        Row("elapsed", string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0.00} s, {counts.LinesRead / Math.Max(elapsed.TotalSeconds, 1e-3):N0} lines/s"));
    }

    private void Row(string name, string text) => _console.Ink.WriteLine(new Piece(name.PadRight(9), Tone.Quiet), new Piece(text));
}
