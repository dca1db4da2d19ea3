using System.Globalization;
using LogGuardian.Tests.TestKit;
using Microsoft.Extensions.AI;

namespace LogGuardian.Tests.Inference.Chat;

/// <summary>Fast detectors and a chat model in one pipeline.</summary>
public sealed class ChatPipelineTests : IDisposable
{
    private const string No = """{"anomalous": false, "probability": 0.02, "reason": "Ordinary.", "lines": []}""";
    private readonly ChatUsage _usage = new();

    public void Dispose() => _usage.Dispose();

    [Fact]
    public async Task DetectAsync_WithAModel_TakesItsVerdictAsEvidence()
    {
        await using var server = new OpenAiServer(request => request.GetRawText().Contains("panic", StringComparison.Ordinal)
            ? OpenAiServer.Completion("""{"anomalous": true, "probability": 0.97, "reason": "The kernel panics.", "lines": ["L2"]}""")
            : OpenAiServer.Completion(No));
        Detection anomaly = Assert.Single(await DetectAsync(OpenAiChatTests.Client(server), new ChatTierOptions()), detection => detection.IsAnomaly);
        Assert.Null(anomaly.Failure);
        Assert.Contains(anomaly.Tiers, tier => tier.Detector == "chat");
        Evidence verdict = Assert.Single(anomaly.Evidence, evidence => evidence.Kind == EvidenceKind.ModelVerdict);
        Assert.Equal("The kernel panics.", verdict.Statement);
        Assert.Contains(anomaly.Evidence, evidence => evidence.Kind == EvidenceKind.UnseenTemplate);
    }

    [Theory]
    [InlineData("fails", "HttpRequestException: refused")]
    [InlineData("hangs", "did not answer within 0.05 seconds")]
    [InlineData("babbles", "cannot be used")]
    [InlineData("is spent", "budget of the hour")]
    public async Task DetectAsync_WithAModelThat_LeavesTheOthersTheirAnomalies(string how, string failure)
    {
        var client = new ScriptedChatClient(how switch
        {
            "fails" => ScriptedChatClient.Throws(new HttpRequestException("refused")),
            "hangs" => (_, token) => Task.Delay(Timeout.Infinite, token).ContinueWith(_ => new ChatResponse(), TaskScheduler.Default),
            "babbles" => ScriptedChatClient.Says("As a language model,"),
            _ => ScriptedChatClient.Says(No),
        });
        var options = new ChatTierOptions { BreakAfter = 1_000, TokensPerHour = how == "is spent" ? 0 : null, TokensPerDay = null };
        Detection[] alone = await DetectAsync(null, options);
        Detection[] detections = await DetectAsync(client, options with { Timeout = how == "hangs" ? TimeSpan.FromMilliseconds(50) : options.Timeout });
        Assert.Equal(alone.Select(detection => (detection.Label, detection.Score)), detections.Select(detection => (detection.Label, detection.Score)));
        Detection anomaly = Assert.Single(detections, detection => detection.IsAnomaly);
        Assert.Contains("Detector 'chat' failed", anomaly.Failure, StringComparison.Ordinal);
        Assert.Contains(failure, anomaly.Failure, StringComparison.Ordinal);
        Assert.DoesNotContain(anomaly.Tiers, tier => tier.Detector == "chat");
        Assert.Equal(how == "is spent" ? 0 : 1, Math.Min(1, client.Requests.Count));
    }

    [Fact]
    public async Task DetectAsync_WhileTheStreamTeaches_AsksOnceForWhatLooksTheSame()
    {
        using var client = new ScriptedChatClient(ScriptedChatClient.Says(No));
        await DetectAsync(client, new ChatTierOptions(), teaches: true);

        // One for all windows that were learned, and one for each of the three others, whichever of the detector's instances asks.
        Assert.InRange(client.Requests.Count, 1, 4);
    }

    [Fact]
    public void DetectWithChatClient_Twice_IsRefused()
    {
        using var client = new ScriptedChatClient(ScriptedChatClient.Says(No));
        DetectorConfigurationException e = Assert.Throws<DetectorConfigurationException>(() => Builder(client, new ChatTierOptions(), teaches: false).DetectWithChatClient(client).Build());
        Assert.Contains("'chat'", e.Message, StringComparison.Ordinal);
    }

    private AnomalyDetectorBuilder Builder(IChatClient? client, ChatTierOptions options, bool teaches)
    {
        AnomalyDetectorBuilder builder = new AnomalyDetectorBuilder()
            .ParseWith(_ => new WordParser())
            .WindowByCount(4)
            .DetectWithNovelty()
            .WithLearning(new LearningOptions { ContinueOnNormal = teaches });
        return client is null ? builder : builder.DetectWithChatClient(client, options with { Usage = _usage });
    }

    /// <summary>Learns ordinary lines, and judges two ordinary windows and one with a line never seen.</summary>
    private async Task<Detection[]> DetectAsync(IChatClient? client, ChatTierOptions options, bool teaches = false)
    {
        using AnomalyDetector detector = Builder(client, options, teaches).Build();
        await detector.LearnAsync(ListSource.Of([.. Enumerable.Range(0, 80).Select(i => string.Create(CultureInfo.InvariantCulture, $"{(i % 2 == 0 ? "open" : "close")} {i % 4}"))]));
        var detections = new List<Detection>();
        await foreach (Detection detection in detector.DetectAsync(ListSource.Of("open 1", "close 1", "open 2", "close 2", "open 1", "panic! now", "panic! now", "close 1", "open 1", "close 1", "open 2", "close 2")))
        {
            detections.Add(detection);
        }

        return [.. detections];
    }
}
