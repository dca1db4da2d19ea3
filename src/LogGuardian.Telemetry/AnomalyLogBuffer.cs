using Microsoft.Extensions.Diagnostics.Buffering;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogGuardian.Telemetry;

/// <summary>
/// The buffer that the host has, whose buffers of requests are flushed by the requests themselves: nobody else can reach them. While an anomaly is near, a request that logs writes what it
/// has buffered. A request that has ended has taken its buffer with it. LogGuardian's own providers get what is buffered at once, since it is scored whether others ever see it or not.
/// </summary>
internal sealed class AnomalyLogBuffer(LogBuffer? buffer, AnomalyFocus focus, UnseenRecords unseen) : LogBuffer
{
    private static readonly TimeSpan FlushFor = TimeSpan.FromSeconds(30);

    public override void Flush() => buffer?.Flush();

    public override bool TryEnqueue<TState>(IBufferedLogger bufferedLogger, in LogEntry<TState> logEntry)
    {
        if (buffer is PerRequestLogBuffer && focus.IsNear(FlushFor))
        {
            buffer.Flush();
        }

        bool isBuffered = buffer is not null && buffer.TryEnqueue(bufferedLogger, logEntry);
        if (isBuffered)
        {
            unseen.Log(logEntry);
        }

        return isBuffered;
    }
}
