using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Pipeline;

public class AnomalyDetectorBuilderTests
{
    [Fact]
    public void Build_NothingConfigured_ListsEveryProblemWithItsFix()
    {
        var error = Assert.Throws<DetectorConfigurationException>(() => new AnomalyDetectorBuilder().Build());
        Assert.Equal(
            [
                "There is no parser; call ParseWithTemplates() from the package LogGuardian.Parsing.",
                "There is no window; call WindowByCount(100), WindowByTime(…) or WindowBySession(…).",
                "There is no detector; call DetectWithDefaults(), or one of the detectors by itself.",
            ],
            error.Problems);
        Assert.Equal("The detector cannot be built:" + string.Concat(error.Problems.Select(problem => Environment.NewLine + "- " + problem)), error.Message);
    }

    [Fact]
    public void Build_StagesGivenTwice_AreReported()
    {
        AnomalyDetectorBuilder builder = Complete().WindowByCount(5).ParseWith(_ => new WordParser()).DetectWithNovelty();
        var error = Assert.Throws<DetectorConfigurationException>(builder.Build);
        Assert.Equal(
            [
                "There is more than one window; keep one call of WindowBy…().",
                "There is more than one parser; keep one call of ParseWith…().",
                "2 detectors are named 'novelty'; names must be unique. Call each DetectWith… once.",
            ],
            error.Problems);
    }

    [Fact]
    public void Build_Twice_IsRefused()
    {
        AnomalyDetectorBuilder builder = Complete();
        using AnomalyDetector detector = builder.Build();
        var error = Assert.Throws<DetectorConfigurationException>(builder.Build);
        Assert.Equal(["The builder was used already; make a new one for each detector."], error.Problems);
    }

    [Fact]
    public void WithLearning_BadOption_NamesValueRuleAndFix()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new AnomalyDetectorBuilder().WithLearning(new LearningOptions { WarmUpLines = -1 }));
        Assert.StartsWith("WarmUpLines is -1; it must be 0 to 1000000. The default is 5000.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithLearning_OptionsChangedLater_AreNotSeen()
    {
        var options = new LearningOptions { WarmUpLines = 10 };
        AnomalyDetectorBuilder builder = Complete().WithLearning(options);
        options.WarmUpLines = -5;
        using AnomalyDetector detector = builder.Build();
        Assert.NotNull(detector);
    }

    [Fact]
    public async Task RunAsync_NoSourceOrSink_SaysWhichCallIsMissing()
    {
        using AnomalyDetector noSource = Complete().Build();
        Assert.Equal("There is no source to run; call From(…) on the builder, or use DetectAsync.", (await Assert.ThrowsAsync<InvalidOperationException>(() => noSource.RunAsync())).Message);
        using AnomalyDetector noSink = Complete().From(ListSource.Of("a")).Build();
        Assert.Equal("There is no sink to run; call EmitTo…(…) on the builder, or use DetectAsync.", (await Assert.ThrowsAsync<InvalidOperationException>(() => noSink.RunAsync())).Message);
    }

    internal static AnomalyDetectorBuilder Complete() => new AnomalyDetectorBuilder().ParseWith(_ => new WordParser()).WindowByCount(10).DetectWithNovelty();
}
