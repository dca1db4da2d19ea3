namespace LogGuardian;

/// <summary>What makes a piece of evidence strange.</summary>
public enum EvidenceKind
{
    /// <summary>Lines whose template was never seen while learning.</summary>
    UnseenTemplate,

    /// <summary>Lines whose template is known but came more or less often than in any normal window.</summary>
    UnusualCount,

    /// <summary>A line that did not follow the lines before it while learning.</summary>
    UnexpectedOrder,

    /// <summary>A number far outside of what the parameter was while learning.</summary>
    UnusualValue,

    /// <summary>More numbers near the upper end of what the parameter was while learning than normal windows hold.</summary>
    HighValues,

    /// <summary>A value, or a kind of value, that a parameter with few different ones never had while learning.</summary>
    UnseenValue,

    /// <summary>More lines that are warnings, errors or worse than normal windows hold.</summary>
    UnusualSeverity,

    /// <summary>Lines of a template came faster or more slowly than they do at this time.</summary>
    UnusualRate,

    /// <summary>The source as a whole wrote faster or more slowly than it does at this time.</summary>
    UnusualVolume,

    /// <summary>A line that normally comes in every window, or after the lines of <see cref="Evidence.After"/>, did not come.</summary>
    MissingEvent,

    /// <summary>A line that normally comes at regular times stayed away for longer than ever.</summary>
    Silence,

    /// <summary>A session ended after a line after which normal ones go on.</summary>
    UnexpectedEnd,

    /// <summary>A line that the most similar normal sequence does not have at its place, or that it has and the window does not.</summary>
    UnlikeSequence,

    /// <summary>Counts that do not go together as they do in normal windows, led by the template that is furthest off.</summary>
    UnusualMix,

    /// <summary>
    /// The window is normal today, but would have been reported by what was known long ago: the log has changed little by little. The evidence after it says in what.
    /// </summary>
    Drift,

    /// <summary>The window looks like one that a user marked as an anomaly, see <see cref="AnomalyDetector.MarkAnomalyAsync"/>.</summary>
    MarkedAnomaly,

    /// <summary>A line whose meaning is far from that of every normal line.</summary>
    UnlikeMeaning,

    /// <summary>A language model takes the window for an anomaly; <see cref="Evidence.Statement"/> says why when the model does.</summary>
    ModelVerdict,
}
