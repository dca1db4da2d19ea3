using LogGuardian.Evaluation;
using MathNet.Numerics.LinearAlgebra;
using static LogGuardian.Tests.Evaluation.Methods.TestUnits;

namespace LogGuardian.Tests.Evaluation.Methods;

public class CountMethodTests
{
    [Fact]
    public async Task Knn_Unit_ScoresTheDistanceToTheThirdNearestUnit()
    {
        // Counts of (0, 1): two units at (1, 0), one at (1, 4), many at (1, 12).
        IEvaluationMethod method = await TrainedAsync(
            "knn", [.. AllOf("0", "0", "0 1 1 1 1"), .. Unit("0 1 1 1 1 1 1 1 1 1 1 1 1").Times(3)]);
        Assert.Equal(3, await method.ScoreAsync("0 1"));
        Assert.Equal(Math.Sqrt(1 + 36), await method.ScoreAsync("1 1 1 1 1 1"), 12);
        Assert.Equal(0, await method.ScoreAsync("1 1 1 1 1 1 1 1 1 1 1 1 0"));
    }

    [Fact]
    public async Task Knn_Threshold_IsAboveWhatTrainingUnitsAreFromEachOther()
    {
        // Without itself, the third nearest of the lone unit is at 2, that of the others at 0.
        IEvaluationMethod method = await TrainedAsync("knn", [.. Unit("0").Times(10), Unit("0 1 1")]);
        Assert.Equal(Math.BitIncrement(2), method.Threshold);
    }

    [Fact]
    public async Task CountDistance_Unit_ScoresTheWeightedShareOfTheDifference()
    {
        IEvaluationMethod method = await TrainedAsync("count-distance", AllOf("0 1", "0 1", "0 0 0"));
        double zero = Math.Log(4.0 / 3);
        double one = Math.Log(4.0 / 2);
        Assert.Equal(one / (zero + (2 * one)), await method.ScoreAsync("0 1 1"), 12);

        // An event that was never seen weighs ln(4 / 1).
        Assert.Equal(Math.Log(4) / (zero + one + Math.Log(4)), await method.ScoreAsync("0 1 9"), 12);
        Assert.Equal(0, await method.ScoreAsync("1 0"));
    }

    [Fact]
    public async Task CountsPca_UnitOffTheComponent_ScoresItsSquaredDistance()
    {
        // Events 1 and 2 come together, and in half of the units each weighs ln 2: the one component is their diagonal, the mean is (ln 2, ln 2) / 2.
        IEvaluationMethod method = await TrainedAsync("counts-pca", [.. Unit("0").Times(50), .. Unit("0 1 2").Times(50)]);
        Assert.Equal(0, await method.ScoreAsync("0 1 2"), 12);
        Assert.Equal(0, await method.ScoreAsync("0 1 1 2 2"), 12);

        // (3, 0) ln 2 leaves the part across the diagonal: half of (3 ln 2)².
        Assert.Equal(4.5 * Math.Log(2) * Math.Log(2), await method.ScoreAsync("1 1 1"), 12);
        Assert.True(await method.PredictAsync("1 1 1"));
        Assert.False(await method.PredictAsync("0"));
    }

    [Fact]
    public async Task CountsPca_Scores_AreThoseOfTheCovarianceOfAllUnits()
    {
        // The same by the long way: a row per unit, the singular value decomposition of the covariance, as many components as explain 95 %.
        var random = new Random(3);
        EvaluationUnit[] units =
        [
            .. Enumerable.Range(0, 400).Select(_ => Unit(string.Join(' ', Enumerable.Range(0, 6).SelectMany(e => Enumerable.Repeat(e, TimesOf(e)).Append(7))))),
        ];
        IEvaluationMethod method = await TrainedAsync("counts-pca", units);
        Matrix<double> counts = Matrix<double>.Build.Dense(units.Length, 8, (i, e) => units[i].Events.ToArray().Count(x => x == e));
        for (int e = 0; e < 8; e++)
        {
            double inUnits = counts.Column(e).Count(count => count > 0);
            Vector<double> column = counts.Column(e) * (inUnits == 0 ? 0 : Math.Log(units.Length / inUnits));
            counts.SetColumn(e, column - column.Average());
        }

        var svd = (counts.TransposeThisAndMultiply(counts) / units.Length).Svd();
        int components = Enumerable.Range(1, 8).First(n => svd.S.Take(n).Sum() / svd.S.Sum() >= 0.95);
        Matrix<double> p = svd.U.SubMatrix(0, 8, 0, components);
        UnitScore[] scores = await method.ScoreAsync(units);
        for (int i = 0; i < units.Length; i++)
        {
            Vector<double> rest = counts.Row(i) - (p * p.TransposeThisAndMultiply(counts.Row(i)));
            Assert.Equal(rest.DotProduct(rest), scores[i].Score, 9);
        }

        Assert.Equal(CountsPcaMethod.QStatistic([.. svd.S.Skip(components)]), method.Threshold, 9);
        Assert.InRange(components, 1, 4);

        // One event makes most of the variance, so that components are left out.
        int TimesOf(int e) => e == 2 ? random.Next(2) * random.Next(12) : random.Next(e + 1);
    }

