using LogGuardian.Inference;
using LogGuardian.TestModels;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Inference.LogLlm;

/// <summary>The score is the odds that the equations give, however the bundle is made and whoever asks.</summary>
public sealed class LogLlmScoreTests
{
    [Theory]
    [InlineData(1, false, false, false, false)]
    [InlineData(2, true, false, true, false)]
    [InlineData(1, false, true, false, true)]
    [InlineData(2, true, true, true, true)]
    [InlineData(0, false, false, false, false)]
    public async Task Score_OfRandomWindows_IsTheOddsOfTheReference(int projectorLayers, bool positions, bool past, bool allRows, bool embedTokens)
    {
        using var bundle = new LogLlmBundle(new TestBundleOptions
        {
            ProjectorLayers = projectorLayers,
            PositionIds = positions,
            Past = past,
            AllRows = allRows,
            EmbedTokens = embedTokens,
        });
        LogLlmDetector detector = bundle.Detector();
        foreach (int count in new[] { 1, 2, 17, 128 })
        {
            string[] messages = LogLlmBundle.Messages(count, seed: count);
            Near(bundle.OddsOf(messages), await detector.ScoreAsync(LogLlmBundle.Window(messages)));
        }
    }

    [Fact]
    public async Task Score_OfWindowsOfEveryLength_IsTheOddsOfTheReference()
    {
        using var bundle = new LogLlmBundle(new TestBundleOptions { Decoder = new ModelShape(1, 32) });
        LogLlmDetector detector = bundle.Detector();
        for (int count = 1; count <= 128; count++)
        {
            string[] messages = [.. LogLlmBundle.Messages(12, seed: 1).Concat(LogLlmBundle.Messages(12, seed: 1).Reverse()), .. LogLlmBundle.Messages(104, seed: 3)];
            Near(bundle.OddsOf(messages[..count]), await detector.ScoreAsync(LogLlmBundle.Window(messages[..count])));
        }
    }

    [Fact]
    public async Task Score_OfAnInt8Bundle_IsNearThatOfTheReference()
    {
        using var bundle = new LogLlmBundle(new TestBundleOptions { Quantized = true, Failure = "kernel panic not syncing" });
        string[] normal = [.. TestBundle.NormalMessages];
        string[] failure = [.. normal, "kernel panic not syncing"];
        LogLlmDetector detector = bundle.Detector();
        Assert.InRange(Math.Log(await detector.ScoreAsync(LogLlmBundle.Window(normal))) - bundle.Reference.LogOddsOf(normal), -0.5, 0.5);
        Assert.InRange(Math.Log(await detector.ScoreAsync(LogLlmBundle.Window(failure))) - bundle.Reference.LogOddsOf(failure), -0.5, 0.5);
    }

    [Fact]
    public async Task Score_OfKnownMessages_IsTheSameAsTheFirstTime()
    {
        using var bundle = new LogLlmBundle();
        LogWindow window = LogLlmBundle.Window(LogLlmBundle.Messages(40, seed: 8));
        LogLlmDetector detector = bundle.Detector();
        float cold = await detector.ScoreAsync(window);
        float warm = await detector.ScoreAsync(window);
        float small = await bundle.Detector(new LogLlmOptions { MaxCachedRows = 16 }).ScoreAsync(window);
        Assert.Equal(cold, warm);
        Assert.Equal(cold, small);
    }

    [Fact]
    public async Task Score_OfALongWindow_IsThatOfItsStrangestPart()
    {
        using var bundle = new LogLlmBundle();
        LogLlmDetector detector = bundle.Detector();
        string[] messages = LogLlmBundle.Messages(300, seed: 5);
        double[] parts = [.. messages.Chunk(128).Select(bundle.OddsOf)];
        Assert.Equal(3, parts.Distinct().Count());
        Near(parts.Max(), await detector.ScoreAsync(LogLlmBundle.Window(messages)));
    }

    [Fact]
    public async Task Score_OfSeveralWindows_IsThatOfEach()
    {
        using var bundle = new LogLlmBundle();
        LogLlmDetector detector = bundle.Detector();
        int[] lengths = [.. Enumerable.Repeat(20, 11), 3, 3, 150, 20, .. Enumerable.Repeat(7, 9)];
        LogWindow[] windows = [.. lengths.Select((length, i) => LogLlmBundle.Window(LogLlmBundle.Messages(length, seed: i)))];
        float[] together = new float[windows.Length + 1];
        together[^1] = -3;
        await detector.ScoreAsync(windows, together);
        for (int i = 0; i < windows.Length; i++)
        {
            Near(await detector.ScoreAsync(windows[i]), together[i], 1e-5);
        }

        Assert.Equal(-3, together[^1]);
    }

    [Fact]
    public async Task Score_ForManyCallers_IsTheSame()
    {
        using var bundle = new LogLlmBundle();
        LogWindow[] windows = [.. Enumerable.Range(0, 12).Select(i => LogLlmBundle.Window(LogLlmBundle.Messages(10 + (i % 4), seed: i)))];
        float[] expected = [.. await Task.WhenAll(windows.Select(window => bundle.Detector().ScoreAsync(window)))];
        LogLlmDetector detector = bundle.Detector(new LogLlmOptions { Workers = 3 });
        await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(async () =>
        {
            for (int i = 0; i < windows.Length; i++)
            {
                int window = (i + caller) % windows.Length;
                Near(expected[window], await detector.ScoreAsync(windows[window]), 1e-5);
            }
        })));
    }

    [Fact]
    public async Task Score_OfEqualTemplatesWithOtherValues_FollowsTheMasksOfTheBundle()
    {
        using var byTemplate = new LogLlmBundle(new TestBundleOptions { Masks = "template" });
        using var byContent = new LogLlmBundle(new TestBundleOptions { Masks = "none" });
        LogWindow Of(string text) => new(WindowKind.Count, new[] { Logs.Log("disk <*>", text: text) });
        Assert.Equal(await byTemplate.Detector().ScoreAsync(Of("disk full")), await byTemplate.Detector().ScoreAsync(Of("disk ok")));
        Near(byTemplate.OddsOf(["disk <*>"]), await byTemplate.Detector().ScoreAsync(Of("disk full")));
        Near(byContent.OddsOf(["disk full"]), await byContent.Detector().ScoreAsync(Of("disk full")));
        Assert.NotEqual(await byContent.Detector().ScoreAsync(Of("disk full")), await byContent.Detector().ScoreAsync(Of("disk ok")));
    }

    [Fact]
    public async Task Score_OfClearCases_IsFinite()
    {
        using var bundle = new LogLlmBundle(new TestBundleOptions { Failure = "kernel panic not syncing", Loudness = 100 });
        LogLlmDetector detector = bundle.Detector();
        float[] scores = [await detector.ScoreAsync(LogLlmBundle.Window(["kernel panic not syncing"])), await detector.ScoreAsync(LogLlmBundle.Window(TestBundle.NormalMessages))];
        Assert.Equal(Math.Exp(20), scores[0], 1e-5 * Math.Exp(20));
        Assert.Equal(Math.Exp(-20), scores[1], 1e-12);
    }

    private static void Near(double expected, double actual, double share = 1e-4) => Assert.InRange(actual, expected * (1 - share), expected * (1 + share));
}
