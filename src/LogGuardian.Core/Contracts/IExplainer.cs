namespace LogGuardian;

/// <summary>Says why a window is an anomaly. Called for anomalies only.</summary>
public interface IExplainer
{
    /// <summary>Explains a detection from its <see cref="Detection.Evidence"/>.</summary>
    ValueTask<Explanation> ExplainAsync(Detection detection, CancellationToken cancellationToken = default);
}
