namespace LogGuardian.Evaluation;

/// <summary>The most memory that the process had in use while the gauge existed, sampled.</summary>
internal sealed class MemoryGauge : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);
    private readonly Timer _timer;
    private long _peak;

    public MemoryGauge()
    {
        // What an earlier method left behind is not this one's.
        GC.Collect();
        _timer = new Timer(_ => Sample(), null, TimeSpan.Zero, Interval);
    }

    public long Peak
    {
        get
        {
            Sample();
            return Volatile.Read(ref _peak);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Sample()
    {
        long now = Environment.WorkingSet;
        long peak = Volatile.Read(ref _peak);
        while (now > peak)
        {
            peak = Interlocked.CompareExchange(ref _peak, now, peak) is var seen && seen == peak ? now : seen;
        }
    }
}
