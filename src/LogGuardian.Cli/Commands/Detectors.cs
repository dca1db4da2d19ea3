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

    /// <summary>
    /// Templates become more general while lines are read: the first reading of a file finishes them, the second one shows them. What breaks here breaks
    /// there again, and is told then.
    /// </summary>
    public static async Task FinishTemplatesAsync(AnomalyDetector detector, ILogSource source)
    {
        try
        {
            await foreach (ParsedLog _ in detector.ParseAsync(source, CancellationToken.None).ConfigureAwait(false))
            {
            }
        }
        catch (LogSourceException)
        {
            // The second reading says so.
        }
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
