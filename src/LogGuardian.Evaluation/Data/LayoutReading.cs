namespace LogGuardian.Evaluation;

/// <summary>A line cut by its <see cref="HeaderLayout"/>.</summary>
/// <param name="Content">The free text.</param>
internal readonly record struct LayoutReading(ReadOnlyMemory<byte> Content)
{
    /// <summary>Whether the whole header and a content are there.</summary>
    public bool IsComplete { get; init; }

    /// <summary>Whether the label is an alert's.</summary>
    public bool IsAlert { get; init; }

    /// <summary>Event time; 0 when the line carries none.</summary>
    public long UtcTicks { get; init; }

    /// <summary>The host that the header names; empty when it names none.</summary>
    public ReadOnlyMemory<byte> Host { get; init; }

    public LogSeverity Severity { get; init; }
}
