namespace LogGuardian.Cli;

/// <summary>Builds the one pipeline that all commands share: a state learned by one is understood by the others.</summary>
internal static class Detectors
{
    public static AnomalyDetector Build(string? format, WindowSpec window, Threshold? threshold = null, int? warmUpLines = null)
    {
        AnomalyDetectorBuilder builder = window.Apply(Parsing(format))
            .DetectWithNovelty()
            .DetectWithCounts()
            .DetectWithOrder()
            .WithThreshold(threshold ?? Threshold.Default)
            .ExplainWithEvidence(top: 3);
        if (warmUpLines is { } lines)
        {
            builder.WithLearning(new LearningOptions { WarmUpLines = lines });
        }

        return builder.Build();
    }

    private static AnomalyDetectorBuilder Parsing(string? format)
    {
        try
        {
            return new AnomalyDetectorBuilder().ParseWithTemplates(new ParsingOptions { Format = format });
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new CliException($"--format is '{format}': {e.Message}", e);
        }
    }
}
