using System.Diagnostics;
using Spectre.Console;

namespace LogGuardian.Cli;

/// <summary>Reads an input and shows its patterns.</summary>
internal sealed class PatternsRun(PatternsSettings settings, CliConsole console)
{
    private const int NameWidth = 9;

    // Whoever asks for more patterns than are kept by default shall have them.
    private readonly PatternSummary _summary = new(new PatternOptions { MaxPatterns = Math.Max(new PatternOptions().MaxPatterns, settings.Top) });
    private readonly ReadGauge _gauge = new();
    private PipelineCounts _before = new PipelineCounts();

    public async Task<int> RunAsync(CancellationToken stop)
    {
        using AnomalyDetector detector = Detectors.Build(settings.Format, settings.Masks, WindowSpec.Default);
        Inputs inputs = new(console);
        IAnsiConsole? bar = ProgressDisplay.Find(console, settings.IsText);
        inputs.Gauge = bar is null ? null : _gauge;
        long started = Stopwatch.GetTimestamp();
        LogSourceException? broken = await ProgressDisplay.RunAsync(
            bar, console.Ink, _gauge, () => detector.Counts.LinesRead, () => ReadAsync(detector, inputs, stop)).ConfigureAwait(false);

        // What came before a source broke is shown; then the error is.
        PipelineCounts before = _before;
        PipelineCounts after = detector.Counts;
        Show();
        WriteEnding(before, after, Stopwatch.GetElapsedTime(started), stop.IsCancellationRequested);
        if (broken is not null)
        {
            throw new CliException(broken.Message, broken);
        }

        if (stop.IsCancellationRequested && settings.Input != Inputs.StandardInput)
        {
            return ExitCode.Stopped;
        }

        UnreadableInput.ThrowIfNothingWasParsed(settings.Input, before, after, inputs.Problems);
        return ExitCode.Success;
    }

    private async Task<LogSourceException?> ReadAsync(AnomalyDetector detector, Inputs inputs, CancellationToken stop)
    {
        if (Inputs.IsRegularFile(settings.Input))
        {
            await Detectors.FinishTemplatesAsync(detector, new StoppableSource(inputs.Open(settings.Input), stop)).ConfigureAwait(false);
        }

        try
        {
            _before = detector.Counts;
            ILogSource source = new StoppableSource(inputs.Open(settings.Input), stop);
            await foreach (ParsedLog log in detector.ParseAsync(source, CancellationToken.None).ConfigureAwait(false))
            {
                _summary.Add(log);
            }

            return null;
        }
        catch (LogSourceException e)
        {
            return e;
        }
    }

    private void Show()
    {
        IReadOnlyList<LogPattern> patterns = settings.Rare ? _summary.Rarest(settings.Top) : _summary.Top(settings.Top);
        if (!settings.IsText)
        {
            using var json = new PatternJsonWriter(console.OutputStream);
            foreach (LogPattern pattern in patterns)
            {
                json.Write(pattern);
            }

            json.Complete();
            return;
        }

        var table = new PatternTable(console.Ink.Width, patterns, settings.Parameters, Inputs.IsDirectory(settings.Input));
        foreach (Piece[] line in table.Lines())
        {
            console.Ink.WriteLine(line);
        }
    }

    private void WriteEnding(PipelineCounts before, PipelineCounts after, TimeSpan elapsed, bool stopped)
    {
        if (stopped)
        {
            console.Warn("Stopped before the end; the patterns are those of what was read.");
        }

        Ink ink = settings.IsText ? console.Ink : new PlainInk(console.Error);
        Row(ink, "lines", ScanSummary.Lines(before, after));
        Row(ink, "patterns", ScanSummary.Number(_summary.Count)
            + (_summary.Count > settings.Top ? $", the {ScanSummary.Number(settings.Top)} {(settings.Rare ? "rarest" : "most frequent")} shown" : "")
            + (_summary.Forgotten > 0 ? $"; others with {ScanSummary.Many(_summary.Forgotten, "record", "records")} in all were too rare to be kept" : ""));
        Row(ink, "elapsed", ScanSummary.Speed(after.LinesRead - before.LinesRead, elapsed));
        ink.Flush();
    }

    private static void Row(Ink ink, string name, string text) => ink.WriteLine(new Piece(name.PadRight(NameWidth), Tone.Quiet), new Piece(text));
}
