using LogGuardian.Evaluation;

namespace LogGuardian.Training;

/// <summary>What is measured on held-back windows, and what answers are worth by them.</summary>
internal static class HeldBackMetrics
{
    public const string F1 = RunMetricNames.ValidationF1;
    public const string AveragePrecision = RunMetricNames.ValidationAveragePrecision;

    /// <param name="windows">With labels.</param>
    /// <param name="scores">One for each; above 0 is predicted to be anomalous.</param>
    public static IReadOnlyDictionary<string, double> Of(IReadOnlyList<TrainingWindow> windows, IReadOnlyList<float> scores)
    {
        var predictions = new PredictionSet(0);
        for (int i = 0; i < windows.Count; i++)
        {
            predictions.Add(new UnitPrediction(FormattableString.Invariant($"{i}"), windows[i].IsAnomaly == true, scores[i], scores[i] >= 0));
        }

        var metrics = EvaluationMetrics.Compute(predictions, new MetricsOptions { Resamples = 0 });
        return new Dictionary<string, double>(StringComparer.Ordinal)
        {
            [F1] = metrics.Best?.Confusion.F1 ?? metrics.Confusion.F1,
            [AveragePrecision] = metrics.AveragePrecision ?? 0,
        };
    }

    /// <summary>
    /// Slope and bias with which scores become log-odds: logistic regression with the targets of Platt (1999), which stay short of 0 and 1, so that classes which do not overlap
    /// give finite numbers.
    /// </summary>
    /// <param name="windows">With labels.</param>
    /// <param name="scores">One for each.</param>
    /// <param name="falseAlarmShare">The share of the normal windows that have log-odds of 0 or more in any case, rounded up.</param>
    public static (float Slope, float Bias) Calibrate(IReadOnlyList<TrainingWindow> windows, IReadOnlyList<float> scores, double falseAlarmShare = 0)
    {
        int positives = windows.Count(window => window.IsAnomaly == true);
        double high = (positives + 1.0) / (positives + 2), low = 1.0 / (windows.Count - positives + 2);
        double slope = 1, bias = 0;
        for (int step = 0; step < 100; step++)
        {
            double slopeGradient = 0, biasGradient = 0, slopes = 1e-6, both = 0, biases = 1e-6;
            for (int i = 0; i < windows.Count; i++)
            {
                double chance = 1 / (1 + Math.Exp(-((slope * scores[i]) + bias)));
                double off = chance - (windows[i].IsAnomaly == true ? high : low);
                double curve = chance * (1 - chance);
                slopeGradient += off * scores[i];
                biasGradient += off;
                slopes += curve * scores[i] * scores[i];
                both += curve * scores[i];
                biases += curve;
            }

            double determinant = (slopes * biases) - (both * both);
            double slopeStep = ((biases * slopeGradient) - (both * biasGradient)) / determinant;
            double biasStep = ((slopes * biasGradient) - (both * slopeGradient)) / determinant;

            // Newton's steps are halved until the loss falls (Lin, Lin and Weng, 2007): where the curve is flat they would fly away.
            double share = 1, falls = (slopeGradient * slopeStep) + (biasGradient * biasStep), before = Loss(slope, bias);
            while (share > 1e-9 && Loss(slope - (share * slopeStep), bias - (share * biasStep)) > before - (1e-4 * share * falls))
            {
                share /= 2;
            }

            slope -= share * slopeStep;
            bias -= share * biasStep;
            if (Math.Abs(slopeStep) + Math.Abs(biasStep) < 1e-9)
            {
                break;
            }
        }

        // A model that is worse than chance on what was held back is not turned around.
        slope = Math.Max(slope, 0.01);
        if (falseAlarmShare > 0 && positives < windows.Count)
        {
            float[] normal = [.. scores.Where((_, i) => windows[i].IsAnomaly != true).Order()];
            int alarms = (int)Math.Ceiling(falseAlarmShare * normal.Length);

            // Between the last one that is called anomalous and the next one.
            bias = Math.Max(bias, -slope * (normal[^alarms] + (double)normal[^Math.Min(alarms + 1, normal.Length)]) / 2);
        }

        return ((float)slope, (float)bias);

        double Loss(double slope, double bias)
        {
            double sum = 0;
            for (int i = 0; i < windows.Count; i++)
            {
                double odds = (slope * scores[i]) + bias;
                sum += Math.Log(1 + Math.Exp(-Math.Abs(odds))) + Math.Max(odds, 0) - ((windows[i].IsAnomaly == true ? high : low) * odds);
            }

            return sum;
        }
    }
}
