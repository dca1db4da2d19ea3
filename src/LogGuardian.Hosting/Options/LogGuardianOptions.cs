using LogGuardian.Hosting;

namespace LogGuardian;

/// <summary>
/// A hosted pipeline as configuration has it: section <c>LogGuardian</c>, or <c>LogGuardian:name</c> for a pipeline with a name. Where configuration and builder say different things, the builder
/// decides. A change at run time restarts the pipeline with what it has learned; one that is not valid is logged, and the pipeline goes on as it was.
/// </summary>
public sealed record LogGuardianOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "LogGuardian";

    /// <summary>Whether the pipeline runs; by default true. While it does not, the logging provider takes nothing.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Files to follow beside the log of the process itself; by default none.</summary>
    public IReadOnlyList<string> Files { get; set; } = [];

    /// <summary>How lines are grouped.</summary>
    public WindowOptions Window { get; set; } = new();

    /// <summary>Score from which a window is an anomaly, in (0..1]; by default .5. Not together with <see cref="FalseAlarms"/>.</summary>
    public float? Threshold { get; set; }

    /// <summary>False alarms that are acceptable in <see cref="FalseAlarmsPer"/>; chooses the threshold. By default the threshold is fixed.</summary>
    public double? FalseAlarms { get; set; }

    /// <summary>The time of <see cref="FalseAlarms"/>; by default a day.</summary>
    public TimeSpan FalseAlarmsPer { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How the pipeline learns from its stream.</summary>
    public LearningOptions Learning { get; set; } = new();

    /// <summary>Whether anomalies that repeat each other are one incident; by default true.</summary>
    public bool GroupIncidents { get; set; } = true;

    /// <summary>When they do.</summary>
    public IncidentOptions Incidents { get; set; } = new();

    /// <summary>Threads that a run may use at a time; by default 1, 1 to 64.</summary>
    public int Parallelism { get; set; } = 1;

    /// <summary>How long a window waits for its detectors; by default without end, at most one hour.</summary>
    public TimeSpan? Deadline { get; set; }

    /// <summary>What waits between the loggers of the process and the pipeline. Read once, when the host starts.</summary>
    public LogChannelOptions Channel { get; set; } = new();

    /// <summary>Where what was learned is kept.</summary>
    public StateOptions State { get; set; } = new();

    /// <summary>
    /// How long a handler may take for a detection, see <see cref="IDetectionHandler"/>; by default 30 seconds, 10 milliseconds to an hour. Read when the host starts.
    /// </summary>
    public TimeSpan HandlerTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether detections are written to the log of the host: category <c>LogGuardian.Detections</c>, anomalies as warnings with score, explanation, template and trace ids; by default true.
    /// Read when the host starts.
    /// </summary>
    public bool LogDetections { get; set; } = true;

    /// <summary>
    /// Whether anomalies are spans of the <c>ActivitySource</c> <c>LogGuardian</c>, with links to the traces of their evidence; by default true. Costs nothing where nobody listens. Read when the
    /// host starts.
    /// </summary>
    public bool TraceDetections { get; set; } = true;

    internal static string SectionOf(string pipeline) => pipeline.Length == 0 ? SectionName : $"{SectionName}:{pipeline}";

    internal LogGuardianOptions Validated()
    {
        var problems = new List<string>();
        LogGuardianOptions copy = LogGuardianOptionsValidator.Check(this, problems);
        return problems.Count == 0 ? copy : throw new ArgumentException(problems[0]);
    }

    /// <inheritdoc />
    public bool Equals(LogGuardianOptions? other) => other is not null && Files.SequenceEqual(other.Files)
        && (Enabled, Threshold, FalseAlarms, FalseAlarmsPer, GroupIncidents, Parallelism, Deadline)
            == (other.Enabled, other.Threshold, other.FalseAlarms, other.FalseAlarmsPer, other.GroupIncidents, other.Parallelism, other.Deadline)
        && (HandlerTimeout, LogDetections, TraceDetections) == (other.HandlerTimeout, other.LogDetections, other.TraceDetections)
        && (Window, Learning, Incidents, Channel, State) == (other.Window, other.Learning, other.Incidents, other.Channel, other.State);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Enabled, Files.Count, Window, Threshold, FalseAlarms, Learning, Channel, State);
}
