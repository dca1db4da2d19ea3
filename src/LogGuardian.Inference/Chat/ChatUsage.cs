using System.Diagnostics.Metrics;
using System.Text.Json;
using LogGuardian.Inference;

namespace LogGuardian;

/// <summary>
/// What chat models were asked, what that cost, and what is left of the budgets: by properties, and as instruments of the meter <c>LogGuardian</c>. Give one to
/// <see cref="ChatTierOptions.Usage"/> of all pipelines that share a budget, such as those that follow each other in a host. Safe for concurrent callers.
/// </summary>
public sealed class ChatUsage : IDisposable
{
    private readonly Meter? _own;
    private readonly KeyValuePair<string, object?> _pipeline;
    private readonly long[] _failures = new long[Enum.GetValues<ChatFailure>().Length];
    private readonly ChatPeriod _hour = new("hour", TimeSpan.FromHours(1));
    private readonly ChatPeriod _day = new("day", TimeSpan.FromDays(1));
    private readonly Lock _gate = new();
    private long _requests;
    private long _inputTokens;
    private long _outputTokens;
    private long _cachedAnswers;
    private long _rejectedLines;
    private long _unsupportedAnswers;
    private long _redactions;
    private int _openCircuits;
    private decimal _cost;

    /// <summary>Begins to count.</summary>
    /// <param name="factory">Of the host, which owns the meter then; without one, the meter is this object's own.</param>
    /// <param name="pipeline">Name of the pipeline; by default <c>default</c>, as for one without a name.</param>
    public ChatUsage(IMeterFactory? factory = null, string pipeline = "")
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        Meter meter = factory?.Create(PipelineMetrics.MeterName) ?? (_own = new Meter(PipelineMetrics.MeterName));
        _pipeline = new KeyValuePair<string, object?>(PipelineMetrics.PipelineAttribute, pipeline.Length == 0 ? "default" : pipeline);
        Count(meter, "logguardian.chat.requests", "{request}", "Requests to chat models.", () => Requests);
        Count(meter, "logguardian.chat.answers.cached", "{answer}", "Windows that look like one that was answered, and were not asked about.", () => CachedAnswers);
        Count(meter, "logguardian.chat.answers.unsupported", "{answer}", "Anomalies that a model claimed without a line that shows them.", () => UnsupportedAnswers);
        Count(meter, "logguardian.chat.lines.rejected", "{line}", "Lines that a model cited and was not shown.", () => RejectedLines);
        Count(meter, "logguardian.chat.redactions", "{value}", "Values that were replaced before a request.", () => Redactions);
        meter.CreateObservableCounter(
            "logguardian.chat.tokens",
            () => new Measurement<long>[] { new(InputTokens, _pipeline, new("gen_ai.token.type", "input")), new(OutputTokens, _pipeline, new("gen_ai.token.type", "output")) },
            "{token}",
            "Tokens of requests and answers, estimated where the client does not count them.");
        meter.CreateObservableCounter("logguardian.chat.cost", () => new Measurement<double>((double)Cost, _pipeline), "{currency}", "What these tokens cost, by the prices of the options.");
        meter.CreateObservableCounter("logguardian.chat.failures", Failed, "{failure}", "Windows that a chat model gave no answer for, by reason.");
        meter.CreateObservableUpDownCounter(
            "logguardian.chat.circuits.open", () => new Measurement<int>(Volatile.Read(ref _openCircuits), _pipeline), "{circuit}", "Chat models that are left alone because they failed.");
    }

    /// <summary>Requests to the model, those that failed included.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Tokens of all requests.</summary>
    public long InputTokens => Interlocked.Read(ref _inputTokens);

    /// <summary>Tokens of all answers.</summary>
    public long OutputTokens => Interlocked.Read(ref _outputTokens);

    /// <summary>What they cost, in the currency of <see cref="ChatTierOptions.InputPrice"/>.</summary>
    public decimal Cost
    {
        get
        {
            lock (_gate)
            {
                return _cost;
            }
        }
    }

    /// <summary>Windows that were not asked about, since they look to the model like one that it had answered.</summary>
    public long CachedAnswers => Interlocked.Read(ref _cachedAnswers);

    /// <summary>Lines that the model cited and was not shown.</summary>
    public long RejectedLines => Interlocked.Read(ref _rejectedLines);

    /// <summary>Anomalies that the model claimed without a line that shows them.</summary>
    public long UnsupportedAnswers => Interlocked.Read(ref _unsupportedAnswers);

    /// <summary>Values that were replaced before a request.</summary>
    public long Redactions => Interlocked.Read(ref _redactions);

    /// <summary>Windows without an answer: the client failed, was too slow or answered with what cannot be used, the model was left alone, or the budget was spent.</summary>
    public long Failures => Enum.GetValues<ChatFailure>().Sum(Of);

    /// <summary>Withdraws the instruments, unless a factory owns them.</summary>
    public void Dispose() => _own?.Dispose();

    internal long Of(ChatFailure failure) => Interlocked.Read(ref _failures[(int)failure]);

    internal void Failed(ChatFailure failure) => Interlocked.Increment(ref _failures[(int)failure]);

    internal void Cached() => Interlocked.Increment(ref _cachedAnswers);

    internal void Redacted(int values) => Interlocked.Add(ref _redactions, values);

    internal void Circuit(int opened) => Interlocked.Add(ref _openCircuits, opened);

    internal void Answered(ChatAnswer answer)
    {
        Interlocked.Add(ref _rejectedLines, answer.Rejected);
        Interlocked.Add(ref _unsupportedAnswers, answer.IsUnsupported ? 1 : 0);
    }

    /// <summary>Takes what a request may cost at most from the budgets.</summary>
    /// <returns>The budget that does not hold so much; null when all do.</returns>
    internal ChatPeriod? Reserve(in ChatSpending most, ChatTierOptions limits, DateTimeOffset now)
    {
        lock (_gate)
        {
            ChatPeriod? spent = !_hour.Holds(most, limits.TokensPerHour, limits.CostPerHour, now) ? _hour
                : !_day.Holds(most, limits.TokensPerDay, limits.CostPerDay, now) ? _day
                : null;
            if (spent is null)
            {
                _hour.Add(most, now);
                _day.Add(most, now);
                Interlocked.Increment(ref _requests);
            }

            return spent;
        }
    }

    /// <summary>Counts what a request has cost in place of what was reserved.</summary>
    internal void Settle(in ChatSpending reserved, in ChatSpending spent, DateTimeOffset now)
    {
        Interlocked.Add(ref _inputTokens, spent.Input);
        Interlocked.Add(ref _outputTokens, spent.Output);
        lock (_gate)
        {
            _cost += spent.Cost;
            ChatSpending difference = spent - reserved;
            _hour.Add(difference, now);
            _day.Add(difference, now);
        }
    }

    private void Count(Meter meter, string name, string unit, string description, Func<long> read) =>
        meter.CreateObservableCounter(name, () => new Measurement<long>(read(), _pipeline), unit, description);

    private IEnumerable<Measurement<long>> Failed() => Enum.GetValues<ChatFailure>()
        .Select(failure => new Measurement<long>(Of(failure), _pipeline, new("error.type", JsonNamingPolicy.SnakeCaseLower.ConvertName(failure.ToString()))));
}
