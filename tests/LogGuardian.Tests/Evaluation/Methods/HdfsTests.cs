using System.Globalization;
using LogGuardian.Evaluation;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Evaluation.Methods;

/// <summary>
/// Published figures on HDFS event counts, half of the units to learn from and half to judge, drawn at random as loglizer does (of normal and anomalous
/// units each). loglizer reports on all 575,061 sessions; these are half of them.
/// </summary>
public class HdfsTests
{
    private static readonly Lazy<(EvaluationUnit[] Training, EvaluationUnit[] Test)> Halves = new(Read);

    [SkippableTheory]
    [InlineData("decision-tree", 0.9977, 0.01)]
    [InlineData("logistic-regression", 0.964, 0.03)]
    [InlineData("counts-pca", 0.63, 0.03)]
    public async Task HalfAndHalf_ClassicMethod_LandsWhereLoglizerDoes(string name, double published, double within) =>
        Assert.InRange(await F1Async(name), published - within, published + within);

    [SkippableFact]
    public async Task HalfAndHalf_LookupOfCounts_ShowsHowMuchTheDataRepeats() => Assert.InRange(await F1Async("lookup-counts"), 0.99, 1);

    [SkippableFact]
    public async Task HalfAndHalf_LookupOfSequences_IsRightWheneverItHasSeenTheSequence()
    {
        (EvaluationUnit[] training, EvaluationUnit[] test) = Data();
        HashSet<string> seen = [.. training.Select(KeyOf)];
        Assert.InRange(await F1Async("lookup", unit => seen.Contains(KeyOf(unit))), 0.998, 1);
        Assert.InRange((double)test.Count(unit => seen.Contains(KeyOf(unit))) / test.Length, 0.95, 0.99);
    }

    [SkippableTheory]
    [InlineData("count-distance", 0.98)]
    [InlineData("knn", 0.98)]
    [InlineData("simple", 0.98)]
    [InlineData("next-event", 0.7)]
    public async Task HalfAndHalf_LearnedFromNormalUnitsOnly_IsStrong(string name, double least) =>
        Assert.InRange(await F1Async(name, normalOnly: true), least, 1);

    private static string KeyOf(EvaluationUnit unit) => string.Join(' ', unit.Events.ToArray());

    private static async Task<double> F1Async(string name, Func<EvaluationUnit, bool>? counted = null, bool normalOnly = false)
    {
        (EvaluationUnit[] training, EvaluationUnit[] test) = Data();
        IEvaluationMethod method = TestUnits.Create(name);
        bool labels = method.Needs.HasFlag(MethodNeeds.Labels);
        await method.TrainAsync(training.Where(unit => !normalOnly || unit.Label == false).Select(unit => labels ? unit : unit.WithoutLabels()).ToAsyncEnumerable());
        UnitScore[] scores = await method.ScoreAsync([.. test.Select(unit => unit.WithoutLabels())]);
        var judged = test.Zip(scores).Where(pair => counted?.Invoke(pair.First) ?? true)
            .Select(pair => (Label: pair.First.Label == true, Predicted: pair.Second.Score >= method.Threshold)).ToArray();
        return 2.0 * judged.Count(one => one.Label && one.Predicted) / (judged.Count(one => one.Label) + judged.Count(one => one.Predicted));
    }

    private static (EvaluationUnit[] Training, EvaluationUnit[] Test) Data()
    {
        ExternalData.Require("hdfs/sequences.csv");
        return Halves.Value;
    }

    private static (EvaluationUnit[] Training, EvaluationUnit[] Test) Read()
    {
        EvaluationUnit[] units =
        [
            .. File.ReadLines(ExternalData.Require("hdfs/sequences.csv")).Skip(1).Select((line, row) => line.Split(',') is [var events, var label]
                ? TestUnits.Unit(events, label == "1") with { Key = row.ToString(CultureInfo.InvariantCulture) }
                : throw new InvalidDataException($"Row {row} is '{line}'.")),
        ];
        new Random(1).Shuffle(units);
        EvaluationUnit[][] classes = [[.. units.Where(unit => unit.Label == false)], [.. units.Where(unit => unit.Label == true)]];
        return (
            [.. classes.SelectMany(one => one.Take(one.Length / 2))],
            [.. classes.SelectMany(one => one.Skip(one.Length / 2))]);
    }
}
