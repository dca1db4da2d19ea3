using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

namespace LogGuardian.Tests.TestKit;

/// <summary>A chat client whose answers are written down beforehand; the last one is given again and again. It remembers what it was sent.</summary>
internal sealed class ScriptedChatClient(params Func<string, CancellationToken, Task<ChatResponse>>[] answers) : IChatClient
{
    private int _asked;
    private int _now;
    private int _most;

    public ConcurrentQueue<(ChatMessage[] Messages, ChatOptions Options)> Requests { get; } = new();

    /// <summary>How many requests were under way at a time.</summary>
    public int MostAtATime => _most;

    public string LastText => Requests.Last().Messages[^1].Text;

    public static Func<string, CancellationToken, Task<ChatResponse>> Says(string text, UsageDetails? usage = null) =>
        (_, _) => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, text)) { Usage = usage });

    public static Func<string, CancellationToken, Task<ChatResponse>> Verdict(double probability, params string[] lines) => Says(
        FormattableString.Invariant($$"""{"anomalous": {{(probability > 0.5 ? "true" : "false")}}, "probability": {{probability}}, "reason": "The disk is full.", "lines": [{{string.Join(", ", lines.Select(line => $"\"{line}\""))}}]}"""));

    public static Func<string, CancellationToken, Task<ChatResponse>> Throws(Exception exception) => (_, _) => Task.FromException<ChatResponse>(exception);

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ChatMessage[] sent = [.. messages];
        Requests.Enqueue((sent, options!));
        int now = Interlocked.Increment(ref _now);
        for (int most = _most; now > most; most = _most)
        {
            Interlocked.CompareExchange(ref _most, now, most);
        }

        try
        {
            int index = Math.Min(Interlocked.Increment(ref _asked), answers.Length) - 1;
            return await answers[index](sent[^1].Text, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _now);
        }
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("The tier does not stream.");

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
