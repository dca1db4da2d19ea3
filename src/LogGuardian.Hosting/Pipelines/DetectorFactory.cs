using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LogGuardian.Hosting;

/// <summary>Builds detectors from what configuration and code say.</summary>
internal sealed class DetectorFactory(string name, IServiceProvider services)
{
    public AnomalyDetector Create(LogGuardianOptions options, ILogSource channel, IDetectionSink sink)
    {
        var builder = new AnomalyDetectorBuilder();
        builder
            .From(channel)
            .EmitTo(sink)
            .WithLearning(options.Learning)
            .WithParallelism(options.Parallelism)
            .WithMetrics(services.GetRequiredKeyedService<PipelineInstruments>(name).Metrics)
            .WithTimeProvider(services.GetService<TimeProvider>() ?? TimeProvider.System)
            .WithLogging(services.GetRequiredService<ILoggerFactory>());
        foreach (string file in options.Files)
        {
            builder.From(LogLines.FollowFile(file));
        }

        if (options.GroupIncidents)
        {
            builder.GroupIncidents(options.Incidents);
        }

        if (options.Deadline is { } deadline)
        {
            builder.WithDeadline(deadline);
        }

        if (options.FalseAlarms is { } alarms)
        {
            builder.WithFalseAlarmBudget(alarms, options.FalseAlarmsPer);
        }
        else if (options.Threshold is { } threshold)
        {
            builder.WithThreshold(threshold);
        }

        foreach (Action<IServiceProvider, AnomalyDetectorBuilder> configure in services.GetRequiredKeyedService<PipelineBuild>(name).Configure)
        {
            configure(services, builder);
        }

        return builder.WithFallback(WithWindows(DefaultDetector.CreateWithoutWindows(), options.Window)).Build();
    }

    private static AnomalyDetectorBuilder WithWindows(AnomalyDetectorBuilder builder, WindowOptions window) => window.By switch
    {
        WindowMode.Count => builder.WindowByCount(window.Lines),
        WindowMode.Session => builder.WindowBySession(SessionKeys.Named([.. window.SessionKeys]), window.IdleFor),
        _ => builder.WindowByTime(window.Span, idleFor: window.IdleFor),
    };
}
