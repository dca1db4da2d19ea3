namespace LogGuardian.Evaluation;

/// <summary>How large a training or test set is.</summary>
/// <param name="Units">Units.</param>
/// <param name="Anomalies">Truly anomalous ones among them.</param>
/// <param name="Lines">Lines of all units.</param>
public readonly record struct UnitCounts(long Units, long Anomalies, long Lines);
