using LogGuardian.Evaluation;
using LogGuardian.Tests.Evaluation.Metrics;
using Microsoft.Extensions.Time.Testing;

namespace LogGuardian.Tests.Evaluation.Reports;

/// <summary>A report of made-up predictions, the same every time: two data sets, real methods and baselines, one of them with five seeds.</summary>
internal static class SampleReport
{
    private static readonly MachineInfo Machine = new("Linux 6.1", "X64", "Made-up CPU", 8, 16L << 30, ".NET 10.0.0");

    public static EvaluationReport Create(int units = 2_000)
    {
        List<EvaluationResult> results = [];
        for (int seed = 1; seed <= 5; seed++)
        {
            results.Add(Result("HDFS", "ait", "order", units, seed, seeds: 5, shift: 4));
            results.Add(Result("HDFS", "ait", "random", units, seed, seeds: 5, shift: 0, isBaseline: true));
            results.Add(Result("HDFS", "ait", "counts", units, seed, seeds: 5, shift: 2.5));
        }

        results.Add(Result("BGL", "logllm", "logistic", units, 6, seeds: 1, shift: 3, areProbabilities: true));
        results.Add(Result("BGL", "logllm", "novelty", units, 7, seeds: 1, shift: 2, scale: score => Math.Exp(3 * score)));
        results.Add(Result("BGL", "logllm", "lookup-table", units, 8, seeds: 1, shift: 5, isBaseline: true, scale: score => Math.Round(score / 6)));
        results.Add(Result("BGL", "logllm", "all-normal", units, 9, seeds: 1, shift: 0, isBaseline: true, scale: _ => 0));
        return EvaluationReport.Create(results, "logguardian evaluate --protocol ait", new FakeTimeProvider(new DateTimeOffset(2026, 11, 25, 18, 0, 0, TimeSpan.FromHours(2)))) with
        {
            Machine = Machine,
            Version = "0.1.0",
        };
    }

    public static EvaluationResult Result(
        string dataSet,
        string protocol,
        string method,
        int units,
        int seed,
        int seeds,
        double shift,
        bool isBaseline = false,
        bool areProbabilities = false,
        Func<double, double>? scale = null)
    {
        scale ??= areProbabilities ? score => 1 / (1 + Math.Exp(2 - score)) : score => score;
        double threshold = areProbabilities ? 0.5 : Math.Round(scale(2.5), 6) + (scale(2.5) == scale(0) ? 1 : 0);
        var random = new Random(seed);
        var set = new PredictionSet(threshold);
        var audit = new LeakageAudit();
        int[] Sequence() => [.. Enumerable.Range(0, 5).Select(_ => random.Next(6))];
        int training = units / 4;
        for (int i = 0; i < training; i++)
        {
            audit.AddTraining(Sets.Unit($"t{i}", false, i) with { Events = Sequence() });
        }

        bool label = false;
        for (int i = 0; i < units; i++)
        {
            label = random.NextDouble() < (label ? 0.8 : 0.01);
            EvaluationUnit unit = Sets.Unit($"u{i}", label, i, 5, label, false, false, false, false) with { Events = Sequence() };

            // Logarithms differ in their last digits from machine to machine; snapshots must not.
            var score = new UnitScore(Math.Round(scale(Sets.Normal(random) + (label ? shift : 0)), 6)) { SuspectLines = isBaseline ? default : new[] { random.Next(5), 0 } };
            audit.AddTest(unit, set.Add(unit, score).Predicted);
        }

        var options = new MetricsOptions { ScoresAreProbabilities = areProbabilities, UnitsAreConsecutive = seeds == 1, Resamples = 200 };
        EvaluationMetrics metrics = EvaluationMetrics.Compute(set, options);
        return new EvaluationResult
        {
            DataSet = dataSet,
            Protocol = protocol,
            Method = method,
            IsBaseline = isBaseline,
            Split = seeds == 1 ? "" : $"seed {seed}",
            Seed = seeds == 1 ? null : seed,
            Training = new UnitCounts(training, 0, training * 5),
            Test = new UnitCounts(units, metrics.Confusion.Positives, units * 5),
            Threshold = threshold,
            Metrics = metrics,
            Audit = audit.Report(),
            Curves = EvaluationCurves.Compute(set, options),
            TrainingSeconds = 1.5,
            ScoringSeconds = 0.25,
            PeakMemoryBytes = (100 + seed) << 20,
            Parameters = new Dictionary<string, string> { ["window"] = "5" },
        };
    }
}
