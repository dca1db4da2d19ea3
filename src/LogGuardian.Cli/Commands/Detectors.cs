using System.Globalization;
using LogGuardian.Inference;

namespace LogGuardian.Cli;

/// <summary>Builds the one pipeline that all commands share: a state learned by one is understood by the others.</summary>
internal static class Detectors
{
    private const int MostMasks = 32;

    public static AnomalyDetector Build(string? format, IReadOnlyList<MaskRule> masks, WindowSpec window, Threshold? threshold = null, int? warmUpLines = null, bool groupIncidents = false, bool learns = true, int parallelism = 1, ModelBundle? model = null)
    {
        AnomalyDetectorBuilder builder = window.Apply(Parsing(format, masks))
            .DetectWithDefaults()
            .WithThreshold(threshold ?? Threshold.Default)
            .WithParallelism(parallelism)
            .ExplainWithEvidence(top: 3);
        var learning = new LearningOptions { ContinueOnNormal = learns, FollowSuccessors = learns };
        if (warmUpLines is { } lines)
        {
            (learning.WarmUpLines, learning.WarmUpTime) = (lines, null);
        }

        builder.WithLearning(learning);

        if (groupIncidents)
        {
            builder.GroupIncidents();
        }

        try
        {
            return (model is null ? builder : AddModel(builder, model)).Build();
        }
        catch (Exception e) when (model is not null && e is InvalidDataException or InvalidOperationException)
        {
            throw new CliException($"--model: {e.Message}", e);
        }
    }

    /// <summary>A pipeline for the windows of a scan, with the cheapest of detectors, for there must be one; nobody looks at what it says.</summary>
    public static AnomalyDetector BuildWindows(string? format, IReadOnlyList<MaskRule> masks, WindowSpec window) => window.Apply(Parsing(format, masks))
        .DetectWithSeverity()
        .WithLearning(new LearningOptions { WarmUpLines = 0, ContinueOnNormal = false, FollowSuccessors = false })
        .Build();

    /// <summary>The detectors that a bundle has models for.</summary>
    public static AnomalyDetectorBuilder AddModel(AnomalyDetectorBuilder builder, ModelBundle model)
    {
        // Vectors of the default model tell errors from routine, and those of one that labels taught what they say, not one failure from another: what novelty reports they would excuse.
        if (model.Path != ModelBundle.DefaultName && !model.Manifest.Calibration.Fitted)
        {
            builder.DetectWithMeaning(model);
        }

        return model.Manifest.Decoder is null ? builder : builder.DetectWithLogLlm(model);
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

    private static AnomalyDetectorBuilder Parsing(string? format, IReadOnlyList<MaskRule> masks)
    {
        try
        {
            return new AnomalyDetectorBuilder().ParseWithTemplates(new ParsingOptions { Format = format, Masks = masks });
        }
        catch (ArgumentException e) when (masks.Count > MostMasks)
        {
            throw new CliException(string.Create(
                CultureInfo.InvariantCulture, $"--mask is given {masks.Count} times; it must be at most {MostMasks} times. Join patterns that may share a name with |."), e);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new CliException($"--format is '{format}': {e.Message}", e);
        }
    }
}
