using LogGuardian.Inference;
using LogGuardian.Tests.TestKit;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace LogGuardian.Tests.Inference.Chat;

/// <summary>Budgets, patience and the circuit, by a clock that the tests set.</summary>
public sealed class ChatLimitsTests : IDisposable, ILoggerProvider, ILogger
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 1, 12, 20, 0, TimeSpan.Zero));
    private readonly ChatUsage _usage = new();
    private readonly List<string> _logged = [];
    private int _windows;

    public void Dispose() => _usage.Dispose();

    [Fact]
    public async Task ScoreAsync_WhenTheHourIsSpent_SkipsUntilTheNext()
    {
        var client = new ScriptedChatClient(ScriptedChatClient.Says("""{"anomalous": false, "probability": 0.1, "reason": "", "lines": []}""", new UsageDetails { InputTokenCount = 2_500, OutputTokenCount = 500 }));
        ChatTierDetector detector = Detector(client, new ChatTierOptions { TokensPerHour = 4_500 });
        await NextAsync(detector);
        ChatTierException e = await Assert.ThrowsAsync<ChatTierException>(() => NextAsync(detector));
        Assert.Equal("The budget of the hour for the chat model is spent; it is asked again from 2026-03-01 13:00 UTC.", e.Message);
        await Assert.ThrowsAsync<ChatTierException>(() => NextAsync(detector));
        Assert.Equal((1, 2L), (client.Requests.Count, _usage.Of(ChatFailure.Budget)));
        Assert.Single(_logged);
        _clock.Advance(TimeSpan.FromMinutes(40));
        await NextAsync(detector);
        await Assert.ThrowsAsync<ChatTierException>(() => NextAsync(detector));
        Assert.Equal((2, 2), (client.Requests.Count, _logged.Count));
    }

    [Fact]
    public async Task ScoreAsync_WhenTheMoneyOfTheDayIsSpent_SkipsUntilTheNext()
    {
        var client = new ScriptedChatClient(ScriptedChatClient.Says("""{"anomalous": false, "probability": 0.1, "reason": "", "lines": []}""", new UsageDetails { InputTokenCount = 1_000_000, OutputTokenCount = 0 }));
        ChatTierDetector detector = Detector(client, new ChatTierOptions { InputPrice = 2, CostPerDay = 2, TokensPerHour = null, TokensPerDay = null });
        await NextAsync(detector);
        _clock.Advance(TimeSpan.FromHours(2));
        ChatTierException e = await Assert.ThrowsAsync<ChatTierException>(() => NextAsync(detector));
        Assert.Contains("budget of the day", e.Message, StringComparison.Ordinal);
        Assert.Contains("2026-03-02 00:00", e.Message, StringComparison.Ordinal);
        _clock.Advance(TimeSpan.FromHours(10));
        await NextAsync(detector);
        Assert.Equal(4, _usage.Cost);
    }

    [Fact]
    public async Task ScoreAsync_OfPipelinesThatShareUsage_ShareTheBudget()
    {
        var client = new ScriptedChatClient(ScriptedChatClient.Says("""{"anomalous": false, "probability": 0.1, "reason": "", "lines": []}""", new UsageDetails { InputTokenCount = 4_000, OutputTokenCount = 0 }));
        var options = new ChatTierOptions { TokensPerHour = 5_000 };
        await NextAsync(Detector(client, options));
        await Assert.ThrowsAsync<ChatTierException>(() => NextAsync(Detector(client, options)));
    }

    [Fact]
    public async Task ScoreAsync_OfAClientThatDoesNotCount_EstimatesItsTokens()
    {
        await NextAsync(Detector(new ScriptedChatClient(ScriptedChatClient.Verdict(0.1))));
        Assert.InRange(_usage.InputTokens, 500, 2_000);
        Assert.InRange(_usage.OutputTokens, 10, 100);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ScoreAsync_OfAClientThatIsTooSlow_TimesOut(bool heedsItsToken)
    {
        var asked = new TaskCompletionSource();
        var client = new ScriptedChatClient(async (_, token) =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, heedsItsToken ? token : CancellationToken.None);
            return new ChatResponse();
        });
        Task<float> score = NextAsync(Detector(client));
        await asked.Task;
        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(score.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(2));
        ChatTierException e = await Assert.ThrowsAsync<ChatTierException>(() => score.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal("The chat model did not answer within 30 seconds.", e.Message);
        Assert.InRange(_usage.InputTokens, 500, 2_000);
    }

    [Fact]
    public async Task ScoreAsync_OfAClientThatCancelsByItself_IsATimeout()
    {
        ChatTierException e = await Assert.ThrowsAsync<ChatTierException>(() => NextAsync(Detector(new ScriptedChatClient(ScriptedChatClient.Throws(new TaskCanceledException("HttpClient.Timeout"))))));
        Assert.Equal(ChatFailure.Timeout, e.Failure);
    }

    [Fact]
    public async Task ScoreAsync_AfterFailuresInARow_LeavesTheModelAloneAndTriesOnceThen()
    {
        bool fails = false;
        var client = new ScriptedChatClient((text, token) => fails ? throw new IOException("down") : ScriptedChatClient.Verdict(0.1)(text, token));
        ChatTierDetector detector = Detector(client, new ChatTierOptions { BreakAfter = 3, BreakFor = TimeSpan.FromMinutes(2) });
        for (int round = 0; round < 2; round++)
        {
            // Two failures are no run of three, however often they come.
            fails = true;
            await FailAsync(detector, ChatFailure.Client, times: 2);
            fails = false;
            await NextAsync(detector);
        }

        fails = true;
        await FailAsync(detector, ChatFailure.Client, times: 3);
        int asked = client.Requests.Count;
        await FailAsync(detector, ChatFailure.Circuit, times: 5);
        Assert.Equal(asked, client.Requests.Count);
        _clock.Advance(TimeSpan.FromSeconds(121));
        await FailAsync(detector, ChatFailure.Client, times: 1);
        await FailAsync(detector, ChatFailure.Circuit, times: 2);
        _clock.Advance(TimeSpan.FromSeconds(121));
        fails = false;
        await NextAsync(detector);
        await NextAsync(detector);
        Assert.Equal(asked + 3, client.Requests.Count);
    }

    [Theory]
    [InlineData(nameof(ChatTierOptions.MaxLines))]
    [InlineData(nameof(ChatTierOptions.Concurrency))]
    [InlineData(nameof(ChatTierOptions.Timeout))]
    [InlineData(nameof(ChatTierOptions.BreakAfter))]
    [InlineData(nameof(ChatTierOptions.TokensPerWindow))]
    [InlineData(nameof(ChatTierOptions.TokensPerDay))]
    [InlineData(nameof(ChatTierOptions.CostPerHour))]
    [InlineData(nameof(ChatTierOptions.Background))]
    [InlineData(nameof(ChatTierOptions.Redactions))]
    public void DetectWithChatClient_WithABadOption_NamesIt(string name)
    {
        var options = new ChatTierOptions();
        object bad = name switch
        {
            nameof(ChatTierOptions.Timeout) => TimeSpan.Zero,
            nameof(ChatTierOptions.TokensPerWindow) => 3_999,
            nameof(ChatTierOptions.TokensPerDay) => -1L,
            nameof(ChatTierOptions.CostPerHour) => 1m,
            nameof(ChatTierOptions.Background) => new string('x', 2_001),
            nameof(ChatTierOptions.Redactions) => Enumerable.Repeat(new RedactionRule("A", "a"), 33).ToArray(),
            _ => 0,
        };
        typeof(ChatTierOptions).GetProperty(name)!.SetValue(options, bad);
        using var client = new ScriptedChatClient();
        ArgumentException e = Assert.ThrowsAny<ArgumentException>(() => new AnomalyDetectorBuilder().DetectWithChatClient(client, options));
        Assert.Contains(name, e.Message, StringComparison.Ordinal);
    }

    ILogger ILoggerProvider.CreateLogger(string categoryName) => this;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => _logged.Add(formatter(state, exception));

    private async Task FailAsync(ChatTierDetector detector, ChatFailure failure, int times)
    {
        for (int i = 0; i < times; i++)
        {
            Assert.Equal(failure, (await Assert.ThrowsAsync<ChatTierException>(() => NextAsync(detector))).Failure);
        }
    }

    /// <summary>Asks about a window that was not asked about before.</summary>
    private Task<float> NextAsync(ChatTierDetector detector) => detector.ScoreAsync(Logs.Window(FormattableString.Invariant($"w{_windows++}")));

    private ChatTierDetector Detector(IChatClient client, ChatTierOptions? options = null)
    {
        ILoggerFactory logging = LoggerFactory.Create(builder => builder.AddProvider(this));
        return new ChatTierDetector(client, ((options ?? new ChatTierOptions()) with { Usage = _usage }).Validated(), new StageContext(_clock, logging, 1));
    }
}
