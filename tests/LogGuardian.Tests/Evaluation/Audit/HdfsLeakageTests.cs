using System.Globalization;
using LogGuardian.Evaluation;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Evaluation.Audit;

/// <summary>The best known data set, split at random as most papers do: a table of the training sequences does well, and the audit says why.</summary>
public sealed class HdfsLeakageTests
{
    [SkippableFact]
    public void Report_LookupTableOnHdfs_IsCalledMemory()
    {
        var random = new Random(1);
        List<EvaluationUnit> training = [];
        List<EvaluationUnit> test = [];
        foreach (EvaluationUnit unit in Read(ExternalData.Require("hdfs/sequences.csv")))
        {
            (random.Next(5) > 0 ? training : test).Add(unit);
        }

        var audit = new LeakageAudit();
        Dictionary<string, bool> table = [];
        foreach (EvaluationUnit unit in training)
        {
            audit.AddTraining(unit);
            table[Key(unit)] = unit.Label!.Value;
        }

        var predictions = new PredictionSet(threshold: 1);
        foreach (EvaluationUnit unit in test)
        {
            audit.AddTest(unit, predictions.Add(unit, new UnitScore(table.GetValueOrDefault(Key(unit)) ? 1 : 0)).Predicted);
        }

        LeakageReport report = audit.Report();
        EvaluationMetrics metrics = EvaluationMetrics.Compute(predictions);
        Assert.Equal(metrics.Confusion, report.All);
        Assert.Equal(287_612, report.TrainingUnits + report.All.Total);
        Assert.InRange(report.SeenShare, 0.96, 0.98);
        Assert.InRange(metrics.Confusion.F1, 0.84, 0.88);
        Assert.InRange(report.DistinctF1!.Value, 0.5, 0.62);
        Assert.Equal(0, report.UnseenF1);
        Assert.InRange(metrics.Intervals!.F1.High - metrics.Intervals.F1.Low, 0.001, 0.03);
        Assert.EndsWith(FormattableString.Invariant($"on the others F1 is 0.00 instead of {metrics.Confusion.F1:0.00}: this method remembers more than it detects."), report.Verdict.Split(". ")[0] + ".", StringComparison.Ordinal);
    }

    private static string Key(EvaluationUnit unit) => string.Join(' ', unit.Events.ToArray());

    private static IEnumerable<EvaluationUnit> Read(string path)
    {
        int row = 0;
        foreach (string line in File.ReadLines(path).Skip(1))
        {
            string[] fields = line.Split(',');
            int[] events = [.. fields[0].Split(' ').Select(name => int.Parse(name, CultureInfo.InvariantCulture))];
            yield return new EvaluationUnit($"{row++}", events) { Label = fields[1] == "1" };
        }
    }
}
