using System.Diagnostics;
using System.IO.Hashing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LogGuardian.Telemetry;

/// <summary>
/// Keeps what is severe, near an anomaly or in a trace of one, and a share of the rest. A sampler decides for all providers at once; what it leaves out, it hands to LogGuardian's
/// own itself, since scores of a tenth of a log would be of another log.
/// </summary>
internal sealed class AnomalySampler(AnomalyFocus focus, IOptions<LogGuardianSamplerOptions> options, UnseenRecords unseen) : LoggingSampler
{
    private readonly LogGuardianSamplerOptions _options = options.Value;
    private readonly ulong _kept = (ulong)(options.Value.Rate * (1UL << 53));

    public override bool ShouldSample<TState>(in LogEntry<TState> logEntry)
    {
        if (logEntry.LogLevel >= LogLevel.Warning || focus.IsNear(_options.KeepFor) || IsKept())
        {
            return true;
        }

        unseen.Log(logEntry);
        return false;
    }

    private bool IsKept()
    {
        if (Activity.Current is not { IdFormat: ActivityIdFormat.W3C } activity)
        {
            return Random.Shared.NextDouble() < _options.Rate;
        }

        // By a hash, so that a trace is whole, in this service and in others that sample by it.
        ActivityTraceId trace = activity.TraceId;
        Span<byte> bytes = stackalloc byte[16];
        trace.CopyTo(bytes);
        return XxHash3.HashToUInt64(bytes) >> 11 < _kept || focus.Has(trace);
    }
}
