using System.Diagnostics;
using System.Globalization;
using LogGuardian.Inference;
using Spectre.Console;

namespace LogGuardian.Cli;

/// <summary>Runs a scan: state, learning, detection, report, summary.</summary>
internal sealed class ScanRun(ScanSettings settings, CliConsole console)
{
    private const int MostTold = 5;

    private readonly ReadGauge _gauge = new();
    private readonly ScanTally _tally = new();
    private bool _hasBegun;

    public async Task<int> RunAsync(CancellationToken stop)
    {
        LearnedState? state = settings.StatePath is { } path ? await LearnedState.ReadAsync(path, console, stop).ConfigureAwait(false) : null;
        StateSettings learned = state?.Settings ?? new StateSettings(null, null, null);
        WindowSpec window = settings.Window ?? (learned.Window is { } text ? WindowSpec.Parse(text) : WindowSpec.Default);
        string? format = settings.Format ?? learned.Format;
        if (learned.Window is not null && learned.Window != window.Text)
        {
            console.Warn($"State '{settings.StatePath}' was learned with --window {learned.Window}; scores of --window {window.Text} do not compare with it. Leave --window out, or learn again.");
        }

        using ModelBundle? model = CommonOptions.OpenModel(settings.ModelPath);
        using AnomalyDetector detector = Detectors.Build(format, settings.Masks, window, settings.Threshold, settings.WarmUpLines, settings.GroupIncidents, parallelism: settings.Parallelism, model: model);
        var noted = new StateSettings(window.Text, format, model?.Hash, learned.Scan is { } before ? before with { Input = settings.Input } : new ScanTrace(settings.Input));
        if (state is not null)
        {
            await state.RestoreAsync(detector, model?.Hash, stop).ConfigureAwait(false);
        }

        Inputs inputs = new(console);
        IAnsiConsole? bar = settings.Follow ? null : ProgressDisplay.Find(console, settings.IsText);
        inputs.Gauge = bar is null ? null : _gauge;
        try
        {
            ScanSummary summary = await ProgressDisplay.RunAsync(bar, console.Ink, _gauge, () => detector.Counts.LinesRead, () => ScanAsync(detector, inputs, noted, state, stop)).ConfigureAwait(false);
            new ScanEnding(settings, window, console).Write(summary, stop.IsCancellationRequested);
            return await EndAsync(detector, summary, inputs, noted with { Scan = null }, stop).ConfigureAwait(false);
        }
        catch (Exception) when (_hasBegun && _tally.Windows == 0)
        {
            // A scan that reported nothing leaves no trace.
            await LearnedState.SaveAsync(detector, settings.StatePath!, noted with { Scan = learned.Scan }, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<ScanSummary> ScanAsync(AnomalyDetector detector, Inputs inputs, StateSettings noted, LearnedState? state, CancellationToken stop)
    {
        foreach (string normal in settings.Learn)
        {
            await detector.LearnAsync(inputs.Open(normal), stop).ConfigureAwait(false);
        }

        PipelineCounts before = detector.Counts;
        long started = Stopwatch.GetTimestamp();
        ILogSource source = new StoppableSource(Resume(inputs.Open(settings.Input, settings.Follow), detector.Positions, noted.Scan!, state), stop);
        bool isLive = settings.Follow || settings.Input == Inputs.StandardInput;
        using JsonLinesReport? json = settings.IsText ? null : new JsonLinesReport(console.OutputStream, settings.All, settings.Top);
        IScanReport report = json ?? (IScanReport)new TextReport(console.Ink, Inputs.IsDirectory(settings.Input), settings.All, settings.Top);
        await DetectAsync(detector, source, report, isLive, noted).ConfigureAwait(false);
        return new ScanSummary
        {
            Before = before,
            After = detector.Counts,
            Tally = _tally,
            Elapsed = Stopwatch.GetElapsedTime(started),
            HasState = settings.StatePath is not null,
        };
    }

    /// <summary>Leaves out what the state has taken in, and says what of a scan that was cut off comes again or is missing. What a pipe brings is new.</summary>
    private ILogSource Resume(ILogSource source, IReadOnlyDictionary<string, long> positions, ScanTrace scan, LearnedState? state)
    {
        bool isPipe = settings.Input == Inputs.StandardInput;
        string when = string.Create(CultureInfo.InvariantCulture, $"{state?.WrittenAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z");
        if (positions.Count == 0 && state?.Settings.Scan is { } before)
        {
            Tell($"A scan of '{before.Input}' was cut off before any line was in its state. What it reported comes again where it is scanned again.");
        }

        foreach ((string name, long line) in positions.Take(MostTold))
        {
            Tell(isPipe
                ? (FormattableString)$"A scan of '{name}' was cut off after line {line:N0}, where its state was written at {when}. What it read since then is missing, unless the pipe brings it again."
                : $"A scan of '{name}' was cut off; it goes on after line {line:N0}, where its state was written at {when}. What it reported since then comes again.");
        }

        return isPipe ? source : new ResumedSource(source, positions, scan, Tell);
    }

    private void Tell(FormattableString text) => console.Warn(text.ToString(CultureInfo.InvariantCulture));

    private async Task DetectAsync(AnomalyDetector detector, ILogSource source, IScanReport report, bool isLive, StateSettings noted)
    {
        bool saves = settings.UpdateState && settings.Top is null;
        if (saves)
        {
            // Who is killed before the first of the others leaves word that there was a scan.
            await LearnedState.SaveAsync(detector, settings.StatePath!, noted, CancellationToken.None).ConfigureAwait(false);
            _hasBegun = true;
        }

        long saved = Stopwatch.GetTimestamp();
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

                if (saves && Stopwatch.GetElapsedTime(saved) >= settings.SaveEvery)
                {
                    // What the state will not bring again must be out before.
                    report.Flush();
                    await LearnedState.SaveAsync(detector, settings.StatePath!, noted, CancellationToken.None).ConfigureAwait(false);
                    saved = Stopwatch.GetTimestamp();
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
