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
}
