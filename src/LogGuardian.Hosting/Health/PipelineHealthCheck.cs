using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LogGuardian.Hosting;

/// <summary>How a pipeline is, as a health check; one instance for all checks, so that it knows what the one before has seen.</summary>
internal sealed class PipelineHealthCheck(LogGuardianPipeline pipeline, bool isDegradedWhileWarmingUp) : IHealthCheck
{
    private long _droppedBefore;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        PipelineStatus status = pipeline.Status;
        // What is written after the end of the host is no loss.
        IReadOnlyDictionary<DropReason, long> drops = pipeline.Channel.RecordsDropped;
        long dropped = drops[DropReason.Full] + drops[DropReason.TooLarge];
        long since = dropped - Interlocked.Exchange(ref _droppedBefore, dropped);
        List<string> problems = [.. status.Problems];
        if (since > 0)
        {
            problems.Add($"{since} records were dropped since the last check: the pipeline is behind, or records are larger than Channel:MaxRecordBytes.");
        }

        bool isDead = status.Phase == PipelinePhase.Stopped || (status.Phase == PipelinePhase.Starting && status.Problems.Count > 0);
        bool isDegraded = problems.Count > 0 || (isDegradedWhileWarmingUp && status.Phase == PipelinePhase.WarmingUp);
        HealthStatus health = isDead ? context.Registration.FailureStatus : isDegraded ? HealthStatus.Degraded : HealthStatus.Healthy;
        PipelineCounts? counts = pipeline.Detector?.Counts;
        var data = new Dictionary<string, object>
        {
            ["phase"] = status.Phase.ToString(),
            ["linesRead"] = counts?.LinesRead ?? 0,
            ["windows"] = counts?.Windows ?? 0,
            ["anomalies"] = counts?.Anomalies ?? 0,
            ["stageFailures"] = counts?.StageFailures ?? 0,
            ["recordsWritten"] = pipeline.Channel.RecordsWritten,
            ["recordsWaiting"] = pipeline.Channel.RecordsWaiting,
            ["recordsDropped"] = dropped,
        };
        return Task.FromResult(new HealthCheckResult(health, string.Join(' ', problems.Prepend(Describe(status.Phase))), null, data));
    }

    private static string Describe(PipelinePhase phase) => phase switch
    {
        PipelinePhase.Starting => "It has not begun to read.",
        PipelinePhase.WarmingUp => "It is warming up: it learns what is normal and reports little.",
        PipelinePhase.Running => "It judges what it reads.",
        PipelinePhase.Disabled => "It is switched off by its configuration.",
        _ => "It has stopped.",
    };
}
