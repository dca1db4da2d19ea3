using System.Runtime.CompilerServices;

namespace LogGuardian.Cli;

/// <summary>The windows that a scan would judge.</summary>
internal static class LogWindows
{
    public static async IAsyncEnumerable<LogWindow> ReadAsync(AnomalyDetector detector, ILogSource source, [EnumeratorCancellation] CancellationToken stop = default)
    {
        await foreach (Detection detection in detector.DetectAsync(source, stop).ConfigureAwait(false))
        {
            if (!detection.IsEarly)
            {
                yield return detection.Window;
            }
        }
    }
}
