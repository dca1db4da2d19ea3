namespace LogGuardian;

/// <summary>Adds the detectors that are right for most logs.</summary>
public static class DetectorBuilderExtensions
{
    /// <summary>
    /// Adds the detectors for novelty, counts, order, values, severity, rates and silence by their default options. Each has its say where it knows something, and none
    /// costs the others their sight: those for sequences and principal components are left out, since they do on the logs that we measured.
    /// </summary>
    public static AnomalyDetectorBuilder DetectWithDefaults(this AnomalyDetectorBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder
            .DetectWithNovelty()
            .DetectWithCounts()
            .DetectWithOrder()
            .DetectWithValues()
            .DetectWithSeverity()
            .DetectWithRates()
            .DetectWithSilence();
    }
}
