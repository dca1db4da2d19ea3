using Microsoft.Extensions.Logging;

namespace LogGuardian.Core;

/// <summary>Teaches and asks detectors. A call that fails is counted and logged and says nothing: the other detectors and the stream go on.</summary>
internal sealed partial class FailureGuard(PipelineCounters counters, ILogger logger)
{
    public void Teach(IDetector detector, LogWindow window)
    {
        try
        {
            detector.Learn(window);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            counters.Failure();
            LearningFailed(logger, e, detector.Name);
        }
    }

    /// <summary>The evidence of a detector; what it gave before that when it fails.</summary>
    public List<Evidence> Collect(IDetector detector, LogWindow window)
    {
        var evidence = new List<Evidence>();
        try
        {
            detector.Collect(window, evidence);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            counters.Failure();
            EvidenceFailed(logger, e, detector.Name);
        }

        return evidence;
    }

    [LoggerMessage(EventId = 12, Level = LogLevel.Error, Message = "Detector {Detector} failed to learn a window")]
    private static partial void LearningFailed(ILogger logger, Exception exception, string detector);

    [LoggerMessage(EventId = 13, Level = LogLevel.Error, Message = "Detector {Detector} failed to say what made a window strange")]
    private static partial void EvidenceFailed(ILogger logger, Exception exception, string detector);
}
