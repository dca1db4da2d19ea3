using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace LogGuardian.Inference;

/// <summary>Strange is what a chat model takes for an anomaly; the raw score is the odds that it gives. It learns nothing.</summary>
internal sealed partial class ChatTierDetector : IDetector, IDisposable
{
    private const int MaxEvidenceLines = 10;

    private readonly ChatTierOptions _options;
    private readonly ChatUsage _usage;
    private readonly Redactor _redactor;
    private readonly ChatInquiry _inquiry;
    private readonly ChatCircuit _circuit;
    private readonly ChatAnswers _answers;
    private readonly SemaphoreSlim _slots;
    private readonly ILogger _logger;

    // An answer lives as long as its window does, and is asked for once more for an anomaly at most.
    private readonly ConditionalWeakTable<LogWindow, AnsweredWindow> _answered = [];

    public ChatTierDetector(IChatClient client, ChatTierOptions options, StageContext context)
    {
        _options = options;
        _usage = options.Usage ?? new ChatUsage();
        _logger = context.Logging.CreateLogger("LogGuardian");
        _redactor = new Redactor(options.Redactions, options.RedactAddresses);
        _inquiry = new ChatInquiry(client, options, _usage, _redactor, context.Clock, _logger);
        _circuit = new ChatCircuit(options, _usage, context.Clock);
        _answers = new ChatAnswers(options.MaxAnswers);
        _slots = new SemaphoreSlim(options.Concurrency);
    }

    public string Name => "chat";

    public DetectorTier Tier => DetectorTier.Chat;

    public IReadOnlyList<string> Settles { get; } =
        ["novelty", "counts", "order", "values", "severity", "rates", "silence", "sequences", "pca", "meaning", "logllm"];

    /// <summary>
    /// Windows without an answer have no number: the others were paid for. Fails when there is no answer at all.
    /// </summary>
    public async ValueTask ScoreAsync(ReadOnlyMemory<LogWindow> windows, Memory<float> scores, CancellationToken cancellationToken = default)
    {
        var failures = new ChatTierException?[windows.Length];
        var degree = new ParallelOptions { MaxDegreeOfParallelism = _options.Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, windows.Length, degree, async (i, token) =>
        {
            try
            {
                float score = (await AskAsync(windows.Span[i], token).ConfigureAwait(false)).Score;
                scores.Span[i] = score;
            }
            catch (ChatTierException e)
            {
                failures[i] = e;
                scores.Span[i] = float.NaN;
                _usage.Failed(e.Failure);
            }
        }).ConfigureAwait(false);

        if (Array.Find(failures, failure => failure is not null) is not { } first)
        {
            return;
        }

        int failed = failures.Count(failure => failure is not null);
        if (failed == windows.Length)
        {
            throw first;
        }

        SomeFailed(_logger, failed, windows.Length, first.Message);
    }

    public void Learn(LogWindow window)
    {
    }

    public void Collect(LogWindow window, ICollection<Evidence> evidence)
    {
        if (!_answered.TryGetValue(window, out AnsweredWindow? answered) || !answered.Answer.IsAnomalous)
        {
            return;
        }

        ChatAnswer answer = answered.Answer;
        ParsedLog[] lines = [.. answer.Lines.Select(line => answered.Shown[line]).Take(MaxEvidenceLines).Order().Select(index => window.Lines.Span[index])];
        evidence.Add(new Evidence
        {
            Kind = EvidenceKind.ModelVerdict,
            Detector = Name,
            Template = (lines is [var line, ..] ? line : window.Lines.Span[0]).Template,
            Lines = lines,
            Observed = answer.Probability,
            Strength = answer.Score,
            Statement = answer switch
            {
                { IsUnsupported: true } => $"{answer.Reason} (The model cites no line that shows it.)".TrimStart(),
                { Reason.Length: 0 } => null,
                _ => answer.Reason,
            },
        });
    }

    public void Dispose()
    {
        _slots.Dispose();
        if (_options.Usage is null)
        {
            _usage.Dispose();
        }
    }

    private async ValueTask<ChatAnswer> AskAsync(LogWindow window, CancellationToken cancellationToken)
    {
        if (_answered.TryGetValue(window, out AnsweredWindow? before))
        {
            return before.Answer;
        }

        var prompt = ChatPrompt.Of(window, _options, _redactor);
        (ChatAnswer answer, bool isKnown) = await _answers.GetAsync(prompt.Key, token => AskAsync(prompt, token), cancellationToken).ConfigureAwait(false);
        if (isKnown)
        {
            _usage.Cached();
        }

        _answered.AddOrUpdate(window, new AnsweredWindow(answer, prompt.Lines));
        return answer;
    }

    private async ValueTask<ChatAnswer> AskAsync(ChatPrompt prompt, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ChatAnswer answer = await _circuit.AskAsync(token => _inquiry.AskAsync(prompt, token), cancellationToken).ConfigureAwait(false);
            _usage.Redacted(prompt.Redactions);
            _usage.Answered(answer);
            return answer;
        }
        finally
        {
            _slots.Release();
        }
    }

    [LoggerMessage(EventId = 61, Level = LogLevel.Warning, Message = "The chat model gave no answer for {Failed} of {Asked} windows; its scores for them are left out. {Reason}")]
    private static partial void SomeFailed(ILogger logger, int failed, int asked, string reason);

    private sealed record AnsweredWindow(ChatAnswer Answer, IReadOnlyList<int> Shown);
}
