using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace LogGuardian.Hosting;

/// <summary>
/// Calls one handler for one detection after the other, on a flow of its own: whatever the handler does, neither the pipeline nor another handler waits for it, and of its calls at most
/// one is outstanding.
/// </summary>
internal sealed partial class HandlerWorker
{
    /// <summary>Detections that wait; the oldest leaves first.</summary>
    internal const int MaxWaiting = 256;

    private readonly IDetectionHandler _handler;
    private readonly LogGuardianPipeline _pipeline;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _clock;
    private readonly PipelineInstruments _instruments;
    private readonly ILogger _logger;
    private readonly Channel<Detection> _waiting;
    // Of all handlers of the pipeline; cancelled when the host waits no more.
    private readonly CancellationTokenSource _stopping;
    private readonly string _name;
    private readonly Lock _gate = new();
    private Task? _work;
    private Task? _outstanding;

    public HandlerWorker(
        IDetectionHandler handler, LogGuardianPipeline pipeline, TimeSpan timeout, TimeProvider clock, PipelineInstruments instruments, ILogger logger, CancellationTokenSource stopping)
    {
        (_handler, _pipeline, _timeout, _clock, _instruments, _logger, _stopping) = (handler, pipeline, timeout, clock, instruments, logger, stopping);
        _name = (handler as DelegateHandler)?.Name ?? handler.GetType().Name;
        _waiting = Channel.CreateBounded<Detection>(
            new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }, _ => Count(HandlerOutcome.Dropped));
    }

    /// <summary>Hands a detection over; never waits.</summary>
    public void Post(Detection detection)
    {
        lock (_gate)
        {
            // Begun in the flow of the run: what handlers log is then known as its own work, or a detection would make the next one.
            _work ??= Task.Run(WorkAsync);
        }

        if (!_waiting.Writer.TryWrite(detection))
        {
            Count(HandlerOutcome.Dropped);
        }
    }

    /// <summary>Takes no more, and ends when what waits is handled.</summary>
    public Task CompleteAsync()
    {
        _waiting.Writer.TryComplete();
        lock (_gate)
        {
            return _work ?? Task.CompletedTask;
        }
    }

    private async Task WorkAsync()
    {
        await foreach (Detection detection in _waiting.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (_stopping.IsCancellationRequested)
            {
                Count(HandlerOutcome.Dropped);
            }
            else if (_outstanding is { IsCompleted: false })
            {
                Count(HandlerOutcome.Skipped);
            }
            else
            {
                await HandleAsync(detection).ConfigureAwait(false);
            }
        }
    }

    private async Task HandleAsync(Detection detection)
    {
        var late = new CancellationTokenSource(_timeout, _clock);
        var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, _stopping.Token);
        // On another thread, so that a handler that blocks its thread can be abandoned as well.
        var call = Task.Run(async () => await _handler.HandleAsync(detection, either.Token).ConfigureAwait(false));
        try
        {
            await call.WaitAsync(either.Token).ConfigureAwait(false);
            Count(HandlerOutcome.Handled);
            _pipeline.Note(Problem, null);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            _outstanding = call;
            Count(HandlerOutcome.TimedOut);
            _pipeline.Note(Problem, $"Handler {_name} did not end within {_timeout}; detections do not reach it until it does.");
            Abandoned(_logger, _name, _pipeline.Name, _timeout);
        }
        catch (Exception e)
        {
            Count(HandlerOutcome.Failed);
            _pipeline.Note(Problem, $"Handler {_name} failed: {e.Message}");
            Failed(_logger, e, _name, _pipeline.Name);
        }

        _ = call.ContinueWith(
            _ =>
            {
                either.Dispose();
                late.Dispose();
            },
            TaskScheduler.Default);
    }

    private string Problem => $"handlers:{_name}";

    private void Count(HandlerOutcome outcome) => _instruments.Handled(_name, outcome);

    [LoggerMessage(EventId = 26, Level = LogLevel.Error, Message = "Handler {Handler} of pipeline '{Pipeline}' failed")]
    private static partial void Failed(ILogger logger, Exception exception, string handler, string pipeline);

    [LoggerMessage(EventId = 27, Level = LogLevel.Error, Message = "Handler {Handler} of pipeline '{Pipeline}' did not end in time and is abandoned; it is not called again until it ends. A handler has {Timeout}")]
    private static partial void Abandoned(ILogger logger, string handler, string pipeline, TimeSpan timeout);
}
