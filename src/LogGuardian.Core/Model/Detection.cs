namespace LogGuardian;

/// <summary>A scored window.</summary>
public sealed record Detection
{
    /// <summary>The lines concerned.</summary>
    public required LogWindow Window { get; init; }

    /// <summary>Combined score in [0..1], higher is stranger; 0 when <see cref="Label"/> is <see cref="DetectionLabel.Unscored"/>.</summary>
    public float Score { get; init; }

    /// <summary>
    /// The share of normal windows that are at least as strange, the window counted among them, in (0..1]; 1 when <see cref="Label"/> is
    /// <see cref="DetectionLabel.Unscored"/>. A conformal p-value of all detectors together, which holds whatever they have in common: while windows are exchangeable
    /// with the normal ones learned lately, at most a share of <c>p</c> of them has one of <c>p</c> or less.
    /// </summary>
    public double PValue { get; init; } = 1;

    /// <summary>The score from which a window is an anomaly.</summary>
    public float Threshold { get; init; }

    /// <summary>What the detector says.</summary>
    public DetectionLabel Label { get; init; }

    /// <summary>The detectors that spoke, with their own scores.</summary>
    public IReadOnlyList<TierScore> Tiers { get; init; } = [];

    /// <summary>For an anomaly: the reasons, strongest first. Empty otherwise.</summary>
    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    /// <summary>For an anomaly, when an explainer is configured: why. Null otherwise.</summary>
    public Explanation? Explanation { get; init; }

    /// <summary>Why the window has no score, or which detector failed; null when all went well.</summary>
    public string? Failure { get; init; }

    /// <summary>
    /// When the session was reported while it was open, see <see cref="IsEarly"/>: this is what came of it and replaces that report, whatever its label.
    /// </summary>
    public bool RevisesEarly { get; init; }

    /// <summary>When incidents are grouped: the incident that an anomaly belongs to. Null otherwise.</summary>
    public Incident? Incident { get; init; }

    /// <summary>
    /// Whether the session is still open. At most one such detection comes for a session; the one of the closed session follows and has <see cref="RevisesEarly"/>.
    /// </summary>
    public bool IsEarly => Window.IsOpen;

    /// <summary>Whether <see cref="Label"/> is <see cref="DetectionLabel.Anomaly"/>.</summary>
    public bool IsAnomaly => Label == DetectionLabel.Anomaly;
}
