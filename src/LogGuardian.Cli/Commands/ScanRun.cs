using System.Diagnostics;
using Spectre.Console;

namespace LogGuardian.Cli;

/// <summary>Runs a scan: state, learning, detection, report, summary.</summary>
internal sealed class ScanRun(ScanSettings settings, CliConsole console)
{
    private readonly ReadGauge _gauge = new();
    private readonly ScanTally _tally = new();

    public async Task<int> RunAsync(CancellationToken stop)
    {
        LearnedState? state = settings.StatePath is { } path ? await LearnedState.ReadAsync(path, console, stop).ConfigureAwait(false) : null;
        StateSettings learned = state?.Settings ?? new StateSettings(null, null);
        WindowSpec window = settings.Window ?? (learned.Window is { } text ? WindowSpec.Parse(text) : WindowSpec.Default);
        string? format = settings.Format ?? learned.Format;
        if (learned.Window is not null && learned.Window != window.Text)
        {
            console.Warn($"State '{settings.StatePath}' was learned with --window {learned.Window}; scores of --window {window.Text} do not compare with it. Leave --window out, or learn again.");
        }

        using AnomalyDetector detector = Detectors.Build(format, settings.Masks, window, settings.Threshold, settings.WarmUpLines, settings.GroupIncidents);
        if (state is not null)
        {
            await state.RestoreAsync(detector, stop).ConfigureAwait(false);
        }

        Inputs inputs = new(console);
        IAnsiConsole? bar = settings.Follow ? null : ProgressDisplay.Find(console, settings.IsText);
        inputs.Gauge = bar is null ? null : _gauge;
        ScanSummary summary = await ProgressDisplay.RunAsync(bar, console.Ink, _gauge, () => detector.Counts.LinesRead, () => ScanAsync(detector, inputs, stop)).ConfigureAwait(false);
        new ScanEnding(settings, window, console).Write(summary, stop.IsCancellationRequested);
        return await EndAsync(detector, summary, inputs, new StateSettings(window.Text, format), stop).ConfigureAwait(false);
    }

    private async Task<ScanSummary> ScanAsync(AnomalyDetector detector, Inputs inputs, CancellationToken stop)
    {
        foreach (string normal in settings.Learn)
        {
            await detector.LearnAsync(inputs.Open(normal), stop).ConfigureAwait(false);
        }

        PipelineCounts before = detector.Counts;
        long started = Stopwatch.GetTimestamp();
        ILogSource source = new StoppableSource(inputs.Open(settings.Input, settings.Follow), stop);
        bool isLive = settings.Follow || settings.Input == Inputs.StandardInput;
        using JsonLinesReport? json = settings.IsText ? null : new JsonLinesReport(console.OutputStream, settings.All, settings.Top);
        IScanReport report = json ?? (IScanReport)new TextReport(console.Ink, Inputs.IsDirectory(settings.Input), settings.All, settings.Top);
        await DetectAsync(detector, source, report, isLive).ConfigureAwait(false);
        return new ScanSummary
        {
            Before = before,
            After = detector.Counts,
            Tally = _tally,
            Elapsed = Stopwatch.GetElapsedTime(started),
            HasState = settings.StatePath is not null,
        };
    }

    private async Task DetectAsync(AnomalyDetector detector, ILogSource source, IScanReport report, bool isLive)
    {
        try
        {
            await foreach (Detection detection in detector.DetectAsync(source, CancellationToken.None).ConfigureAwait(false))
            {
                _tally.Add(detection);
                report.Add(detection);
                if (isLive && (detection.IsAnomaly || settings.All))
                {
                    report.Flush();
                }
            }

            report.Complete();
        }
        catch (LogSourceException)
        {
            // What was found before the source broke is shown; then the error is.
            report.Complete();
            report.Flush();
            throw;
        }

        report.Flush();
    }

    private async Task<int> EndAsync(AnomalyDetector detector, ScanSummary summary, Inputs inputs, StateSettings learned, CancellationToken stop)
    {
        if (stop.IsCancellationRequested && !settings.Follow && settings.Input != Inputs.StandardInput)
        {
            return ExitCode.Stopped;
        }

        UnreadableInput.ThrowIfNothingWasParsed(settings.Input, summary.Before, summary.After, inputs.Problems);
        if (settings.UpdateState)
        {
            await LearnedState.SaveAsync(detector, settings.StatePath!, learned, CancellationToken.None).ConfigureAwait(false);
        }

        return _tally.Anomalies > 0 ? ExitCode.Anomalies : ExitCode.Success;
    }
}
