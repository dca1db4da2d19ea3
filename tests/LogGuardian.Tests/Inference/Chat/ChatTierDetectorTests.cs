using System.Diagnostics.Metrics;
using LogGuardian.Inference;
using LogGuardian.Tests.TestKit;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LogGuardian.Tests.Inference.Chat;

public sealed class ChatTierDetectorTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(Logs.Start);
    private readonly ChatUsage _usage = new();

    public void Dispose() => _usage.Dispose();

    [Theory]
    [InlineData(0.75, 3)]
    [InlineData(0.2, 0.25)]
    [InlineData(0, 0.0001)]
    [InlineData(1, 9_999)]
    public async Task ScoreAsync_OfAnAnswer_IsItsOdds(double probability, double odds)
    {
        ChatTierDetector detector = Detector(new ScriptedChatClient(ScriptedChatClient.Verdict(probability, "L1")));
        Assert.Equal(odds, await detector.ScoreAsync(Logs.Window("a b")), odds * 0.01);
    }

    [Fact]
    public async Task Collect_OfAnAnomaly_CitesItsLinesWithoutAskingAgain()
    {
        var client = new ScriptedChatClient(ScriptedChatClient.Verdict(0.9, "L2", "L3", "L2"));
        ChatTierDetector detector = Detector(client);
        LogWindow window = Logs.Window("a b c");
        await detector.ScoreAsync(window);
        Evidence evidence = Assert.Single(detector.Evidence(window));
        Assert.Equal((EvidenceKind.ModelVerdict, "chat", 0.9, "The disk is full."), (evidence.Kind, evidence.Detector, evidence.Observed, evidence.Statement));
        Assert.Equal([2L, 3L], evidence.Lines.Select(line => line.Line.LineId));
        Assert.Equal("b", evidence.Template.Text);
        Assert.Single(client.Requests);
    }

    [Fact]
    public async Task Collect_OfWhatTheModelFindsNormal_SaysNothing()
    {
        ChatTierDetector detector = Detector(new ScriptedChatClient(ScriptedChatClient.Verdict(0.1)));
        LogWindow window = Logs.Window("a b c");
        await detector.ScoreAsync(window);
        Assert.Empty(detector.Evidence(window));
        Assert.Empty(detector.Evidence(Logs.Window("never asked")));
    }

    [Fact]
    public async Task ScoreAsync_OfAnAnomalyThatNoLineShows_CountsHalf()
    {
        ChatTierDetector detector = Detector(new ScriptedChatClient(ScriptedChatClient.Verdict(0.9, "L77", "L0", "l1", "x", "L-1")));
        LogWindow window = Logs.Window("a b c");
        Assert.Equal(3, await detector.ScoreAsync(window), 0.01);
        Evidence evidence = Assert.Single(detector.Evidence(window));
        Assert.Empty(evidence.Lines);
        Assert.Contains("cites no line", evidence.Statement, StringComparison.Ordinal);
        Assert.Equal((5, 1), (_usage.RejectedLines, _usage.UnsupportedAnswers));
    }

    [Fact]
    public async Task ScoreAsync_OfWindowsThatLookTheSame_AsksOnce()
    {
        var client = new ScriptedChatClient(ScriptedChatClient.Verdict(0.9, "L2"));
        ChatTierDetector detector = Detector(client);
        LogWindow first = Logs.Window("a from-10.0.0.1 c", firstLine: 1), second = Logs.Window("a from-10.0.0.1 c", firstLine: 101), other = Logs.Window("a c from-10.0.0.1");
        float[] scores = new float[3];
        await detector.ScoreAsync(new[] { first, second, other }, scores);
        Assert.Equal(2, client.Requests.Count);
        Assert.Equal(1, _usage.CachedAnswers);
        Assert.All(scores, score => Assert.Equal(9, score, 0.01));
        Assert.Equal(102, Assert.Single(Assert.Single(detector.Evidence(second)).Lines).Line.LineId);
    }

    [Fact]
    public async Task ScoreAsync_OfMoreWindowsThanAnswersAreKept_ForgetsTheOneUsedLongestAgo()
    {
        var client = new ScriptedChatClient(ScriptedChatClient.Verdict(0.1));
        ChatTierDetector detector = Detector(client, new ChatTierOptions { MaxAnswers = 2 });
        foreach (string names in new[] { "a", "b", "a", "c", "a", "b" })
        {
            await detector.ScoreAsync(Logs.Window(names));
        }

        Assert.Equal(4, client.Requests.Count);
        Assert.Equal(2, _usage.CachedAnswers);
    }

    [Fact]
    public async Task ScoreAsync_OfManyWindows_BoundsWhatIsUnderWay()
    {
        var gate = new TaskCompletionSource();
        var client = new ScriptedChatClient(async (_, _) =>
        {
            await gate.Task;
            return await ScriptedChatClient.Verdict(0.1)("", default);
        });
        ChatTierDetector detector = Detector(client, new ChatTierOptions { Concurrency = 3 });
        float[] scores = new float[10];
        Task one = detector.ScoreAsync(Enumerable.Range(0, 10).Select(i => Logs.Window("w" + i)).ToArray(), scores).AsTask();
        Task two = detector.ScoreAsync(Enumerable.Range(10, 10).Select(i => Logs.Window("w" + i)).ToArray(), new float[10]).AsTask();
        Assert.True(SpinWait.SpinUntil(() => client.MostAtATime == 3, TimeSpan.FromSeconds(30)));
        gate.SetResult();
        await Task.WhenAll(one, two);
        Assert.Equal((3, 20), (client.MostAtATime, client.Requests.Count));
    }

    [Theory]
    [InlineData("I think it is fine.", "not the JSON object")]
    [InlineData("""{"anomalous": true, "probability": 1.5, "reason": "x", "lines": []}""", "must be 0 to 1")]
    [InlineData("""{"anomalous": false, "probability": 0.9, "reason": "x", "lines": []}""", "above 0.5 exactly")]
    [InlineData("""{"anomalous": true, "reason": "x", "lines": []}""", "probability")]
    [InlineData("""{"anomalous": true, "probability": 0.9, "reason": "x", "lines": [], "note": 1}""", "note")]
    [InlineData("""{"anomalous": true, "anomalous": true, "probability": 0.9, "reason": "x", "lines": []}""", "anomalous")]
    [InlineData("""{"anomalous": true, "probability": 0.9, "reason": null, "lines": []}""", "reason")]
    [InlineData("null", "null")]
    [InlineData("", "not the JSON object")]
    public async Task ScoreAsync_OfABadAnswer_AsksOnceMoreAndSaysWhatIsWrong(string answer, string problem)
    {
        var client = new ScriptedChatClient(ScriptedChatClient.Says(answer), ScriptedChatClient.Verdict(0.75, "L1"));
        Assert.Equal(3, await Detector(client).ScoreAsync(Logs.Window("a")), 0.01);
        Assert.Equal(2, client.Requests.Count);
        ChatMessage[] again = client.Requests.Last().Messages;
        Assert.Equal([ChatRole.System, ChatRole.User, ChatRole.Assistant, ChatRole.User], again.Select(message => message.Role));
        Assert.Equal(answer, again[2].Text);
        Assert.Contains(problem, again[3].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ScoreAsync_OfTwoBadAnswers_Fails()
    {
        var client = new ScriptedChatClient(ScriptedChatClient.Says("no"));
        ChatTierException e = await Assert.ThrowsAsync<ChatTierException>(() => Detector(client).ScoreAsync(Logs.Window("a")));
        Assert.Equal(ChatFailure.Answer, e.Failure);
        Assert.Equal((2, 2L, 1L), (client.Requests.Count, _usage.Requests, _usage.Of(ChatFailure.Answer)));
    }

    [Fact]
    public async Task ScoreAsync_OfAnAnswerInAFence_ReadsIt()
    {
        var client = new ScriptedChatClient(ScriptedChatClient.Says("```json\n{\"anomalous\": true, \"probability\": 0.75, \"reason\": \" a\\u0007b \", \"lines\": [\"L1\"]}\n```\n"));
        ChatTierDetector detector = Detector(client);
        LogWindow window = Logs.Window("a");
        Assert.Equal(3, await detector.ScoreAsync(window), 0.01);
        Assert.Equal("a\uFFFDb", Assert.Single(detector.Evidence(window)).Statement);
    }

    [Fact]
    public async Task ScoreAsync_OfAClientThatThrows_SaysSoWithoutItsSecrets()
    {
        var client = new ScriptedChatClient(ScriptedChatClient.Throws(new HttpRequestException("401: Incorrect API key sk" + "-proj-abcdefghijklmnop1234 for https://u:pw1@x.test")));
        ChatTierException e = await Assert.ThrowsAsync<ChatTierException>(() => Detector(client).ScoreAsync(Logs.Window("a")));
        Assert.Equal("The chat client failed with HttpRequestException: 401: Incorrect API key <TOKEN_1> for https://<USER_1>:<SECRET_1>@x.test", e.Message);
        Assert.Null(e.InnerException);
        Assert.Equal((0, 0), (_usage.InputTokens, _usage.OutputTokens));
    }

    [Fact]
    public async Task ScoreAsync_WhenSomeWindowsFail_KeepsTheOthers()
    {
        var client = new ScriptedChatClient((text, token) => text.Contains("bad", StringComparison.Ordinal) ? throw new IOException("gone") : ScriptedChatClient.Verdict(0.75, "L1")(text, token));
        float[] scores = new float[3];
        await Detector(client).ScoreAsync(new[] { Logs.Window("a"), Logs.Window("bad"), Logs.Window("b") }, scores);
        Assert.Equal([3, float.NaN, 3], scores.Select(score => MathF.Round(score)));
        Assert.Equal(1, _usage.Of(ChatFailure.Client));
    }

    [Fact]
    public async Task ScoreAsync_Cancelled_ThrowsThatAlone()
    {
        using var stop = new CancellationTokenSource();
        var client = new ScriptedChatClient(async (_, token) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
            return new ChatResponse();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Detector(client).ScoreAsync(new[] { Logs.Window("a") }, new float[1], stop.Token).AsTask());
        Assert.Equal(0, _usage.Failures);
    }

    [Fact]
    public async Task ScoreAsync_CancelledByTheOneWhoAsked_IsAskedByTheOther()
    {
        using var stop = new CancellationTokenSource();
        var asked = new TaskCompletionSource();
        var client = new ScriptedChatClient(
            async (_, token) =>
            {
                asked.SetResult();
                await Task.Delay(Timeout.Infinite, token);
                return new ChatResponse();
            },
            ScriptedChatClient.Verdict(0.75, "L1"));
        ChatTierDetector detector = Detector(client);
        Task first = detector.ScoreAsync(new[] { Logs.Window("a") }, new float[1], stop.Token).AsTask();
        await asked.Task;
        Task<float> second = detector.ScoreAsync(Logs.Window("a"));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(3, await second, 0.01);
    }

    [Fact]
    public async Task Usage_OfAnswers_IsWhatTheMeterShows()
    {
        var seen = new Dictionary<string, double>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, own) => { if (instrument.Name.StartsWith("logguardian.chat", StringComparison.Ordinal)) own.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
        using var usage = new ChatUsage(pipeline: "metered");
        var counted = new UsageDetails { InputTokenCount = 2_000, OutputTokenCount = 100 };
        var client = new ScriptedChatClient(ScriptedChatClient.Says("""{"anomalous": false, "probability": 0.1, "reason": "", "lines": ["L9"]}""", counted));
        ChatTierDetector detector = Detector(client, new ChatTierOptions { Usage = usage, InputPrice = 3, OutputPrice = 15 });
        await detector.ScoreAsync(Logs.Window("password=hunter2 10.0.0.1"));
        await detector.ScoreAsync(Logs.Window("password=hunter3 10.0.0.1"));
        listener.RecordObservableInstruments();
        Assert.Equal((1, 2_000, 100, 0.0075m, 2, 1, 1), (usage.Requests, usage.InputTokens, usage.OutputTokens, usage.Cost, usage.Redactions, usage.RejectedLines, usage.CachedAnswers));
        Assert.Equal((1, 2_000, 100, 0.0075), (seen["logguardian.chat.requests"], seen["logguardian.chat.tokens input"], seen["logguardian.chat.tokens output"], seen["logguardian.chat.cost"]));
        Assert.Equal(0, seen["logguardian.chat.failures timeout"]);

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags[0].Value is "metered")
            {
                seen[tags.Length > 1 ? $"{instrument.Name} {tags[1].Value}" : instrument.Name] = value;
            }
        }
    }

    private ChatTierDetector Detector(IChatClient client, ChatTierOptions? options = null)
    {
        ChatTierOptions own = options ?? new ChatTierOptions();
        return new ChatTierDetector(client, (own with { Usage = own.Usage ?? _usage }).Validated(), new StageContext(_clock, NullLoggerFactory.Instance, 1));
    }
}