    [Fact]
    public void CountsPca_QStatistic_IsJacksonsAndMudholkars()
    {
        // Variances 2 and 1 are left: phi = 3, 5, 9; h = 1 - 2·3·9 / (3·25) = 0.28.
        double inner = (3.2905 * Math.Sqrt(2 * 5 * 0.28 * 0.28) / 3) + 1 + (5 * 0.28 * (0.28 - 1) / 9);
        Assert.Equal(3 * Math.Pow(inner, 1 / 0.28), CountsPcaMethod.QStatistic([2, 1]), 10);
        Assert.Equal(0, CountsPcaMethod.QStatistic([0, 0]));
        Assert.Equal(0, CountsPcaMethod.QStatistic([]));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(5, 2.3270203116) /* 2 (ln 4 + γ) - 8/5 */]
    [InlineData(256, 10.2447709)]
    public void IsolationTree_AveragePath_IsThatOfTheUnsuccessfulSearch(int rows, double expected) => Assert.Equal(expected, IsolationTree.AveragePath(rows), 6);

    [Fact]
    public void IsolationTree_TwoRows_AreOneCutApart()
    {
        var tree = new IsolationTree([[0, 5], [0, 9]], new Random(1));
        Assert.Equal(1, tree.Path([0, 5]));
        Assert.Equal(1, tree.Path([0, 100]));
    }

    [Fact]
    public void IsolationTree_EqualRows_CannotBeCut() =>
        Assert.Equal(IsolationTree.AveragePath(3), new IsolationTree([[1, 1], [1, 1], [1, 1]], new Random(1)).Path([9, 9]));

    [Fact]
    public async Task IsolationForest_LoneUnit_HasAShorterPathThanTheCrowd()
    {
        IEnumerable<EvaluationUnit> crowd = Enumerable.Range(0, 255).Select(i => Unit(string.Join(' ', Enumerable.Repeat(0, 50 + (i % 5)))));
        IEvaluationMethod method = await TrainedAsync("isolation-forest", [.. crowd, Unit("0")]);

        // A cut anywhere between 1 and 50 sets the lone unit apart at once: the expected path is little more than 1, the score about 2^(-1.1 / 10.2).
        Assert.InRange(await method.ScoreAsync("0"), 0.9, 0.94);
        Assert.True(await method.ScoreAsync(string.Join(' ', Enumerable.Repeat(0, 52))) < method.Threshold);
        Assert.Equal(0.5, method.Threshold);
    }

    [Fact]
    public async Task Clustering_Unit_ScoresTheCosineDistanceToTheNearestMean()
    {
        // Each event comes in half of the units and weighs ln 2; directions matter alone.
        IEvaluationMethod method = await TrainedAsync("clustering", [.. Unit("1").Times(50), .. Unit("2").Times(50)]);
        Assert.Equal(0, await method.ScoreAsync("1 1 1"), 12);
        Assert.Equal(1 - Math.Sqrt(0.5), await method.ScoreAsync("1 2"), 12);
        Assert.False(await method.PredictAsync("1 2"));
        Assert.Equal(1, await method.ScoreAsync("9"), 12);
        Assert.True(await method.PredictAsync("9"));
    }

    [Fact]
    public async Task Clustering_UnitsOfEventsThatAlwaysCome_AreAlike()
    {
        IEvaluationMethod method = await TrainedAsync("clustering", [.. Unit("0").Times(50), .. Unit("0 1").Times(50)]);
        Assert.Equal(0, await method.ScoreAsync("0 0 0"));
    }

