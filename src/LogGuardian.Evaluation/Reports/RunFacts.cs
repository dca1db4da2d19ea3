using System.Globalization;

namespace LogGuardian.Evaluation;

/// <summary>Figures of the run that stands for a method, apart from those of the table.</summary>
internal static class RunFacts
{
    public static IEnumerable<(string Name, string Value)> Of(ReportMethod method)
    {
        EvaluationResult run = method.Shown;
        EvaluationMetrics metrics = run.Metrics;
        if (run.Split.Length > 0)
        {
            yield return ("split", ReportText.Of(run.Split));
        }

        yield return ("threshold", ReportText.Number(run.Threshold));
        yield return ("best threshold", ReportText.Number(metrics.Best?.Threshold));
        foreach (TopCount top in metrics.Top)
        {
            yield return (Text($"precision, recall at {top.Count}"), $"{ReportText.Metric(top.Precision)}, {ReportText.Metric(top.Recall)}");
        }

        if (metrics.CalibrationError is { } error)
        {
            yield return ("expected calibration error", ReportText.Metric(error));
        }

        if (metrics.FalseAlarmsPerDay is { } alarms)
        {
            yield return ("false alarms per day", ReportText.Number(alarms));
        }

        if (metrics.Delay is { } delay)
        {
            yield return ("incidents detected", Text($"{delay.Detected} of {delay.Incidents}"));
            yield return ("delay in units", $"mean {ReportText.Number(delay.MeanUnits)}, median {ReportText.Number(delay.MedianUnits)}");
            if (delay.MeanTime is { } mean && delay.MedianTime is { } median)
            {
                yield return ("delay in seconds", $"mean {ReportText.Number(mean.TotalSeconds)}, median {ReportText.Number(median.TotalSeconds)}");
            }
        }

        foreach (LocalisationHit hit in metrics.Localisation ?? [])
        {
            yield return (Text($"anomalous line in top {hit.Lines}"), Text($"{ReportText.Percent(hit.Share)} of {hit.Units}"));
        }

        if (InjectionSums.Of(method) is { } sums)
        {
            yield return ("faults found", Text($"{sums.Found} of {sums.Faults}, median after {ReportText.Number(sums.MedianDelay?.TotalSeconds)} s; silent ones {sums.FoundSilent} of {sums.Silent}"));
            yield return ("disturbances that raised an alarm", Text($"{sums.Alarming} of {sums.Disturbances}, in {sums.AlarmingUnits} of {sums.DisturbanceUnits} units"));
            yield return ("false alarms apart from them", Text($"{sums.QuietReported} of {sums.QuietUnits} units"));
        }

        if (run.Audit is { } audit)
        {
            yield return ("anomalies seen in training", ReportText.Percent(audit.SeenAnomalyShare));
            yield return ("precision, recall unseen", $"{ReportText.Metric(audit.Unseen.Precision)}, {ReportText.Metric(audit.Unseen.Recall)}");
            yield return ("unseen templates", Text($"{audit.UnseenTemplates} of {audit.TestTemplates}, in {ReportText.Percent(audit.UnseenLineShare)} of the lines and {audit.UnitsWithUnseen} units"));
        }

        yield return ("training", Text($"{ReportText.Number(run.TrainingSeconds)} s"));
        yield return ("scoring", Text($"{ReportText.Number(run.ScoringSeconds)} s"));
        foreach ((string name, string value) in run.Parameters.OrderBy(parameter => parameter.Key, StringComparer.Ordinal))
        {
            yield return (ReportText.Of(name), ReportText.Of(value));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
