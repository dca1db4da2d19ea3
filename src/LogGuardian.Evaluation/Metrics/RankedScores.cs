namespace LogGuardian.Evaluation;

/// <summary>
/// Predictions by descending score, those of equal score as one group: nothing tells them apart, so that no threshold may. Everything about ranking is
/// read off the cumulative counts of the groups.
/// </summary>
internal sealed class RankedScores
{
    private readonly List<double> _scores = [];
    private readonly List<int> _truePositives = [];
    private readonly List<int> _falsePositives = [];

    public RankedScores(IReadOnlyList<UnitPrediction> predictions)
    {
        var scores = new double[predictions.Count];
        var labels = new bool[predictions.Count];
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = predictions[i].Score;
            labels[i] = predictions[i].Label;
        }

        Array.Sort(scores, labels);
        for (int i = scores.Length - 1; i >= 0; i--)
        {
            Positives += labels[i] ? 1 : 0;
            Negatives += labels[i] ? 0 : 1;
            if (i == 0 || scores[i - 1] != scores[i])
            {
                _scores.Add(scores[i]);
                _truePositives.Add(Positives);
                _falsePositives.Add(Negatives);
            }
        }
    }

    public int Positives { get; }

    public int Negatives { get; }

    /// <summary>Number of distinct scores.</summary>
    public int Groups => _scores.Count;

    /// <summary>The scores of the groups, highest first.</summary>
    public double Score(int group) => _scores[group];

    /// <summary>Anomalies that score as high as the group or higher; 0 for -1.</summary>
    public int TruePositives(int group) => group < 0 ? 0 : _truePositives[group];

    /// <summary>Normal units that score as high as the group or higher; 0 for -1.</summary>
    public int FalsePositives(int group) => group < 0 ? 0 : _falsePositives[group];

    /// <summary>What comes out when the group's score is the threshold.</summary>
    public ConfusionMatrix At(int group) => new(
        _truePositives[group], _falsePositives[group], Negatives - _falsePositives[group], Positives - _truePositives[group]);

    /// <summary>The probability that an anomaly scores higher than a normal unit, ties counting half; null when one class is missing.</summary>
    public double? RocAuc()
    {
        if (Positives == 0 || Negatives == 0)
        {
            return null;
        }

        // Twice the area in whole numbers: exact, whatever the order of summation.
        long area = 0;
        for (int group = 0; group < Groups; group++)
        {
            area += (long)(FalsePositives(group) - FalsePositives(group - 1)) * (TruePositives(group) + TruePositives(group - 1));
        }

        return area / 2.0 / ((double)Positives * Negatives);
    }

    /// <summary>Sum over the groups of precision times the gain in recall, without interpolation; null without anomalies.</summary>
    public double? AveragePrecision()
    {
        if (Positives == 0)
        {
            return null;
        }

        double sum = 0;
        for (int group = 0; group < Groups; group++)
        {
            int found = TruePositives(group);
            sum += (double)(found - TruePositives(group - 1)) * found / (found + FalsePositives(group));
        }

        return sum / Positives;
    }

    /// <summary>The group whose score is the threshold with the highest F1; of equal ones that with the fewest alarms. Null without anomalies.</summary>
    public int? BestGroup()
    {
        int? best = null;
        double highest = 0;
        for (int group = 0; group < Groups; group++)
        {
            double f1 = At(group).F1;
            if (f1 > highest)
            {
                (best, highest) = (group, f1);
            }
        }

        return best;
    }

    /// <summary>Precision and recall of the highest scores. A group that is cut counts by the share that is inside: what is expected when ties are broken at random.</summary>
    public TopCount Top(int count)
    {
        int units = Positives + Negatives;
        if (count < 1 || count > units)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, $"Precision at {count} was asked for; there are {units} units. Ask for 1 to {units}.");
        }

        int group = 0;
        while (TruePositives(group) + FalsePositives(group) < count)
        {
            group++;
        }

        int before = TruePositives(group - 1) + FalsePositives(group - 1);
        int size = TruePositives(group) + FalsePositives(group) - before;
        double found = TruePositives(group - 1) + ((double)(count - before) / size * (TruePositives(group) - TruePositives(group - 1)));
        return new TopCount(count, found / count, Positives == 0 ? 0 : found / Positives);
    }
}
