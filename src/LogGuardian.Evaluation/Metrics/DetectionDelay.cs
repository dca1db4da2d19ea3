namespace LogGuardian.Evaluation;

/// <summary>
/// How long incidents go unnoticed. An incident is a run of truly anomalous units that follow each other; it is detected by the first of them that is predicted
/// anomalous. An alarm before it is a false alarm, and one after it is too late: neither counts.
/// </summary>
/// <param name="Incidents">Number of incidents.</param>
/// <param name="Detected">Number of them that were detected. The delays are about these alone.</param>
/// <param name="MeanUnits">Mean number of units of an incident before the one that detects it, 0 when the first one does; null when none is detected.</param>
/// <param name="MedianUnits">Their median.</param>
/// <param name="MeanTime">
/// Mean time from the start of the incident's first unit to the end of the unit that detects it, because a unit is judged when it is complete; null when
/// none is detected or a time is not known.
/// </param>
/// <param name="MedianTime">Their median.</param>
public sealed record DetectionDelay(int Incidents, int Detected, double? MeanUnits, double? MedianUnits, TimeSpan? MeanTime, TimeSpan? MedianTime)
{
    internal static DetectionDelay Of(PredictionSet set)
    {
        int incidents = 0;
        int first = -1;
        bool isDetected = false;
        List<double> units = [];
        List<double?> ticks = [];
        for (int i = 0; i < set.Predictions.Count; i++)
        {
            if (!set.Predictions[i].Label)
            {
                first = -1;
                continue;
            }

            if (first < 0)
            {
                (first, isDetected) = (i, false);
                incidents++;
            }

            if (!isDetected && set.Predictions[i].Predicted)
            {
                isDetected = true;
                units.Add(i - first);
                ticks.Add((set.Contexts[i].End - set.Contexts[first].Start)?.Ticks);
            }
        }

        bool hasTimes = units.Count > 0 && !ticks.Contains(null);
        List<double> known = hasTimes ? [.. ticks.Select(time => time!.Value)] : [];
        return new DetectionDelay(
            incidents,
            units.Count,
            units.Count == 0 ? null : units.Average(),
            units.Count == 0 ? null : Quantiles.Of(units, 0.5),
            hasTimes ? TimeSpan.FromTicks((long)known.Average()) : null,
            hasTimes ? TimeSpan.FromTicks((long)Quantiles.Of(known, 0.5)) : null);
    }
}
