using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>A detector whose knowledge is guarded by one lock: each step is called with the lock held, one at a time.</summary>
internal abstract class GuardedDetector : IDetector, IStateful
{
    private readonly Lock _gate = new();

    public abstract string Name { get; }

    public string StateName => Name;

    public abstract int StateVersion { get; }

    public virtual bool FollowsTime => false;

    public ValueTask ScoreAsync(ReadOnlyMemory<LogWindow> windows, Memory<float> scores, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            for (int i = 0; i < windows.Length; i++)
            {
                scores.Span[i] = ScoreOf(windows.Span[i]);
            }
        }

        return ValueTask.CompletedTask;
    }

    public void Learn(LogWindow window)
    {
        lock (_gate)
        {
            Take(window);
        }
    }

    public void Collect(LogWindow window, ICollection<Evidence> evidence)
    {
        lock (_gate)
        {
            Explain(window, evidence);
        }
    }

    public void SaveState(Utf8JsonWriter writer)
    {
        lock (_gate)
        {
            Save(writer);
        }
    }

    public void LoadState(JsonElement section, int version)
    {
        lock (_gate)
        {
            Load(section, version);
        }
    }

    /// <summary>Copies with the locks of both held; the caller sees to it that no two copies run side by side.</summary>
    protected void CopyFrom<T>(IStateful other, Action<T> copy)
        where T : GuardedDetector
    {
        var from = (T)other;
        lock (from._gate)
        {
            lock (_gate)
            {
                copy(from);
            }
        }
    }

    protected abstract float ScoreOf(LogWindow window);

    protected abstract void Take(LogWindow window);

    protected abstract void Explain(LogWindow window, ICollection<Evidence> evidence);

    protected abstract void Save(Utf8JsonWriter writer);

    protected abstract void Load(JsonElement section, int version);
}
