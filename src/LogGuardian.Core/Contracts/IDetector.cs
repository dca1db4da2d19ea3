namespace LogGuardian;

/// <summary>Scores windows against what it learned. Safe for concurrent callers.</summary>
public interface IDetector
{
    /// <summary>Short lower-case name, unique within a pipeline; appears in <see cref="Detection.Tiers"/>.</summary>
    string Name { get; }

    /// <summary>
    /// Whether a score depends on when a window comes and on the windows before it, not on its lines alone. Such a detector learns each window before the
    /// next one is scored; the others may learn later, and what they learn is tried out first.
    /// </summary>
    bool FollowsTime => false;

    /// <summary>
    /// What an answer costs. Fast detectors score every window; a dearer one is asked for those that all cheaper ones leave undecided, see
    /// <see cref="CascadeOptions"/>.
    /// </summary>
    DetectorTier Tier => DetectorTier.Fast;

    /// <summary>
    /// Whether it is asked for every window whatever its <see cref="Tier"/>, because it chooses by itself which windows it looks at: one that it passes over is not strange to it, and
    /// has score 0. Default false.
    /// </summary>
    bool IsSelective => false;

    /// <summary>
    /// Names of cheaper detectors whose question this one answers with more knowledge: where both have answered, the cheaper one's score is drawn to this one's. Empty for a
    /// detector that only adds what it finds.
    /// </summary>
    IReadOnlyList<string> Settles => [];

    /// <summary>
    /// Whether its raw score is calibrated already: the odds that a window of this very system is anomalous, as labels of it say. The pipeline does not compare it with normal windows then. What all others
    /// say together and what it says are independent evidence, and their log-odds are joined, see <see cref="CascadeOptions.Weight"/>. Default false.
    /// </summary>
    bool IsCalibrated => false;

    /// <summary>Scores windows.</summary>
    /// <param name="windows">The windows.</param>
    /// <param name="scores">Receives one raw score per window: at least 0, higher is stranger, in any unit. The pipeline calibrates it against normal windows, unless <see cref="IsCalibrated"/> says that it is.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    ValueTask ScoreAsync(ReadOnlyMemory<LogWindow> windows, Memory<float> scores, CancellationToken cancellationToken = default);

    /// <summary>Learns that a window is normal. A detector that does not learn does nothing. Windows may come again, and later than they were scored.</summary>
    void Learn(LogWindow window);

    /// <summary>Says what made a window strange. Called for anomalies only.</summary>
    /// <param name="window">The window.</param>
    /// <param name="evidence">Receives the reasons, in any order; at most ten.</param>
    void Collect(LogWindow window, ICollection<Evidence> evidence);
}
