namespace LogGuardian.Evaluation;

/// <summary>
/// Bootstrap confidence intervals (Efron and Tibshirani 1993, percentile method). Anomalies and normal units are resampled apart, so that no resample is without
/// anomalies; the intervals are therefore about a test set with this number of anomalies. They take units for independent and the method for fixed: how
/// much another training set would change is told by several draws, see <see cref="MetricSummary"/>.
/// </summary>
public sealed record MetricIntervals
{
    /// <summary>Probability with which an interval is to hold the true value.</summary>
    public required double Confidence { get; init; }

    /// <summary>Number of resamples.</summary>
    public required int Resamples { get; init; }

    /// <summary>Of the precision at the method's threshold.</summary>
    public required Interval Precision { get; init; }

    /// <summary>Of the recall at the method's threshold.</summary>
    public required Interval Recall { get; init; }

    /// <summary>Of the F1 at the method's threshold.</summary>
    public required Interval F1 { get; init; }

    /// <summary>Of the Matthews correlation at the method's threshold.</summary>
    public required Interval Mcc { get; init; }

    /// <summary>Of the best possible F1; each resample has its own best threshold.</summary>
    public required Interval BestF1 { get; init; }

    /// <summary>Of the area under the ROC curve; null when one class is missing.</summary>
    public Interval? RocAuc { get; init; }

    /// <summary>Of the average precision; null without anomalies.</summary>
    public Interval? AveragePrecision { get; init; }
}
