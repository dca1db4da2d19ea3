using System.Globalization;
using Polly;
using Polly.CircuitBreaker;

namespace LogGuardian.Inference;

/// <summary>Leaves a model alone for a while that has failed several times in a row, and lets one window try again then.</summary>
internal sealed class ChatCircuit
{
    private readonly ResiliencePipeline _pipeline;
    private readonly ChatTierOptions _options;
    private readonly ChatUsage _usage;
    private int _run;
    private int _isOpen;

    public ChatCircuit(ChatTierOptions options, ChatUsage usage, TimeProvider clock)
    {
        _options = options;
        _usage = usage;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                // The breaker knows shares of the latest calls, not runs of failures, so that the run is counted here and only its last failure is one to the breaker.
                ShouldHandle = outcome => ValueTask.FromResult(EndsRun(outcome.Outcome.Exception)),
                FailureRatio = 0,
                MinimumThroughput = 2,
                SamplingDuration = TimeSpan.FromDays(1),
                BreakDuration = options.BreakFor,
                OnOpened = _ => Turn(open: 1),
                OnClosed = _ => Turn(open: 0),
            })
            .Build();
    }

    public async ValueTask<ChatAnswer> AskAsync(Func<CancellationToken, ValueTask<ChatAnswer>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline.ExecuteAsync(ask, cancellationToken).ConfigureAwait(false);
        }
        catch (BrokenCircuitException e)
        {
            TimeSpan rest = e.RetryAfter ?? _options.BreakFor;
            throw new ChatTierException(
                ChatFailure.Circuit,
                string.Create(CultureInfo.InvariantCulture, $"The chat model gave no answer {_options.BreakAfter} times in a row and is left alone for {rest.TotalSeconds:0} more seconds."));
        }
    }

    /// <summary>What is cancelled or not asked for want of money says nothing of the model.</summary>
    private bool EndsRun(Exception? exception)
    {
        switch (exception)
        {
            case null:
                Volatile.Write(ref _run, 0);
                return false;
            case ChatTierException { Failure: not ChatFailure.Budget }:
                return Interlocked.Increment(ref _run) >= _options.BreakAfter;
            default:
                return false;
        }
    }

    private ValueTask Turn(int open)
    {
        _usage.Circuit(open - Interlocked.Exchange(ref _isOpen, open));
        return ValueTask.CompletedTask;
    }
}
