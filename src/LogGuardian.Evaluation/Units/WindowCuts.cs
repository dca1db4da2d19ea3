namespace LogGuardian.Evaluation;

/// <summary>Where windows begin and end. Ranges are of records, the end excluded.</summary>
internal static class WindowCuts
{
    /// <summary>Records that are for training when a share of them is: rounded down, as <c>int(0.8 * n)</c> does.</summary>
    public static int TrainingCount(double share, int count) => (int)(share * count);

    /// <summary>Windows of <paramref name="size"/> records, a new one every <paramref name="step"/>.</summary>
    /// <param name="start">First record.</param>
    /// <param name="end">Behind the last one.</param>
    /// <param name="size">Records of a window.</param>
    /// <param name="step">Records from the beginning of one window to that of the next.</param>
    /// <param name="keepPartial">Whether windows that the end cuts short are kept.</param>
    public static IEnumerable<(int Start, int End)> ByCount(int start, int end, int size, int step, bool keepPartial)
    {
        for (long at = start; at < end; at += step)
        {
            if (at + size <= end || keepPartial)
            {
                yield return ((int)at, (int)Math.Min(at + size, end));
            }
        }
    }

    /// <summary>
    /// Windows of <paramref name="span"/>, a new one every <paramref name="step"/> from the time of the first record. A record without a time, or
    /// one that comes late, counts as coming with the one before it. Times without records make no window.
    /// </summary>
    public static IEnumerable<(int Start, int End)> ByTime(IReadOnlyList<long> ticks, int start, int end, TimeSpan span, TimeSpan step, bool keepPartial)
    {
        long[] times = new long[end - start];
        for (int i = 0; i < times.Length; i++)
        {
            times[i] = Math.Max(ticks[start + i], i > 0 ? times[i - 1] : 0);
        }

        // Records before the first time count as coming with it.
        long begin = Array.Find(times, time => time > 0);
        int from = 0;
        int to = 0;
        while (from < times.Length)
        {
            while (to < times.Length && times[to] < begin + span.Ticks)
            {
                to++;
            }

            if (to > from && (keepPartial || times[^1] >= begin + span.Ticks))
            {
                yield return (start + from, start + to);
            }

            begin += step.Ticks;
            while (from < times.Length && times[from] < begin)
            {
                from++;
            }

            if (from < times.Length && times[from] >= begin + span.Ticks)
            {
                // Over a silence in one stride.
                begin += (times[from] - span.Ticks - begin + step.Ticks) / step.Ticks * step.Ticks;
            }

            to = Math.Max(to, from);
        }
    }
}
