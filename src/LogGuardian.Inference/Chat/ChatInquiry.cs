using System.Globalization;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Timeout;

namespace LogGuardian.Inference;

/// <summary>Asks a model, within its budgets and its time; once more when the answer cannot be used.</summary>
internal sealed partial class ChatInquiry
{
    private const int MaxMessage = 300;
    private const int MaxAnswer = 2_000;

    private readonly IChatClient _client;
    private readonly ChatTierOptions _options;
    private readonly ChatUsage _usage;
    private readonly Redactor _redactor;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline _patience;
    private readonly string _system;

    public ChatInquiry(IChatClient client, ChatTierOptions options, ChatUsage usage, Redactor redactor, TimeProvider clock, ILogger logger)
    {
        (_client, _options, _usage, _redactor, _clock, _logger) = (client, options, usage, redactor, clock, logger);
        _patience = new ResiliencePipelineBuilder { TimeProvider = clock }.AddTimeout(new TimeoutStrategyOptions { Timeout = options.Timeout }).Build();
        _system = ChatInstructions.SystemText(options);
    }

    public async ValueTask<ChatAnswer> AskAsync(ChatPrompt prompt, CancellationToken cancellationToken)
    {
        List<ChatMessage> messages = [new(ChatRole.System, _system), new(ChatRole.User, prompt.Text)];
        string text = await SendAsync(messages, cancellationToken).ConfigureAwait(false);
        if (ChatAnswer.Read(text, prompt.Lines.Count, out string? problem) is { } answer)
        {
            return answer;
        }

        messages.Add(new ChatMessage(ChatRole.Assistant, text.Length > MaxAnswer ? text[..MaxAnswer] : text));
        messages.Add(new ChatMessage(ChatRole.User, ChatInstructions.Again(problem!)));
        text = await SendAsync(messages, cancellationToken).ConfigureAwait(false);
        return ChatAnswer.Read(text, prompt.Lines.Count, out problem)
            ?? throw new ChatTierException(ChatFailure.Answer, $"The chat model answered twice with what cannot be used. {problem}");
    }

    private async ValueTask<string> SendAsync(List<ChatMessage> messages, CancellationToken cancellationToken)
    {
        int input = messages.Sum(message => ChatPrompt.TokensOf(message.Text)) + ChatPrompt.TokensOf(ChatInstructions.Schema);
        ChatSpending most = ChatSpending.Of(input, _options.MaxOutputTokens, _options);
        if (_usage.Reserve(most, _options, _clock.GetUtcNow()) is { } spent)
        {
            string message = string.Create(CultureInfo.InvariantCulture, $"The budget of the {spent.Name} for the chat model is spent; it is asked again from {spent.End:yyyy-MM-dd HH:mm} UTC.");
            if (spent.Tell())
            {
                BudgetSpent(_logger, message);
            }

            throw new ChatTierException(ChatFailure.Budget, message);
        }

        // Whoever gets no answer may be charged for the question; an error of the service is not charged.
        ChatSpending cost = ChatSpending.Of(input, 0, _options);
        try
        {
            ChatResponse response = await _patience.ExecuteAsync(
                async token => await SendAsync(messages, _client, token).WaitAsync(token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            string text = response.Text;
            cost = ChatSpending.Of(response.Usage?.InputTokenCount ?? input, response.Usage?.OutputTokenCount ?? ChatPrompt.TokensOf(text), _options);
            return text;
        }
        catch (Exception e) when (e is TimeoutRejectedException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new ChatTierException(ChatFailure.Timeout, string.Create(CultureInfo.InvariantCulture, $"The chat model did not answer within {_options.Timeout.TotalSeconds:0.###} seconds."));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            cost = default;
            throw new ChatTierException(ChatFailure.Client, $"The chat client failed with {e.GetType().Name}: {LogText.Printable(_redactor.Begin().Redact(e.Message), MaxMessage)}");
        }
        finally
        {
            _usage.Settle(most, cost, _clock.GetUtcNow());
        }
    }

    /// <summary>A task that is not waited for: a client may not heed its token, and blocks none but itself then.</summary>
    private Task<ChatResponse> SendAsync(List<ChatMessage> messages, IChatClient client, CancellationToken cancellationToken)
    {
        ChatOptions request = _options.Request?.Clone() ?? new ChatOptions();
        request.ResponseFormat = ChatInstructions.Format;
        request.MaxOutputTokens = _options.MaxOutputTokens;
        request.Tools = null;
        ChatMessage[] sent = [.. messages];
        return Task.Run(() => client.GetResponseAsync(sent, request, cancellationToken), cancellationToken);
    }

    [LoggerMessage(EventId = 60, Level = LogLevel.Warning, Message = "{Reason}")]
    private static partial void BudgetSpent(ILogger logger, string reason);
}
