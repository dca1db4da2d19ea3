namespace LogGuardian.Benchmarks;

/// <summary>The pipeline with every fast detector, learning from the stream.</summary>
internal static class AllDetectors
{
    public static AnomalyDetectorBuilder Create() => DefaultDetector.CreateWithoutWindows().DetectWithSequences().DetectWithPca();
}