    [Fact]
    public void CompleteLinkage_Cut_IsThatOfMergingTheClosestPairFirst()
    {
        // On a line: 0, 1 merge first; 4, 5.5 next; both pairs together span 5.5.
        double[] at = [0, 4, 1, 20, 5.5];
        Assert.Equal("0 2|1 4|3", Describe(2));
        Assert.Equal("0 1 2 4|3", Describe(6));
        Assert.Equal("0|1|2|3|4", Describe(0.5));
        Assert.Equal("0 1 2 3 4", Describe(20));

        string Describe(double most) => string.Join('|', CompleteLinkage.Cut(at.Length, (x, y) => Math.Abs(at[x] - at[y]), most)
            .Select(cluster => string.Join(' ', cluster.Order())).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void CompleteLinkage_RandomPoints_AreClusteredAsByTheTextbook()
    {
        var random = new Random(5);
        double[] at = [.. Enumerable.Range(0, 40).Select(_ => random.NextDouble())];
        List<List<int>> clusters = [.. Enumerable.Range(0, at.Length).Select(i => new List<int> { i })];
        while (true)
        {
            (double apart, List<int> one, List<int> other) = clusters
                .SelectMany((a, i) => clusters.Skip(i + 1).Select(b => (a.Max(x => b.Max(y => Math.Abs(at[x] - at[y]))), a, b)))
                .MinBy(pair => pair.Item1);
            if (apart > 0.1)
            {
                break;
            }

            one.AddRange(other);
            clusters.Remove(other);
        }

        Assert.Equal(
            clusters.Select(cluster => string.Join(' ', cluster.Order())).Order(StringComparer.Ordinal),
            CompleteLinkage.Cut(at.Length, (x, y) => Math.Abs(at[x] - at[y]), 0.1).Select(cluster => string.Join(' ', cluster.Order())).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("decision-tree")]
    [InlineData("logistic-regression")]
    public async Task Supervised_CountThatTellsTheClasses_IsLearned(string name)
    {
        IEnumerable<EvaluationUnit> training =
            Enumerable.Range(0, 400).Select(i => i % 4 == 0 ? Unit("0 1 1 1" + (i % 8 == 0 ? " 2" : ""), true) : Unit("0" + (i % 8 == 1 ? " 2" : " 1"), false));
        IEvaluationMethod method = await TrainedAsync(name, training);
        Assert.True(await method.PredictAsync("0 1 1 1 2 2"));
        Assert.False(await method.PredictAsync("0 1 2"));
        Assert.False(await method.PredictAsync("0 99"));
    }

    [Theory]
    [InlineData("decision-tree", true, "got 0 normal and 5 anomalous training units")]
    [InlineData("logistic-regression", false, "got 5 normal and 0 anomalous training units")]
    public async Task Supervised_OneClassOnly_IsRefused(string name, bool label, string part)
    {
        var e = await Assert.ThrowsAsync<UnfitTrainingException>(() => TrainedAsync(name, Unit("0 1", label).Times(5)));
        Assert.Equal($"Method '{name}' {part}; it needs both. Use a split whose training set has both.", e.Message);
    }

    [Fact]
    public void CountSample_TooManyVectors_KeepsARandomChoiceOfThem()
    {
        var sample = new CountSample(seed: 1);
        for (int i = 0; i < 40_000; i++)
        {
            sample.Add([1, i + 1], anomalous: i % 2 == 0);
        }

        Assert.Equal(16_384, sample.Vectors.Count);
        Assert.Equal(16_384, sample.Vectors.Select(vector => vector.Pairs[1]).Distinct().Count());

        // Early and late ones alike: with the same chance, about 41 % of the last ten thousand.
        Assert.InRange(sample.Vectors.Count(vector => vector.Pairs[1] > 30_000), 3_800, 4_400);
        Assert.InRange(sample.Vectors.Sum(vector => vector.Anomalous), 7_800, 8_600);
    }

    [Fact]
    public void TrainingBorder_Above_IsReachedByOneInAThousand()
    {
        Assert.Equal(Math.BitIncrement(7.0), TrainingBorder.Above([(9, 1), (7, 1), (1, 998)]));
        Assert.Equal(Math.BitIncrement(9.0), TrainingBorder.Above([(9, 1), (7, 1), (1, 500)]));
        Assert.Equal(double.Epsilon, TrainingBorder.Above([(0, 100)]));
    }
}
