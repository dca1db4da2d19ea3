using System.Globalization;

namespace LogGuardian;

/// <summary>How a detector learns from the stream that it watches.</summary>
public sealed record LearningOptions
{
    /// <summary>
    /// Lines of each source that are taken as normal before its windows are scored, when <see cref="AnomalyDetector.LearnAsync"/> was not called.
    /// Default 5,000; range 0 to 1,000,000; 0 scores from the first line on.
    /// </summary>
    public int WarmUpLines { get; set; } = 5_000;

    /// <summary>Whether windows that were scored as normal go on teaching the detectors. Default true.</summary>
    public bool ContinueOnNormal { get; set; } = true;

    /// <summary>
    /// Whether new templates that are known ones in other words, after an update of the program that writes them, are recognised while the stream is judged and go on under
    /// the known ones; the detector's log and <see cref="PipelineCounts.SuccessorsAccepted"/> say so. Default true.
    /// </summary>
    public bool FollowSuccessors { get; set; } = true;

    /// <summary>Whether what is judged changes how later windows are judged.</summary>
    internal bool IsOngoing => ContinueOnNormal || FollowSuccessors;

    internal LearningOptions Validated() => WarmUpLines is >= 0 and <= 1_000_000
        ? this with { }
        : throw new ArgumentOutOfRangeException(
            nameof(WarmUpLines),
            WarmUpLines,
            string.Create(CultureInfo.InvariantCulture, $"WarmUpLines is {WarmUpLines}; it must be 0 to 1000000. The default is 5000."));
}
