namespace LogGuardian;

/// <summary>What the detector says of a window.</summary>
public enum DetectionLabel
{
    /// <summary>The score is below the threshold.</summary>
    Normal,

    /// <summary>The score reaches the threshold.</summary>
    Anomaly,

    /// <summary>There is no score: the detector is still learning, or a stage failed; see <see cref="Detection.Failure"/>.</summary>
    Unscored,
}
