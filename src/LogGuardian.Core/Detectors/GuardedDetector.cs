using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>A detector whose knowledge is guarded by one lock: each step is called with the lock held, one at a time.</summary>
internal abstract class GuardedDetector : IDetector, IStateful, IMergeable
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

    public void MergeFrom(IStateful other, IReadOnlyList<LogTemplate> general)
    {
        var from = (GuardedDetector)other;
        lock (from._gate)
        {
            lock (_gate)
            {
                foreach (LogTemplate template in general)
                {
                    from.Unify(template);
                    Unify(template);
                }

                Merge(from);
            }
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

    /// <summary>From now on a template stands for those that it supersedes, even if it was known beside them.</summary>
    protected abstract void Unify(LogTemplate general);

    /// <summary>Adds what another one knows that has the same general templates.</summary>
    protected abstract void Merge(GuardedDetector other);

    protected abstract void Save(Utf8JsonWriter writer);

    protected abstract void Load(JsonElement section, int version);
}
