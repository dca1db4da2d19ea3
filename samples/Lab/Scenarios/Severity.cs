namespace Lab.Scenarios;

/// <summary>How bad a fault is for those who use the system.</summary>
internal enum Severity
{
    /// <summary>Nobody outside notices.</summary>
    Low,

    /// <summary>Some requests fail or wait.</summary>
    Medium,

    /// <summary>Most requests fail.</summary>
    High,
}
