using LogGuardian.Evaluation;

namespace LogGuardian.Tests.Evaluation.Metrics;

/// <summary>Sets of predictions for tests.</summary>
internal static class Sets
{
    /// <summary>Every letter is a unit: upper case is truly anomalous, and its score is given by place.</summary>
    public static PredictionSet Of(double threshold, params ReadOnlySpan<(bool Label, double Score)> rows)
    {
        var set = new PredictionSet(threshold);
        for (int i = 0; i < rows.Length; i++)
        {
            set.Add(new UnitPrediction($"u{i}", rows[i].Label, rows[i].Score, rows[i].Score >= threshold));
        }

        return set;
    }

    /// <summary>Scores of two normal distributions, anomalies <paramref name="shift"/> higher.</summary>
    public static PredictionSet Random(int seed, int units, double anomalies, double shift, double threshold = 1)
    {
        var random = new Random(seed);
        var set = new PredictionSet(threshold);
        for (int i = 0; i < units; i++)
        {
            bool label = random.NextDouble() < anomalies;
            double score = Normal(random) + (label ? shift : 0);
            set.Add(new UnitPrediction($"u{i}", label, score, score >= threshold));
        }

        return set;
    }

    public static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>A unit of lines that last a minute each.</summary>
    public static EvaluationUnit Unit(string key, bool label, int minute, int lines = 1, params bool[] lineLabels)
    {
        DateTimeOffset start = new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero).AddMinutes(minute);
        return new EvaluationUnit(key, new int[lines]) { Label = label, LineLabels = lineLabels, Start = start, End = start.AddMinutes(lines) };
    }
}
