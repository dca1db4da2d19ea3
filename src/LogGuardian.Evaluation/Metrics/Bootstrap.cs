namespace LogGuardian.Evaluation;

/// <summary>
/// Resamples predictions, stratified by label. Rank metrics change only where an anomaly stands, so that all normal units between two anomalies are one slot, and a resample is a
/// count per slot: drawing costs one table look-up a unit, and nothing is sorted again.
/// </summary>
internal sealed class Bootstrap
{
    private readonly int[] _anomalies;
    private readonly int[] _normals;
    private readonly int _groups;

    private Bootstrap(IReadOnlyList<UnitPrediction> predictions)
    {
        double[] levels = [.. predictions.Where(prediction => prediction.Label).Select(prediction => prediction.Score).Distinct().OrderDescending()];
        _groups = levels.Length;
        List<int> anomalies = [];
        List<int> normals = [];
        foreach (UnitPrediction prediction in predictions)
        {
            // Levels descend: the complement of a missing score's place is the first level below it.
            int found = Array.BinarySearch(levels, prediction.Score, Descending.Instance);
            int alarm = prediction.Predicted ? 1 : 0;
            if (prediction.Label)
            {
                anomalies.Add((found * 2) + alarm);
            }
            else
            {
                int slot = found >= 0 ? (found * 2) + 1 : ~found * 2;
                normals.Add((slot * 2) + alarm);
            }
        }

        _anomalies = [.. anomalies];
        _normals = [.. normals];
    }

    public static MetricIntervals Compute(IReadOnlyList<UnitPrediction> predictions, MetricsOptions options)
    {
        var bootstrap = new Bootstrap(predictions);
        var values = new double[options.Resamples][];
        int groups = bootstrap._groups;
        Parallel.For(
            0,
            values.Length,
            () => (Anomalies: new int[groups * 2], Normals: new int[((groups * 2) + 1) * 2]),
            (i, _, counts) =>
            {
                // A resample has random numbers of its own, so that it does not matter which thread draws it.
                ulong state = ((ulong)(uint)options.Seed << 32) | (uint)i;
                state = NextRandom(ref state);
                values[i] = bootstrap.Resample(ref state, counts.Anomalies, counts.Normals);
                return counts;
            },
            _ => { });

        double tail = (1 - options.Confidence) / 2;
        Interval Of(int metric) => new(Quantiles.Of(values.Select(row => row[metric]), tail), Quantiles.Of(values.Select(row => row[metric]), 1 - tail));
        bool hasAnomalies = bootstrap._anomalies.Length > 0;
        return new MetricIntervals
        {
            Confidence = options.Confidence,
            Resamples = options.Resamples,
            Precision = Of(0),
            Recall = Of(1),
            F1 = Of(2),
            Mcc = Of(3),
            BestF1 = Of(4),
            RocAuc = hasAnomalies && bootstrap._normals.Length > 0 ? Of(5) : null,
            AveragePrecision = hasAnomalies ? Of(6) : null,
        };
    }

    private double[] Resample(ref ulong state, int[] anomalies, int[] normals)
    {
        int found = Draw(ref state, _anomalies, anomalies);
        int alarms = Draw(ref state, _normals, normals);
        var confusion = new ConfusionMatrix(found, alarms, _normals.Length - alarms, _anomalies.Length - found);
        double best = 0;
        double area = 0;
        double precisions = 0;
        int above = 0;
        int seen = 0;
        for (int group = 0; group < _groups; group++)
        {
            int gain = anomalies[group * 2] + anomalies[(group * 2) + 1];
            int between = normals[group * 4] + normals[(group * 4) + 1];
            int tied = normals[(group * 4) + 2] + normals[(group * 4) + 3];
            above += between + tied;
            seen += gain;
            if (gain > 0)
            {
                area += gain * (_normals.Length - above + (tied / 2.0));
                precisions += (double)gain * seen / (seen + above);
                best = Math.Max(best, 2.0 * seen / (_anomalies.Length + seen + above));
            }
        }

        return [confusion.Precision, confusion.Recall, confusion.F1, confusion.Mcc, best, area / ((double)_anomalies.Length * _normals.Length), precisions / _anomalies.Length];
    }

    /// <summary>Draws as many as there are, with replacement, and counts them by slot and alarm.</summary>
    /// <returns>Number of alarms among them.</returns>
    private static int Draw(ref ulong state, int[] codes, int[] counts)
    {
        counts.AsSpan().Clear();
        ulong length = (ulong)codes.Length;
        for (int i = 0; i < codes.Length; i += 2)
        {
            // Each half of a random number is enough for a place among so few.
            ulong random = NextRandom(ref state);
            counts[codes[(int)(((random >> 32) * length) >> 32)]]++;
            if (i + 1 < codes.Length)
            {
                counts[codes[(int)(((random & uint.MaxValue) * length) >> 32)]]++;
            }
        }

        int alarms = 0;
        for (int i = 1; i < counts.Length; i += 2)
        {
            alarms += counts[i];
        }

        return alarms;
    }

    /// <summary>SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): a seeded <see cref="Random"/> takes several times as long, and its sequence may change.</summary>
    private static ulong NextRandom(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    private sealed class Descending : IComparer<double>
    {
        public static readonly Descending Instance = new();

        public int Compare(double x, double y) => y.CompareTo(x);
    }
}
