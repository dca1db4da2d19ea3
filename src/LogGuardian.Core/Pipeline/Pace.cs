namespace LogGuardian.Core;

/// <summary>How many threads a run has, and how long its windows wait for their detectors; null for as long as it takes.</summary>
internal sealed record Pace(int Parallelism, TimeSpan? Deadline)
{
    public const int MostParallelism = 64;

    public static readonly TimeSpan LongestDeadline = TimeSpan.FromHours(1);

    /// <summary>The detector as the pipeline calls it. Those of this package take microseconds a line; another thread and a timer would cost as much.</summary>
    /// <param name="detector">The detector.</param>
    /// <param name="clock">Measures the deadline.</param>
    /// <param name="watched">Those that are watched already: one that is the same again and again stays so.</param>
    public IDetector Watch(IDetector detector, TimeProvider clock, Dictionary<IDetector, IDetector> watched)
    {
        if (Deadline is not { } deadline || (detector is GuardedDetector && detector.Tier == DetectorTier.Fast))
        {
            return detector;
        }

        if (!watched.TryGetValue(detector, out IDetector? timed))
        {
            watched[detector] = timed = TimedDetector.Of(detector, deadline, clock);
        }

        return timed;
    }
}
