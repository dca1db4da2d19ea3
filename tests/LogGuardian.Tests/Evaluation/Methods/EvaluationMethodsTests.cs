using LogGuardian.Evaluation;
using static LogGuardian.Tests.Evaluation.Methods.TestUnits;

namespace LogGuardian.Tests.Evaluation.Methods;

/// <summary>What holds for every method of the catalogue.</summary>
public class EvaluationMethodsTests
{
    // Events 6 and 7 come together in normal units, events 4 and 5 never do.
    private static readonly string[] Normal = ["0 1 2 1 3", "0 1 1 2 3 4 6 7", "0 1 2 3 5", "0 2 1 1 1 3 5 6 7", "0 1 2 1 2 3 4 4"];
    private static readonly string[] Strange = ["0 4 9 5 5 4 5 5 9 6 6 4 4 5 6 4 4 4", "3 5 5 4 6 6 6 6 0 5 8 5 4 5 4 5 5 4 4 4 5 1 1 1 5 5"];

    public static TheoryData<string> Names => [.. new EvaluationMethods().Descriptions.Keys];

    /// <summary>
    /// An isolation forest only cuts where training units differ, so that it does not see a count beyond all of them; values, severities
    /// and rates are not in events. They have tests of their own.
    /// </summary>
    public static TheoryData<string> NamesThatLook =>
        [.. new EvaluationMethods().Descriptions.Keys.Except(["random", "all-normal", "isolation-forest", "values", "severity", "rates"])];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Create_EveryName_IsAMethodOfThatNameWithOrderlyScores(string name)
    {
        IEvaluationMethod method = await TrainedAsync(name, Training(name));
        Assert.Equal(name, method.Name);
        Assert.True(double.IsFinite(method.Threshold));
        UnitScore[] scores = await method.ScoreAsync(AllOf([.. Normal, .. Strange, "99", "5 6 7"]));
        Assert.All(scores, score => Assert.True(double.IsFinite(score.Score) && score.Score >= 0));
        Assert.All(scores.Zip(AllOf([.. Normal, .. Strange, "99", "5 6 7"])), pair =>
            Assert.All(pair.First.SuspectLines.ToArray(), line => Assert.InRange(line, 0, pair.Second.Events.Length - 1)));
        if (method.ScoresAreProbabilities)
        {
            Assert.All(scores, score => Assert.InRange(score.Score, 0, 1));
        }
    }

