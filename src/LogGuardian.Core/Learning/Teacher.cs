using Microsoft.Extensions.Logging;

namespace LogGuardian.Core;

/// <summary>Teaches detectors. One that fails to learn is counted and logged, and learns nothing of that window: the others and the stream go on.</summary>
internal sealed partial class Teacher(PipelineCounters counters, ILogger logger)
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
            Failed(logger, e, detector.Name);
        }
    }

    [LoggerMessage(EventId = 12, Level = LogLevel.Error, Message = "Detector {Detector} failed to learn a window")]
    private static partial void Failed(ILogger logger, Exception exception, string detector);
}
