using System.Globalization;

namespace LogGuardian;

/// <summary>How a detector learns from the stream that it watches.</summary>
public sealed record LearningOptions
{
    /// <summary>
    /// Lines of each source that are taken as normal before its windows are scored, when <see cref="AnomalyDetector.LearnAsync"/> was not called.
    /// Default 5,000; range 0 to 1,000,000; 0 scores from the first line on. While more than one window in 32 still has something new, the warm-up goes on, for at most
    /// ten times as many lines; so it does again within these when half of the windows suddenly have. From the first end on, what speaks of failures is reported and not learned.
    /// </summary>
    public int WarmUpLines { get; set; } = 5_000;

    /// <summary>
    /// Event time of a source after which its warm-up ends even without <see cref="WarmUpLines"/>, as soon as it had 100 windows: fewer say too little of what is
    /// normal, however long they took. Default 1 minute; more than zero; null: only lines count.
    /// </summary>
    public TimeSpan? WarmUpTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether windows that were scored as normal go on teaching the detectors. Default true.</summary>
    public bool ContinueOnNormal { get; set; } = true;

    /// <summary>
    /// Whether new templates that are known ones in other words, after an update of the program that writes them, are recognised while the stream is judged and go on under
    /// the known ones; the detector's log and <see cref="PipelineCounts.SuccessorsAccepted"/> say so. Default true.
    /// </summary>
    public bool FollowSuccessors { get; set; } = true;

    /// <summary>Whether what is judged changes how later windows are judged.</summary>
    internal bool IsOngoing => ContinueOnNormal || FollowSuccessors;

    /// <summary>
    /// Event time after an anomaly in which the windows of its source do not teach, since half of an incident may look normal. Sessions interleave and have no
    /// such time. Default 5 minutes; 0 to 30 days. A window without a time takes a second.
    /// </summary>
    public TimeSpan Quarantine { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long anomalies must follow each other within <see cref="Quarantine"/> until they are taken for the new normal and learned; a shorter incident never is.
    /// Default 1 day of event time; at least <see cref="Quarantine"/>; <see cref="TimeSpan.MaxValue"/>: never.
    /// </summary>
    public TimeSpan AcceptChangeAfter { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// How old, in event time, the knowledge grows that normal windows are compared with to notice that the log changes little by little; then today's takes its
    /// place. Default 7 days; more than zero. See <see cref="EvidenceKind.Drift"/>.
    /// </summary>
    public TimeSpan DriftHorizon { get; set; } = TimeSpan.FromDays(7);

    internal LearningOptions Validated()
    {
        if (WarmUpLines is < 0 or > 1_000_000)
        {
            throw new ArgumentOutOfRangeException(
                nameof(WarmUpLines), WarmUpLines, string.Create(CultureInfo.InvariantCulture, $"WarmUpLines is {WarmUpLines}; it must be 0 to 1000000. The default is 5000."));
        }

        if (WarmUpTime <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(WarmUpTime), WarmUpTime, $"WarmUpTime is {WarmUpTime}; it must be more than zero, or null. The default is 1 minute.");
        }

        if (Quarantine < TimeSpan.Zero || Quarantine > TimeSpan.FromDays(30))
        {
            throw new ArgumentOutOfRangeException(nameof(Quarantine), Quarantine, $"Quarantine is {Quarantine}; it must be 0 to 30 days. The default is 5 minutes.");
        }

        if (AcceptChangeAfter < Quarantine)
        {
            throw new ArgumentOutOfRangeException(
                nameof(AcceptChangeAfter), AcceptChangeAfter, $"AcceptChangeAfter is {AcceptChangeAfter}; it must be at least Quarantine, {Quarantine}. The default is 1 day.");
        }

        return DriftHorizon > TimeSpan.Zero
            ? this with { }
            : throw new ArgumentOutOfRangeException(nameof(DriftHorizon), DriftHorizon, $"DriftHorizon is {DriftHorizon}; it must be more than zero. The default is 7 days.");
    }
}
