using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>Shows another detector, of each window, only the lines whose template was never seen in normal logs. Where there are none, nothing is strange and the other one is not asked.</summary>
internal sealed class UnseenDetector(IDetector inner, UnseenOptions options) : IDetector, IStateful, IMergeable, ICopyable, IDisposable
{
    private readonly Lock _gate = new();
    private readonly SeenTemplates _seen = new(options.MaxTemplates);

    public string Name => inner.Name;

    public DetectorTier Tier => inner.Tier;

    public bool IsSelective => true;

    public IReadOnlyList<string> Settles => inner.Settles;

    public string StateName => Name;

    public int StateVersion => 1;

    public async ValueTask ScoreAsync(ReadOnlyMemory<LogWindow> windows, Memory<float> scores, CancellationToken cancellationToken = default)
    {
        scores.Span[..windows.Length].Clear();
        List<(int Place, LogWindow Unseen)> asked = [];
        lock (_gate)
        {
            for (int i = 0; i < windows.Length; i++)
            {
                if (UnseenOf(windows.Span[i]) is { } unseen)
                {
                    asked.Add((i, unseen));
                }
            }
        }

        if (asked.Count == 0)
        {
            return;
        }

        float[] answers = new float[asked.Count];
        await inner.ScoreAsync(asked.ConvertAll(pair => pair.Unseen).ToArray(), answers, cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < answers.Length; i++)
        {
            scores.Span[asked[i].Place] = answers[i];
        }
    }

    public void Learn(LogWindow window)
    {
        lock (_gate)
        {
            _seen.Add(window);
        }
    }

    public void Collect(LogWindow window, ICollection<Evidence> evidence)
    {
        LogWindow? unseen;
        lock (_gate)
        {
            unseen = UnseenOf(window);
        }

        if (unseen is not null)
        {
            inner.Collect(unseen, evidence);
        }
    }

    public void SaveState(Utf8JsonWriter writer)
    {
        lock (_gate)
        {
            _seen.Save(writer);
        }
    }

    public void LoadState(JsonElement section, int version)
    {
        lock (_gate)
        {
            _seen.Load(section);
        }
    }

    public void CopyFrom(IStateful other) => With(other, _seen.CopyFrom);

    /// <summary>Whoever knows one of the ids of a general template knows the template, so that nothing is to be done for those.</summary>
    public void MergeFrom(IStateful other, IReadOnlyList<LogTemplate> general) => With(other, _seen.Merge);

    public void Dispose() => (inner as IDisposable)?.Dispose();

    private void With(IStateful other, Action<SeenTemplates> take)
    {
        var from = (UnseenDetector)other;
        lock (from._gate)
        {
            lock (_gate)
            {
                take(from._seen);
            }
        }
    }

    private LogWindow? UnseenOf(LogWindow window)
    {
        List<ParsedLog>? unseen = null;
        foreach (ref readonly ParsedLog log in window.Lines.Span)
        {
            if (!_seen.Contains(log.Template))
            {
                (unseen ??= []).Add(log);
            }
        }

        return unseen is null ? null : new LogWindow(window.Kind, unseen.ToArray(), window.SessionKey) { IsOpen = window.IsOpen };
    }
}
