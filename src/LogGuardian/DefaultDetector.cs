namespace LogGuardian;

/// <summary>A detector that is right for most logs, to build as it is or to change stage by stage.</summary>
public static class DefaultDetector
{
    /// <summary>Lines per window of the default detector.</summary>
    public const int WindowLines = 100;

    /// <summary>
    /// Parsing with templates, windows of 100 lines, the default detectors (<see cref="DetectorBuilderExtensions.DetectWithDefaults"/>), explanations with the three
    /// strongest pieces of evidence.
    /// </summary>
    /// <returns>A builder; add sources, sinks or a threshold and call Build.</returns>
    public static AnomalyDetectorBuilder Create() => CreateWithoutWindows().WindowByCount(WindowLines);

    /// <summary>The same without windows, for callers that choose their own.</summary>
    public static AnomalyDetectorBuilder CreateWithoutWindows() => new AnomalyDetectorBuilder()
        .ParseWithTemplates()
        .DetectWithDefaults()
        .ExplainWithEvidence();
}
