namespace LogGuardian;

/// <summary>A pipeline of the host, from the services: by its name as key, and the one without a name without a key as well.</summary>
public sealed class LogGuardianPipeline
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, string> _problems = new(StringComparer.Ordinal);
    private PipelinePhase _phase;

    internal LogGuardianPipeline(string name, LogChannel channel) => (Name, Channel) = (name, channel);

    /// <summary>Its name; empty for the one that has none.</summary>
    public string Name { get; }

    /// <summary>Where the loggers of the process write.</summary>
    public LogChannel Channel { get; }

    /// <summary>
    /// The detector that runs; null before the first and between two runs. Use it to give feedback and to read counts; it is disposed when the pipeline starts again, and must not be
    /// disposed by others.
    /// </summary>
    public AnomalyDetector? Detector { get; internal set; }

    /// <summary>How it is.</summary>
    public PipelineStatus Status
    {
        get
        {
            lock (_gate)
            {
                PipelinePhase phase = _phase == PipelinePhase.Running && Detector is { IsWarmingUp: true } ? PipelinePhase.WarmingUp : _phase;
                return new PipelineStatus(phase, [.. _problems.Values]);
            }
        }
    }

    internal void Enter(PipelinePhase phase)
    {
        lock (_gate)
        {
            _phase = phase;
        }
    }

    /// <summary>Notes what goes wrong under a name, or that it does no more.</summary>
    internal void Note(string what, string? problem)
    {
        lock (_gate)
        {
            if (problem is null)
            {
                _problems.Remove(what);
            }
            else
            {
                _problems[what] = problem;
            }
        }
    }
}
