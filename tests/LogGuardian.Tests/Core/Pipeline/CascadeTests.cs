using System.Diagnostics.Metrics;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Pipeline;

/// <summary>Dear detectors are asked for few windows, and what they say counts in place of what cheaper ones guessed.</summary>
public class CascadeTests
{
    [Fact]
    public async Task DetectAsync_DearerTier_IsAskedForTheStrangestNormalWindowsAndForThoseThatWouldBeReported()
    {
        var fast = new ScriptedDetector("fast", DetectorTier.Fast, window => Place(window) % 100 / 200f);
        var model = new ScriptedDetector("model", DetectorTier.Model, _ => 0.2f) { Settles = ["fast"] };
        using AnomalyDetector detector = await LearnedAsync(new CascadeOptions(), fast, model);
        model.Asked.Clear();
        List<Detection> detections = await DetectAsync(detector, Windows(1000, 1100));

        // Scores of 0 to 0.495, evenly: one in twenty is passed on.
        Assert.InRange(model.Asked.Count, 3, 7);
        Assert.All(model.Asked, window => Assert.InRange(Place(window) % 100, 92, 99));
        Assert.All(detections, detection => Assert.Equal(model.Asked.Contains(detection.Window), detection.Tiers.Any(tier => tier.Detector == "model")));
        Assert.All(detections, detection => Assert.Null(detection.Failure));

        fast.Answer = _ => 1.2f;
        await DetectAsync(detector, Windows(2000, 2003));
        Assert.Equal(3, model.Asked.Count(window => Place(window) >= 2000));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 100)]
    public async Task DetectAsync_NothingOrAllPassedOn_AsksTheDearerTierForNoneOrAll(double passedOn, int asked)
    {
        var model = new ScriptedDetector("model", DetectorTier.Model, _ => 0.2f);
        var fast = new ScriptedDetector("fast", DetectorTier.Fast, window => Place(window) % 100 / 200f);
        using AnomalyDetector detector = await LearnedAsync(new CascadeOptions { PassedOn = passedOn }, fast, model);
        model.Asked.Clear();
        await DetectAsync(detector, Windows(1000, 1100));
        Assert.Equal(asked, model.Asked.Count);

        // Sure to be reported, since the model settles nothing: asked only where all are.
        fast.Answer = _ => 30;
        await DetectAsync(detector, Windows(2000, 2010));
        Assert.Equal(asked + (asked / 10), model.Asked.Count);
    }

    [Fact]
    public async Task DetectAsync_DetectorThatSettlesAnother_DrawsItsScoreDownAndUp()
    {
        var fast = new ScriptedDetector("fast", DetectorTier.Fast, _ => 0);
        var other = new ScriptedDetector("other", DetectorTier.Fast, _ => 0);
        var model = new ScriptedDetector("model", DetectorTier.Model, _ => 0.1f) { Settles = ["fast"] };
        using AnomalyDetector detector = await LearnedAsync(new CascadeOptions(), fast, other, model);

        fast.Answer = _ => 3;
        Detection excused = Assert.Single(await DetectAsync(detector, Windows(1000, 1001)));
        Assert.Equal(Math.Sqrt(3 * 0.1) / (1 + Math.Sqrt(3 * 0.1)), excused.Score, 1e-3);
        Assert.Equal(DetectionLabel.Normal, excused.Label);
        Assert.Equal(0.75, excused.Tiers.Single(tier => tier.Detector == "fast").Score, 1e-6);

        // What it does not settle stays as it is.
        (fast.Answer, other.Answer) = (_ => 0, _ => 3);
        Assert.Equal(0.75, Assert.Single(await DetectAsync(detector, Windows(1000, 1001))).Score, 1e-3);

        (fast.Answer, other.Answer, model.Answer) = (_ => 1.2f, _ => 0, _ => 5);
        Assert.InRange(Assert.Single(await DetectAsync(detector, Windows(1000, 1001))).Score, 0.83f, 0.9f);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DetectAsync_AnomalyThatNoAnswerCouldExcuse_IsNotPassedOn(bool isCalibrated)
    {
        var fast = new ScriptedDetector("fast", DetectorTier.Fast, _ => 0);
        var model = new ScriptedDetector("model", DetectorTier.Model, _ => 0) { Settles = isCalibrated ? [] : ["fast"], IsCalibrated = isCalibrated };
        using AnomalyDetector detector = await LearnedAsync(new CascadeOptions(), fast, model);
        model.Asked.Clear();
        fast.Answer = _ => 30;
        Assert.True(Assert.Single(await DetectAsync(detector, Windows(1000, 1001))).IsAnomaly);
        Assert.Empty(model.Asked);
        fast.Answer = _ => 15;
        Assert.False(Assert.Single(await DetectAsync(detector, Windows(1000, 1001))).IsAnomaly);
        Assert.Single(model.Asked);
    }

    [Fact]
    public async Task DetectAsync_TierThatFails_LeavesTheDecisionToTheOthersAndSaysSo()
    {
        var model = new ScriptedDetector("model", DetectorTier.Model, _ => 0.1f) { Settles = ["fast"] };
        var fast = new ScriptedDetector("fast", DetectorTier.Fast, _ => 0);
        using AnomalyDetector detector = await LearnedAsync(new CascadeOptions(), fast, model);
        fast.Answer = window => Place(window) == 1001 ? 3 : 0;
        model.Answer = _ => throw new InvalidOperationException("The decoder is gone.");
        List<Detection> detections = await DetectAsync(detector, Windows(1000, 1003));
        Assert.Equal([false, true, false], detections.Select(detection => detection.IsAnomaly));
        Assert.Equal([null, "Detector 'model' failed: The decoder is gone.", null], detections.Select(detection => detection.Failure));

        model.Answer = _ => float.NaN;
        Assert.Equal([null, "Detector 'model' gave no answer.", null], (await DetectAsync(detector, Windows(1000, 1003))).Select(detection => detection.Failure));

        fast.Answer = _ => throw new InvalidOperationException("The counts are gone.");
        model.Answer = _ => 4;
        Detection alone = Assert.Single(await DetectAsync(detector, Windows(1000, 1001)));
        Assert.Equal((true, "Detector 'fast' failed: The counts are gone.", "model"), (alone.IsAnomaly, alone.Failure, alone.Tiers.Single().Detector));
    }

    [Fact]
    public async Task LearnAsync_ChatTier_IsNotAskedWhileLearning()
    {
        var chat = new ScriptedDetector("chat", DetectorTier.Chat, _ => 0.1f) { Settles = ["fast"] };
        var fast = new ScriptedDetector("fast", DetectorTier.Fast, window => Place(window) % 100 / 50f);
        using AnomalyDetector detector = await LearnedAsync(new CascadeOptions { PassedOn = 1 }, fast, chat);
        Assert.Empty(chat.Asked);
        await DetectAsync(detector, Windows(1000, 1010));
        Assert.Equal(10, chat.Asked.Count);
    }

    [Fact]
    public async Task DetectAsync_RestoredDetector_PassesOnTheSameWindows()
    {
        static AnomalyDetector Build(ScriptedDetector model) => Builder(new CascadeOptions(), new ScriptedDetector("fast", DetectorTier.Fast, window => Place(window) % 100 / 200f), model).Build();
        var before = new ScriptedDetector("model", DetectorTier.Model, _ => 0.2f);
        var after = new ScriptedDetector("model", DetectorTier.Model, _ => 0.2f);
        using AnomalyDetector saved = Build(before);
        await saved.LearnWindowsAsync(Windows(0, 400).ToAsyncEnumerable());
        using var state = new MemoryStream();
        await saved.SaveStateAsync(state);
        using AnomalyDetector restored = Build(after);
        state.Position = 0;
        await restored.LoadStateAsync(state);
        before.Asked.Clear();
        List<Detection> first = await DetectAsync(saved, Windows(1000, 1100));
        List<Detection> second = await DetectAsync(restored, Windows(1000, 1100));
        Assert.Equal(before.Asked.Select(Place), after.Asked.Select(Place));
        Assert.NotEmpty(after.Asked);
        Assert.Equal(first.Select(detection => (detection.Score, detection.PValue)), second.Select(detection => (detection.Score, detection.PValue)));
    }

    [Fact]
    public async Task DetectAsync_Cascade_CountsWhatEachTierWasAskedAndDecided()
    {
        var counts = new Dictionary<string, long>();
        using var metrics = new PipelineMetrics(null, "cascade");
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name.StartsWith("logguardian.tier.", StringComparison.Ordinal))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        void Count(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            Dictionary<string, object?> named = new(tags.ToArray());
            string key = $"{instrument.Name["logguardian.tier.".Length..]} {named["logguardian.tier"]}";
            if (named[PipelineMetrics.PipelineAttribute] is "cascade")
            {
                counts[key] = counts.GetValueOrDefault(key) + value;
            }
        }

        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Count(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Count(instrument, value >= 0 ? 1 : 0, tags));
        listener.Start();
        var fast = new ScriptedDetector("fast", DetectorTier.Fast, window => Place(window) >= 1007 ? 2 : 0);
        var model = new ScriptedDetector("model", DetectorTier.Model, _ => 0.2f) { Settles = ["fast"] };
        var choosy = new ScriptedDetector("choosy", DetectorTier.Model, window => Place(window) == 1000 ? 0.1f : 0) { IsSelective = true };
        using AnomalyDetector detector = Builder(new CascadeOptions(), fast, model, choosy).WithMetrics(metrics).Build();
        await detector.LearnWindowsAsync(Windows(0, 100).ToAsyncEnumerable());
        await DetectAsync(detector, Windows(1000, 1010));
        Assert.Equal(
            new Dictionary<string, long> { ["windows fast"] = 10, ["duration fast"] = 10, ["windows model"] = 4, ["duration model"] = 4, ["decisions fast"] = 6, ["decisions model"] = 4 }.OrderBy(pair => pair.Key),
            counts.OrderBy(pair => pair.Key));

        // What fails was asked, too.
        counts.Clear();
        model.Answer = _ => throw new InvalidOperationException("The decoder is gone.");
        await DetectAsync(detector, Windows(1007, 1010));
        Assert.Equal((3, 3, 3), (counts["windows model"], counts["duration model"], counts["decisions fast"]));
    }

    [Fact]
    public async Task DetectAsync_DearerDetectorThatChooses_IsAskedForEveryWindowAndCountsWhereItLooked()
    {
        var fast = new ScriptedDetector("fast", DetectorTier.Fast, window => Place(window) % 100 / 200f);
        var other = new ScriptedDetector("other", DetectorTier.Model, _ => 0.1f);
        var model = new ScriptedDetector("model", DetectorTier.Model, window => Place(window) is 1003 or 1090 ? 4 : 0) { IsSelective = true, Settles = ["fast"] };
        using AnomalyDetector detector = await LearnedAsync(new CascadeOptions(), fast, other, model);
        Assert.Equal(400, model.Asked.Count);
        model.Asked.Clear();
        other.Asked.Clear();
        List<Detection> detections = await DetectAsync(detector, Windows(1000, 1100));
        Assert.Equal(100, model.Asked.Count);
        Assert.InRange(other.Asked.Count, 3, 7);
        Assert.Equal([1003L, 1090L], detections.Where(detection => detection.IsAnomaly).Select(detection => detection.Window.FirstLine));

        // The same where a deadline is watched.
        var late = new ScriptedDetector("model", DetectorTier.Model, _ => 0) { IsSelective = true };
        using AnomalyDetector timed = Builder(new CascadeOptions { PassedOn = 0 }, fast, late).WithDeadline(TimeSpan.FromMinutes(1)).Build();
        await timed.LearnWindowsAsync(Windows(0, 20).ToAsyncEnumerable());
        Assert.Equal(20, late.Asked.Count);
    }

    [Fact]
    public async Task DetectAsync_DetectorThatIsCalibrated_IsJoinedAsItIs()
    {
        // Normal windows to which it gives odds of 4: compared with them, it would have to say more than that.
        var fast = new ScriptedDetector("fast", DetectorTier.Fast, _ => 0);
        var model = new ScriptedDetector("model", DetectorTier.Model, _ => 4) { IsCalibrated = true, IsSelective = true };
        using AnomalyDetector detector = await LearnedAsync(new CascadeOptions(), fast, model);
        async Task<Detection> Of(float said, float odds)
        {
            (fast.Answer, model.Answer) = (_ => said, _ => odds);
            return Assert.Single(await DetectAsync(detector, Windows(1000, 1001)));
        }

        // What is not strange to one at all counts as a twentieth, and odds multiply: the root of 0.05 x 80, and of 3 x 0.05.
        Assert.Equal(2 / 3.0, (await Of(0, 80)).Score, 1e-3);
        Assert.False((await Of(0, 15)).IsAnomaly);
        Detection excused = await Of(3, 0.01f);
        Assert.Equal(Math.Sqrt(0.15) / (1 + Math.Sqrt(0.15)), excused.Score, 1e-3);
        Assert.Equal([("fast", 0.75f), ("model", 0.01f / 1.01f)], excused.Tiers.Select(tier => (tier.Detector, tier.Score)));

        // Neither would be reported alone.
        Assert.False((await Of(0.8f, 1)).IsAnomaly);
        Assert.True((await Of(0.8f, 1.5f)).IsAnomaly);

        // Normal windows had odds of 4 beside a twentieth.
        Assert.Equal(1, (await Of(0, 3.9f)).PValue, 1e-6);
        Assert.InRange((await Of(0, 4.1f)).PValue, 0, 0.02);
    }

    [Fact]
    public async Task DetectAsync_DetectorThatIsCalibrated_DecidesAloneWhereNobodyElseSpeaks()
    {
        var fast = new ScriptedDetector("fast", DetectorTier.Fast, _ => 0);
        var model = new ScriptedDetector("model", DetectorTier.Model, _ => 0.02f) { IsCalibrated = true };
        using AnomalyDetector alone = await LearnedAsync(new CascadeOptions(), model);
        using AnomalyDetector both = await LearnedAsync(new CascadeOptions(), fast, model);
        model.Answer = _ => 3;
        Assert.Equal(0.75, Assert.Single(await DetectAsync(alone, Windows(1000, 1001))).Score, 1e-6);
        fast.Answer = _ => throw new InvalidOperationException("The counts are gone.");
        Assert.Equal(0.75, Assert.Single(await DetectAsync(both, Windows(1000, 1001))).Score, 1e-6);

        // And leaves the others what they say, where it fails.
        (fast.Answer, model.Answer) = (_ => 3, _ => throw new InvalidOperationException("The model is gone."));
        Assert.Equal(0.75, Assert.Single(await DetectAsync(both, Windows(1000, 1001))).Score, 1e-3);
    }

    [Fact]
    public async Task DetectAsync_CalibratedDetectorOfADearerTier_IsAskedForTheStrangestNormalWindows()
    {
        var fast = new ScriptedDetector("fast", DetectorTier.Fast, window => Place(window) % 100 / 200f);
        var model = new ScriptedDetector("model", DetectorTier.Model, _ => 0.1f) { IsCalibrated = true };
        using AnomalyDetector detector = await LearnedAsync(new CascadeOptions(), fast, model);
        model.Asked.Clear();
        await DetectAsync(detector, Windows(1000, 1100));
        Assert.InRange(model.Asked.Count, 3, 7);
    }

    [Fact]
    public async Task SaveStateAsync_CalibratedDetector_GoesOnAsItWas()
    {
        static AnomalyDetector Build() => Builder(
            new CascadeOptions(),
            new ScriptedDetector("fast", DetectorTier.Fast, window => Place(window) % 100 / 200f),
            new ScriptedDetector("model", DetectorTier.Model, window => Place(window) % 7) { IsCalibrated = true, IsSelective = true }).WithDeadline(TimeSpan.FromMinutes(1)).Build();
        using AnomalyDetector saved = Build(), restored = Build();
        await saved.LearnWindowsAsync(Windows(0, 400).ToAsyncEnumerable());
        using var state = new MemoryStream();
        await saved.SaveStateAsync(state);
        state.Position = 0;
        await restored.LoadStateAsync(state);
        List<Detection> first = await DetectAsync(saved, Windows(1000, 1100));
        Assert.Equal(first.Select(detection => (detection.Score, detection.PValue)), (await DetectAsync(restored, Windows(1000, 1100))).Select(detection => (detection.Score, detection.PValue)));

        // Odds of 6, as they are.
        Assert.Equal(6 / 7.0, first[7].Tiers.Single(tier => tier.Detector == "model").Score, 1e-6);
    }

    [Theory]
    [InlineData(-0.1, 0.5, "PassedOn is -0.1; it must be 0 to 1. The default is 0.05.")]
    [InlineData(0.1, double.NaN, "Weight is NaN; it must be 0 to 1. The default is 0.5.")]
    public void WithCascade_BadOption_NamesValueRuleAndDefault(double passedOn, double weight, string message)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new AnomalyDetectorBuilder().WithCascade(new CascadeOptions { PassedOn = passedOn, Weight = weight }));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    private static long Place(LogWindow window) => window.FirstLine;

    private static IEnumerable<LogWindow> Windows(int from, int to) => Enumerable.Range(from, to - from).Select(place => Logs.Window("a b", place));

    private static AnomalyDetectorBuilder Builder(CascadeOptions options, params ScriptedDetector[] detectors)
    {
        AnomalyDetectorBuilder builder = new AnomalyDetectorBuilder().ParseWith(_ => new WordParser()).WindowByCount(2)
            .WithLearning(new LearningOptions { ContinueOnNormal = false }).WithCascade(options);
        return detectors.Aggregate(builder, (chain, detector) => chain.DetectWith(_ => detector));
    }

    private static async Task<AnomalyDetector> LearnedAsync(CascadeOptions options, params ScriptedDetector[] detectors)
    {
        AnomalyDetector detector = Builder(options, detectors).Build();
        await detector.LearnWindowsAsync(Windows(0, 400).ToAsyncEnumerable());
        return detector;
    }

    private static async Task<List<Detection>> DetectAsync(AnomalyDetector detector, IEnumerable<LogWindow> windows) =>
        await detector.DetectWindowsAsync(windows.ToAsyncEnumerable()).ToListAsync();
}
