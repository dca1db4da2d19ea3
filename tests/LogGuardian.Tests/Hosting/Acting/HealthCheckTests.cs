using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LogGuardian.Tests.Hosting.Acting;

public sealed class HealthCheckTests
{
    [Fact]
    public async Task HealthCheck_OfAPipeline_FollowsIt()
    {
        await using ServiceProvider services = ActingHost.Create(all =>
        {
            all.AddLogGuardian();
            all.AddHealthChecks().AddLogGuardian();
        });
        LogGuardianPipeline pipeline = services.GetRequiredService<LogGuardianPipeline>();
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(services)).Status);
        pipeline.Enter(PipelinePhase.Running);
        HealthReportEntry running = await CheckAsync(services);
        Assert.Equal((HealthStatus.Healthy, "Running"), (running.Status, running.Data["phase"]));
        pipeline.Note("save", "What was learned could not be saved: disk full");
        HealthReportEntry degraded = await CheckAsync(services);
        Assert.Equal(HealthStatus.Degraded, degraded.Status);
        Assert.Contains("disk full", degraded.Description, StringComparison.Ordinal);
        pipeline.Note("save", null);
        pipeline.Channel.Begin(DateTimeOffset.UnixEpoch, LogSeverity.Information, new string('x', 100_000)).Write();
        HealthReportEntry dropped = await CheckAsync(services);
        Assert.Equal((HealthStatus.Degraded, 1L), (dropped.Status, dropped.Data["recordsDropped"]));
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(services)).Status);
        pipeline.Enter(PipelinePhase.Starting);
        pipeline.Note("run", "The pipeline has failed and starts again: no such file");
        Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync(services)).Status);
        pipeline.Note("run", null);
        pipeline.Enter(PipelinePhase.Stopped);
        Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync(services)).Status);
    }

    [Theory]
    [InlineData(false, HealthStatus.Healthy)]
    [InlineData(true, HealthStatus.Degraded)]
    public async Task HealthCheck_WhileWarmingUp_SaysSo(bool degraded, HealthStatus expected)
    {
        await using ServiceProvider services = ActingHost.Create(all =>
        {
            all.AddLogGuardian(name: "orders");
            all.AddHealthChecks().AddLogGuardian("orders-log", "orders", degradedWhileWarmingUp: degraded);
        });
        LogGuardianPipeline pipeline = services.GetRequiredKeyedService<LogGuardianPipeline>("orders");
        using AnomalyDetector detector = DefaultDetector.Create().Build();
        pipeline.Detector = detector;
        pipeline.Enter(PipelinePhase.Running);
        HealthReportEntry entry = await CheckAsync(services);
        Assert.Equal((expected, "WarmingUp"), (entry.Status, entry.Data["phase"]));
        Assert.Contains("warming up", entry.Description, StringComparison.Ordinal);
    }

    private static async Task<HealthReportEntry> CheckAsync(IServiceProvider services) =>
        (await services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries.Values.Single();
}
