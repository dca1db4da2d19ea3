using LogGuardian.Evaluation;
using static LogGuardian.Tests.Evaluation.Methods.TestUnits;

namespace LogGuardian.Tests.Evaluation.Methods;

public class BaselineMethodTests
{
    [Fact]
    public async Task Random_ManyUnits_PredictsHalfOfThem()
    {
        IEvaluationMethod method = await TrainedAsync("random", AllOf("0"));
        UnitScore[] scores = await method.ScoreAsync([.. Unit("0").Times(10_000)]);
        Assert.InRange(scores.Count(score => score.Score >= method.Threshold), 4_800, 5_200);
        Assert.All(scores, score => Assert.InRange(score.Score, 0, 1));
    }

    [Fact]
    public async Task AllNormal_AnyUnit_IsNotPredicted()
    {
        IEvaluationMethod method = await TrainedAsync("all-normal", AllOf("0"));
        Assert.Equal(0, await method.ScoreAsync("7 8 9"));
        Assert.False(await method.PredictAsync("7 8 9"));
    }

    [Fact]
    public async Task Lookup_SequenceThatWasSeen_ScoresItsShareOfAnomalies()
    {
        IEvaluationMethod method = await TrainedAsync("lookup", [.. Unit("0 1", false).Times(3), Unit("0 1", true), Unit("1 0", true), Unit("2", false)]);
        Assert.Equal(0.25, await method.ScoreAsync("0 1"));
        Assert.Equal(1, await method.ScoreAsync("1 0"));
        Assert.Equal(0, await method.ScoreAsync("2"));
    }

    [Fact]
    public async Task Lookup_SequenceThatWasNotSeen_ScoresWhatTrainingSaysOfNewOnes()
    {
        // Four sequences were new when they came; one of those units was anomalous.
        IEvaluationMethod method = await TrainedAsync("lookup", [Unit("0", true), Unit("1", false), Unit("1", true), Unit("2", false), Unit("3", false)]);
        Assert.Equal(0.25, await method.ScoreAsync("9"));
        Assert.False(await method.PredictAsync("9"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(null)]
    public async Task Lookup_TrainedOnNormalOnly_TakesAnythingNewForAnomalous(bool? label)
    {
        IEvaluationMethod method = await TrainedAsync("lookup", [Unit("0 1", label), Unit("1", label)]);
        Assert.False(await method.PredictAsync("0 1"));
        Assert.True(await method.PredictAsync("1 0"));
    }

    [Fact]
    public async Task LookupCounts_OtherOrder_IsTheSame()
    {
        IEvaluationMethod method = await TrainedAsync("lookup-counts", [Unit("0 1 1", false), Unit("2", true)]);
        Assert.Equal(0, await method.ScoreAsync("1 0 1"));
        Assert.Equal(0.5, await method.ScoreAsync("0 1"));
    }
}