    [Theory]
    [MemberData(nameof(NamesThatLook))]
    public async Task ScoreAsync_StrangeUnit_IsAboveEveryNormalOne(string name)
    {
        IEvaluationMethod method = await TrainedAsync(name, Training(name));
        double[] normal = [.. (await method.ScoreAsync(AllOf(Normal))).Select(score => score.Score)];
        double[] strange = [.. (await method.ScoreAsync(AllOf(Strange))).Select(score => score.Score)];
        Assert.True(strange.Min() > normal.Max(), $"{name}: normal {string.Join(' ', normal)}, strange {string.Join(' ', strange)}");
        Assert.All(normal, score => Assert.True(score < method.Threshold));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task ScoreAsync_SameSeed_GivesTheSameScores(string name)
    {
        EvaluationUnit[] units = AllOf([.. Normal, .. Strange]);
        UnitScore[] first = await (await TrainedAsync(name, Training(name), seed: 7)).ScoreAsync(units);
        UnitScore[] second = await (await TrainedAsync(name, Training(name), seed: 7)).ScoreAsync(units);
        Assert.Equal(first.Select(score => score.Score), second.Select(score => score.Score));
    }

    [Theory]
    [InlineData("random")]
    [InlineData("isolation-forest")]
    public async Task ScoreAsync_OtherSeed_GivesOtherScores(string name)
    {
        EvaluationUnit[] units = AllOf([.. Normal, .. Strange]);
        UnitScore[] first = await (await TrainedAsync(name, Training(name), seed: 7)).ScoreAsync(units);
        UnitScore[] second = await (await TrainedAsync(name, Training(name), seed: 8)).ScoreAsync(units);
        Assert.NotEqual(first.Select(score => score.Score), second.Select(score => score.Score));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task ScoreAsync_InBatches_GivesTheScoresOfOneBatch(string name)
    {
        EvaluationUnit[] units = AllOf([.. Normal, .. Strange]);
        UnitScore[] whole = await (await TrainedAsync(name, Training(name))).ScoreAsync(units);
        IEvaluationMethod method = await TrainedAsync(name, Training(name));
        foreach ((EvaluationUnit unit, UnitScore expected) in units.Zip(whole))
        {
            Assert.Equal(expected.Score, (await method.ScoreAsync(unit))[0].Score);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task TrainAsync_LabelsThatAreNotAskedFor_ChangeNothing(string name)
    {
        if (Create(name).Needs.HasFlag(MethodNeeds.Labels))
        {
            return;
        }

        EvaluationUnit[] units = AllOf([.. Normal, .. Strange]);
        UnitScore[] with = await (await TrainedAsync(name, Training(name))).ScoreAsync(units);
        UnitScore[] without = await (await TrainedAsync(name, Training(name).Select(unit => unit.WithoutLabels()))).ScoreAsync(units);
        Assert.Equal(with.Select(score => score.Score), without.Select(score => score.Score));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task TrainAsync_NoUnits_SaysWhatIsNeeded(string name)
    {
        var e = await Assert.ThrowsAsync<ArgumentException>(() => Create(name).TrainAsync(AsyncEnumerable.Empty<EvaluationUnit>()));
        Assert.StartsWith($"Method '{name}' got 0 training units; it needs at least 1. Use a split whose training set is not empty.", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task ScoreAsync_Untrained_SaysWhatIsMissing(string name)
    {
        string message = $"Method '{name}' is not trained; it has no threshold and no scores before. Call TrainAsync first.";
        Assert.Equal(message, (await Assert.ThrowsAsync<InvalidOperationException>(() => Create(name).ScoreAsync(Unit("1")))).Message);
        Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => Create(name).Threshold).Message);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task TrainAsync_Twice_IsRefused(string name)
    {
        IEvaluationMethod method = await TrainedAsync(name, Training(name));
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => method.TrainAsync(Training(name).ToAsyncEnumerable()));
        Assert.Equal($"Method '{name}' was trained before; a method is trained once. Make a new one for each split.", e.Message);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task TrainAsync_Cancelled_Stops(string name)
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Create(name).TrainAsync(Training(name).ToAsyncEnumerable(), stop.Token));
    }

    [Fact]
    public void Create_UnknownName_ListsTheNames()
    {
        var e = Assert.Throws<ArgumentException>(() => Create("unknown"));
        Assert.StartsWith("Method is 'unknown'; it must be one of all-normal, bigrams, clustering, count-distance, counts, counts-pca, decision-tree,", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Descriptions_EveryMethod_SaysWhetherItNeedsLabels() => Assert.All(
        new EvaluationMethods().Descriptions,
        entry => Assert.Equal(Create(entry.Key).Needs.HasFlag(MethodNeeds.Labels), entry.Value.EndsWith("(needs labels)", StringComparison.Ordinal)));

    [Fact]
    public void Add_OwnMethod_IsCreatedWithEventsAndSeed()
    {
        EventTable events = Events();
        (EventTable, int) got = default;
        EvaluationMethods methods = new EvaluationMethods().Add("mine", "my own", (table, seed) =>
        {
            got = (table, seed);
            return Create("random");
        });
        Assert.Equal("random", methods.Create("mine", events, 5).Name);
        Assert.Equal((events, 5), got);
        Assert.Equal("my own", methods.Descriptions["mine"]);
    }

    [Theory]
    [InlineData("knn", "Method name is 'knn'; there is one of that name already. Choose another name.")]
    [InlineData("My Method", "Method name is 'My Method'; it must be made of lower-case letters, digits and hyphens, as in 'my-method'.")]
    [InlineData("", "Method name is ''; it must be made of lower-case letters, digits and hyphens, as in 'my-method'.")]
    public void Add_BadName_SaysTheRule(string name, string message) => Assert.StartsWith(
        message, Assert.Throws<ArgumentException>(() => new EvaluationMethods().Add(name, "d", (_, _) => Create("random"))).Message, StringComparison.Ordinal);

    /// <summary>A thousand normal units and, for methods that learn from labels, fifty anomalous ones.</summary>
    private static IEnumerable<EvaluationUnit> Training(string name)
    {
        IEnumerable<EvaluationUnit> normal = Enumerable.Range(0, 1_000).Select(i => Unit(Normal[i % Normal.Length], label: false));
        IEnumerable<EvaluationUnit> anomalous = Enumerable.Range(0, 50).Select(i => Unit(Strange[i % Strange.Length], label: true));
        return Create(name).Needs.HasFlag(MethodNeeds.Labels) ? normal.Concat(anomalous) : normal;
    }
}
