using LogGuardian.Evaluation;
using static LogGuardian.Tests.Evaluation.Methods.TestUnits;

namespace LogGuardian.Tests.Evaluation.Methods;

public class SequenceMethodTests
{
    [Fact]
    public async Task NewEvents_Unit_ScoresTheShareAndNamesTheLines()
    {
        IEvaluationMethod method = await TrainedAsync("new-events", AllOf("0 1 2"));
        UnitScore score = (await method.ScoreAsync(Unit("0 7 1 8")))[0];
        Assert.Equal(0.5, score.Score);
        Assert.Equal([1, 3], score.SuspectLines.ToArray());
        Assert.True(score.Score >= method.Threshold);
        Assert.False(await method.PredictAsync("2 2 2 1"));
    }

    [Theory]
    [InlineData("0 0", 0, false)]
    [InlineData("0 0 0 0", 0, false)]
    [InlineData("0", 1, true)]
    [InlineData("0 0 0 0 0 0 0 0", 1, true)]
    public async Task Length_Unit_ScoresHowManyTimesAsLongOrShort(string unit, double expected, bool predicted)
    {
        IEvaluationMethod method = await TrainedAsync("length", AllOf("0 0", "0 0 0 0"));
        Assert.Equal(expected, await method.ScoreAsync(unit));
        Assert.Equal(predicted, await method.PredictAsync(unit));
    }

    [Fact]
    public async Task Bigrams_Unit_ScoresTheShareOfNewPairsWithBothEdges()
    {
        IEvaluationMethod method = await TrainedAsync("bigrams", Unit("0 1 2").Times(10));

        // Pairs: ^0, 02 (new), 21 (new), 1$ (new).
        UnitScore score = (await method.ScoreAsync(Unit("0 2 1")))[0];
        Assert.Equal(0.75, score.Score);
        Assert.Equal([1, 2], score.SuspectLines.ToArray());
        Assert.True(await method.PredictAsync("0 1"));
        Assert.Equal(0, await method.ScoreAsync("0 1 2"));
    }

    [Fact]
    public async Task Bigrams_Threshold_LeavesOutTheFirstHalfOfTraining()
    {
        // Of eight units the fifth brings 2 new pairs of 3 and is scored before it is learned; the first ones do not count.
        IEvaluationMethod method = await TrainedAsync("bigrams", [.. Unit("0 1").Times(4), Unit("0 2"), .. Unit("0 1").Times(3)]);
        Assert.Equal(Math.BitIncrement(2.0 / 3), method.Threshold);
    }

    [Fact]
    public void NextEventModel_Bits_AreThoseOfWittenAndBell()
    {
        var model = new NextEventModel();
        model.Learn([], 5);
        model.Learn([5], 6);
        model.Learn([5, 6], 5);
        model.Learn([5, 6, 5], 7);

        // No context: 5 twice, 6 and 7 once; 3 kinds of 4 events; a fourth kind is what is unknown.
        double six = (1 + (3 * 0.25)) / 7;
        double never = 3 * 0.25 / 7;

        // The beginning: only 5 came, once. After it 6 never came there.
        Assert.Equal(-Math.Log2((0 + six) / 2), model.Bits([], 6), 12);

        // After 9, which no context knows, the empty context speaks.
        Assert.Equal(-Math.Log2(six), model.Bits([9], 6), 12);
        Assert.Equal(-Math.Log2(never), model.Bits([9], 99), 12);

        // After 5: 6 once, 7 once. Further back nothing is known, as 9 never came before 5.
        double afterFive = (1 + (2 * six)) / 4;
        Assert.Equal(-Math.Log2(afterFive), model.Bits([9, 5], 6), 12);

        // After the beginning and 5: 6 once.
        Assert.Equal(-Math.Log2((1 + afterFive) / 2), model.Bits([5], 6), 12);
    }

    [Fact]
    public void NextEventModel_Probabilities_SumToOneOverKnownAndUnknown()
    {
        var model = new NextEventModel();
        int[] events = [1, 2, 3, 1, 2, 4, 1, 2, 3];
        for (int i = 0; i < events.Length; i++)
        {
            model.Learn(events.AsSpan(0, i), events[i]);
        }

        foreach (int[] before in new int[][] { [], [1], [1, 2], [9, 1, 2], [1, 2, 3, 1, 2], [3, 3] })
        {
            Assert.Equal(1, new[] { 1, 2, 3, 4, 99 }.Sum(next => Math.Pow(2, -model.Bits(before, next))), 12);
        }
    }

    [Fact]
    public async Task NextEvent_OneEventOutOfOrder_IsTheFirstSuspect()
    {
        IEvaluationMethod method = await TrainedAsync("next-event", Enumerable.Repeat(AllOf("0 1 2 3 4 5", "0 1 2 4 3 5"), 200).SelectMany(units => units));
        UnitScore score = (await method.ScoreAsync(Unit("0 1 2 3 5 4")))[0];
        Assert.True(score.Score >= method.Threshold);
        Assert.Equal(4, score.SuspectLines.Span[0]);
        UnitScore normal = (await method.ScoreAsync(Unit("0 1 2 4 3 5")))[0];
        Assert.True(normal.Score < method.Threshold);
        Assert.True(normal.SuspectLines.IsEmpty);
    }

    [Fact]
    public async Task NextEvent_MissingEnd_IsSeen()
    {
        IEvaluationMethod method = await TrainedAsync("next-event", Unit("0 1 2 3").Times(300));
        Assert.True(await method.PredictAsync("0 1 2"));
        Assert.False(await method.PredictAsync("0 1 2 3"));
    }

    [Fact]
    public async Task Simple_Unit_IsAnomalousWhenOneMemberSaysSo()
    {
        string[] members = ["new-events", "length", "bigrams", "count-distance"];
        IEnumerable<EvaluationUnit> training = Enumerable.Repeat(AllOf("0 1 2", "0 1 1 2", "0 1 1 1 2"), 100).SelectMany(units => units);
        IEvaluationMethod simple = await TrainedAsync("simple", training);
        foreach (string unit in new[] { "0 1 2", "0 1 1 2", "0 2 1", "0 1", "0 1 1 1 1 1 1 1 1 2", "0 9 2" })
        {
            bool any = false;
            foreach (string name in members)
            {
                any |= await (await TrainedAsync(name, training)).PredictAsync(unit);
            }

            Assert.Equal(any, await simple.PredictAsync(unit));
        }

        // Each member alone is enough: a new event, a length, an order, a count.
        Assert.False(await simple.PredictAsync("0 1 1 2"));
        Assert.True(await simple.PredictAsync("0 2 1"));
    }
}
