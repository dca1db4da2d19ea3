using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>Which sources are learned, and how much event time a window takes.</summary>
internal sealed class LearningProgress
{
    // Fewer windows say too little of what is normal, however much time they took.
    internal const int LeastWindows = 100;

    private const int MaxSources = 65_536;
    private readonly Dictionary<string, SourceWarmUp> _warming = new(StringComparer.Ordinal);
    private readonly HashSet<string> _complete = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private bool _all;
    private long _windows;
    private long _firstTicks = long.MaxValue;
    private long _lastTicks;

    /// <summary>Normal windows so far.</summary>
    public long Windows
    {
        get
        {
            lock (_gate)
            {
                return _windows;
            }
        }
    }

    /// <summary>Mean event time from window to window; one second when the logs carry no times.</summary>
    public TimeSpan TimePerWindow
    {
        get
        {
            lock (_gate)
            {
                return _lastTicks > _firstTicks ? TimeSpan.FromTicks(Math.Max(1, (_lastTicks - _firstTicks) / _windows)) : TimeSpan.FromSeconds(1);
            }
        }
    }

    /// <summary>Whether any source is learned.</summary>
    public bool HasLearned(int warmUpLines)
    {
        lock (_gate)
        {
            return _all || warmUpLines == 0 || _complete.Count > 0 || _warming.Values.Any(warmUp => warmUp.Stage >= WarmUpStage.Young);
        }
    }

    public bool IsLearned(string source, int warmUpLines) => StageOf(source, warmUpLines) >= WarmUpStage.Young;

    public WarmUpStage StageOf(string source, int warmUpLines)
    {
        lock (_gate)
        {
            return _all || warmUpLines == 0 || _complete.Contains(source) ? WarmUpStage.Done
                : _warming.TryGetValue(source, out SourceWarmUp? warmUp) ? warmUp.Stage : WarmUpStage.First;
        }
    }

    /// <summary>Counts a window of a source that is warming up, or has just done so.</summary>
    /// <param name="window">The window.</param>
    /// <param name="isNew">Whether it is strange, and may be so because too little is known.</param>
    /// <param name="options">How long a warm-up should be.</param>
    /// <returns>How far the source is now.</returns>
    public WarmUpReport Count(LogWindow window, bool isNew, LearningOptions options)
    {
        lock (_gate)
        {
            // Beyond so many sources their names carry no meaning (a name per request, say): all count as learned.
            _all |= _warming.Count >= MaxSources;
            if (!_warming.TryGetValue(window.Source, out SourceWarmUp? warmUp))
            {
                _warming[window.Source] = warmUp = new SourceWarmUp();
            }

            WarmUpStage stage = warmUp.Stage == WarmUpStage.Young ? warmUp.Judge(window, isNew, options) : warmUp.Learn(window, isNew, options);
            if (stage == WarmUpStage.Done)
            {
                CompleteCore(window.Source);
            }

            return warmUp.Report;
        }
    }

    /// <summary>Ends the warm-up of a source before its time.</summary>
    public void Complete(string source)
    {
        lock (_gate)
        {
            CompleteCore(source);
        }
    }

    public void CompleteAll()
    {
        lock (_gate)
        {
            _all = true;
        }
    }

    public void Observe(LogWindow window)
    {
        lock (_gate)
        {
            _windows++;
            if (window.Start is { } start && window.End is { } end)
            {
                _firstTicks = Math.Min(_firstTicks, start.UtcTicks);
                _lastTicks = Math.Max(_lastTicks, end.UtcTicks);
            }
        }
    }

    /// <summary>Adds the windows of a replica. Replicas run side by side: their windows do not come faster for it.</summary>
    public void Merge(LearningProgress other)
    {
        lock (other._gate)
        {
            lock (_gate)
            {
                if (other._windows == 0)
                {
                    return;
                }

                _all |= other._all;
                _windows += other._windows;
                long span = Math.Max(0, _lastTicks - _firstTicks) + Math.Max(0, other._lastTicks - other._firstTicks);
                if (span > 0)
                {
                    _lastTicks = Math.Max(_lastTicks, other._lastTicks);
                    _firstTicks = _lastTicks - span;
                }
            }
        }
    }

    public void Save(Utf8JsonWriter writer)
    {
        lock (_gate)
        {
            writer.WriteNumber("windows", _windows);
            writer.WriteNumber("firstTicks", _firstTicks);
            writer.WriteNumber("lastTicks", _lastTicks);
        }
    }

    public void Load(JsonElement section)
    {
        lock (_gate)
        {
            _windows = section.GetProperty("windows").GetInt64();
            _firstTicks = section.GetProperty("firstTicks").GetInt64();
            _lastTicks = section.GetProperty("lastTicks").GetInt64();

            // Knowledge is saved when it is worth keeping: whoever loads it wants to be told what differs from it.
            _all = true;
        }
    }

    private void CompleteCore(string source)
    {
        _all |= _complete.Count >= MaxSources;
        _complete.Add(source);
        _warming.Remove(source);
    }
}
