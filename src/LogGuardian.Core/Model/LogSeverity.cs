namespace LogGuardian;

/// <summary>
/// Severity of a line, with the numbers of the OpenTelemetry log data model (<c>SeverityNumber</c>, the first of each
/// range of four), so that values compare and travel without translation.
/// </summary>
public enum LogSeverity : byte
{
    /// <summary>The line carries no level that was recognised.</summary>
    Unspecified = 0,

    /// <summary>Trace, verbose, finest.</summary>
    Trace = 1,

    /// <summary>Debug, fine.</summary>
    Debug = 5,

    /// <summary>Information, notice.</summary>
    Information = 9,

    /// <summary>Warning.</summary>
    Warning = 13,

    /// <summary>Error, failure, severe.</summary>
    Error = 17,

    /// <summary>Fatal, critical, alert, emergency, panic.</summary>
    Fatal = 21,
}
