using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// Keeps a detector that may take long, or for ever, from keeping the others waiting. Each call has a thread and a buffer of its own, so that an answer that comes too late
/// finds nobody. While one is outstanding, the detector is neither asked nor taught: its work does not pile up, and nobody waits for a lock that it holds.
/// </summary>
internal abstract class TimedDetector(IDetector inner, TimeSpan deadline, TimeProvider clock) : IDetector, IDisposable
{
    private int _outstanding;

    public string Name => inner.Name;

    public bool FollowsTime => inner.FollowsTime;

    public DetectorTier Tier => inner.Tier;

    public bool IsSelective => inner.IsSelective;

    public IReadOnlyList<string> Settles => inner.Settles;

    public bool IsCalibrated => inner.IsCalibrated;

    public static TimedDetector Of(IDetector inner, TimeSpan deadline, TimeProvider clock) =>
        inner is IStateful state ? new Stateful(inner, state, deadline, clock) : new Stateless(inner, deadline, clock);

    private bool IsBusy => Volatile.Read(ref _outstanding) > 0;

    /// <summary>As <see cref="TryScoreAsync"/>; no answer is no number.</summary>
    public async ValueTask ScoreAsync(ReadOnlyMemory<LogWindow> windows, Memory<float> scores, CancellationToken cancellationToken = default) =>
        await TryScoreAsync(windows, scores, deadline, cancellationToken).ConfigureAwait(false);

    /// <returns>False when the detector did not answer in time, or has not answered an earlier call; the scores are not numbers then.</returns>
    public async ValueTask<bool> TryScoreAsync(ReadOnlyMemory<LogWindow> windows, Memory<float> scores, TimeSpan left, CancellationToken cancellationToken)
    {
        scores.Span.Fill(float.NaN);
        if (IsBusy)
        {
            return false;
        }

        float[] own = new float[windows.Length];
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var call = Task.Run(async () => await inner.ScoreAsync(windows, own, stop.Token).ConfigureAwait(false), CancellationToken.None);
        await Task.WhenAny(call, Task.Delay(left, clock, stop.Token)).ConfigureAwait(false);
        if (!call.IsCompleted)
        {
            Interlocked.Increment(ref _outstanding);
            _ = EndAsync(call, stop);
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }

        await stop.CancelAsync().ConfigureAwait(false);
        stop.Dispose();
        await call.ConfigureAwait(false);
        own.CopyTo(scores);
        return true;
    }

    public void Learn(LogWindow window)
    {
        if (!IsBusy)
        {
            inner.Learn(window);
        }
    }

    public void Collect(LogWindow window, ICollection<Evidence> evidence)
    {
        if (!IsBusy)
        {
            inner.Collect(window, evidence);
        }
    }

    public void Dispose() => (inner as IDisposable)?.Dispose();

    /// <summary>Stops a call that is late; nobody but this sees what comes of it.</summary>
    private async Task EndAsync(Task call, CancellationTokenSource stop)
    {
        // Not waited for: what was registered with the token may hang, too.
        Task stopping = stop.CancelAsync();
        await call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Interlocked.Decrement(ref _outstanding);
        await stopping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private sealed class Stateless(IDetector inner, TimeSpan deadline, TimeProvider clock) : TimedDetector(inner, deadline, clock);

    private sealed class Stateful(IDetector inner, IStateful state, TimeSpan deadline, TimeProvider clock) : TimedDetector(inner, deadline, clock), IStateful
    {
        public string StateName => state.StateName;

        public int StateVersion => state.StateVersion;

        public void SaveState(Utf8JsonWriter writer) => state.SaveState(writer);

        public void LoadState(JsonElement section, int version) => state.LoadState(section, version);
    }
}
