using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LogGuardian.Hosting;

/// <summary>
/// Runs a pipeline for as long as the host runs: loads what was learned, reads the log of the process and the files, saves, starts again when the configuration changes or a run
/// fails, and stops within the time that the host gives.
/// </summary>
internal sealed partial class PipelineRunner(
    LogGuardianPipeline pipeline,
    DetectorFactory factory,
    IDetectionSink sink,
    IStateStore? store,
    PipelineSettings settings,
    TimeProvider clock,
    ILogger<LogGuardianPipeline> logger) : BackgroundService
{
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DrainStep = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private MemoryStream? _carried;

    /// <inheritdoc />
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // While what was validated is what is there: a change in the next moment may not be valid.
        _ = settings.Current;
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using IDisposable watch = settings.Watch(problem => pipeline.Note("configuration", problem));
        TimeSpan pause = FirstPause;
        while (!stoppingToken.IsCancellationRequested)
        {
            (LogGuardianOptions current, CancellationToken change) = settings.Current;
            bool hasFailed = false;
            try
            {
                await RunAsync(current, change, stoppingToken).ConfigureAwait(false);
                pause = FirstPause;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                hasFailed = true;
                pipeline.Note("run", $"The pipeline has failed and starts again: {e.Message}");
                Failed(logger, e, pipeline.Name, pause);
            }
            catch (OperationCanceledException)
            {
                // The host stops.
            }
            catch (Exception e)
            {
                // There is no next run that could do better.
                pipeline.Note("run", $"The pipeline has failed while the host stopped: {e.Message}");
                FailedLast(logger, e, pipeline.Name);
            }

            if (hasFailed)
            {
                await WaitAsync(pause, change, stoppingToken).ConfigureAwait(false);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }

        pipeline.Channel.Complete();
        pipeline.Enter(PipelinePhase.Stopped);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        settings.Dispose();
        _carried?.Dispose();
        base.Dispose();
    }

    private async Task RunAsync(LogGuardianOptions current, CancellationToken change, CancellationToken stopping)
    {
        pipeline.Channel.IsEnabled = current.Enabled;
        if (!current.Enabled)
        {
            pipeline.Enter(PipelinePhase.Disabled);
            await WaitAsync(Timeout.InfiniteTimeSpan, change, stopping).ConfigureAwait(false);
            return;
        }

        pipeline.Enter(PipelinePhase.Starting);
        var state = new PipelineState(pipeline.Name, store, current.State, logger);
        using AnomalyDetector detector = await BuildAsync(current, state, stopping).ConfigureAwait(false);
        using var run = CancellationTokenSource.CreateLinkedTokenSource(change);
        pipeline.Detector = detector;
        pipeline.Enter(PipelinePhase.Running);
        pipeline.Note("run", null);
        Task running = detector.RunAsync(run.Token);
        try
        {
            while (!running.IsCompleted && !change.IsCancellationRequested && !stopping.IsCancellationRequested)
            {
                await Task.WhenAny(running, WaitAsync(current.State.SaveEvery, change, stopping)).ConfigureAwait(false);
                if (!running.IsCompleted && !change.IsCancellationRequested && !stopping.IsCancellationRequested)
                {
                    await SaveAsync(detector, state).ConfigureAwait(false);
                }
            }

            if (stopping.IsCancellationRequested)
            {
                await DrainAsync(running).ConfigureAwait(false);
            }

            await run.CancelAsync().ConfigureAwait(false);
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (running.IsFaulted)
            {
                await running.ConfigureAwait(false);
            }
        }
        finally
        {
            await SaveAsync(detector, state).ConfigureAwait(false);
            if (!stopping.IsCancellationRequested)
            {
                await CarryAsync(detector).ConfigureAwait(false);
            }

            pipeline.Detector = null;
        }
    }

    /// <summary>Builds a detector and gives it what was learned: by the run before, or as it was saved.</summary>
    private async Task<AnomalyDetector> BuildAsync(LogGuardianOptions current, PipelineState state, CancellationToken stopping)
    {
        AnomalyDetector detector = factory.Create(current, pipeline.Channel, sink);
        try
        {
            if (_carried is { } carried)
            {
                carried.Position = 0;
                await detector.LoadStateAsync(carried, stopping).ConfigureAwait(false);
            }
            else if (await state.LoadAsync(detector, stopping).ConfigureAwait(false) is { } missing)
            {
                Incomplete(logger, pipeline.Name, missing);
            }

            pipeline.Note("load", null);
            return detector;
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            // A state that cannot be read must not keep a service from being watched: it learns anew.
            detector.Dispose();
            pipeline.Note("load", $"What was learned could not be loaded, and is learned again: {e.Message}");
            Unloadable(logger, e, pipeline.Name);
            return factory.Create(current, pipeline.Channel, sink);
        }
    }

    private async Task SaveAsync(AnomalyDetector detector, PipelineState state)
    {
        if (!state.IsKept)
        {
            return;
        }

        try
        {
            await state.SaveAsync(detector, CancellationToken.None).ConfigureAwait(false);
            pipeline.Note("save", null);
        }
        catch (Exception e)
        {
            pipeline.Note("save", $"What was learned could not be saved: {e.Message}");
            Unsaved(logger, e, pipeline.Name);
        }
    }

    private async Task CarryAsync(AnomalyDetector detector)
    {
        var state = new MemoryStream();
        try
        {
            await detector.SaveStateAsync(state).ConfigureAwait(false);
            _carried?.Dispose();
            _carried = state;
        }
        catch (Exception e)
        {
            Unsaved(logger, e, pipeline.Name);
        }
    }

    /// <summary>Lets the pipeline read what the process has logged until now.</summary>
    private async Task DrainAsync(Task running)
    {
        pipeline.Channel.Complete();
        for (TimeSpan waited = TimeSpan.Zero; waited < DrainTime && !running.IsCompleted && pipeline.Channel.RecordsWaiting > 0; waited += DrainStep)
        {
            await Task.Delay(DrainStep).ConfigureAwait(false);
        }
    }

    private async Task WaitAsync(TimeSpan time, CancellationToken change, CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(change, stopping);
        await Task.Delay(time, clock, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [LoggerMessage(EventId = 20, Level = LogLevel.Error, Message = "Pipeline '{Pipeline}' has failed and starts again in {Pause}")]
    private static partial void Failed(ILogger logger, Exception exception, string pipeline, TimeSpan pause);

    [LoggerMessage(EventId = 29, Level = LogLevel.Error, Message = "Pipeline '{Pipeline}' has failed while the host stopped")]
    private static partial void FailedLast(ILogger logger, Exception exception, string pipeline);

    [LoggerMessage(EventId = 22, Level = LogLevel.Warning, Message = "State of pipeline '{Pipeline}': {Missing}")]
    private static partial void Incomplete(ILogger logger, string pipeline, string missing);

    [LoggerMessage(EventId = 23, Level = LogLevel.Error, Message = "State of pipeline '{Pipeline}' cannot be loaded; it learns anew")]
    private static partial void Unloadable(ILogger logger, Exception exception, string pipeline);

    [LoggerMessage(EventId = 24, Level = LogLevel.Error, Message = "State of pipeline '{Pipeline}' cannot be saved")]
    private static partial void Unsaved(ILogger logger, Exception exception, string pipeline);
}
