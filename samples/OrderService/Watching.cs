using System.Text.Json;
using LogGuardian;

namespace OrderService;

/// <summary>Lets the service watch its own log: what is strange goes into a file, and the debug lines of that moment, which nobody sees otherwise, into the log.</summary>
internal static class Watching
{
    public static void Add(WebApplicationBuilder builder, string report)
    {
        builder.Logging.AddLogGuardian();
        builder.Logging.AddGlobalBuffer(LogLevel.Debug);
        builder.Services.AddLogGuardian().FlushLogBuffers();
        builder.Services.AddSingleton<IDetectionHandler>(services => new ReportWriter(report, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddHostedService<Readiness>(services => new Readiness(services.GetRequiredService<LogGuardianPipeline>(), report));
    }

    /// <summary>One JSON object a line: when it was reported, how strange, why, and the traces of its evidence.</summary>
    private sealed class ReportWriter(string path, TimeProvider clock) : IDetectionHandler
    {
        public async ValueTask HandleAsync(Detection detection, CancellationToken cancellationToken = default)
        {
            string line = JsonSerializer.Serialize(new
            {
                kind = "anomaly",
                at = clock.GetUtcNow(),
                detection.Score,
                text = detection.Explanation?.ToString(),
                traces = detection.Traces().Select(trace => trace.TraceId.ToHexString()),
            });
            await File.AppendAllTextAsync(path, line + "\n", cancellationToken);
        }
    }

    /// <summary>Says once that the warm-up is over.</summary>
    private sealed class Readiness(LogGuardianPipeline pipeline, string path) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (pipeline.Status.Phase != PipelinePhase.Running)
            {
                await Task.Delay(200, stoppingToken);
            }

            await File.AppendAllTextAsync(path, "{\"kind\":\"running\"}\n", stoppingToken);
        }
    }
}
