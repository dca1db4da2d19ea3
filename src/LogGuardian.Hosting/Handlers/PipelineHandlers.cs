using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LogGuardian.Hosting;

/// <summary>The handlers of a pipeline. They start before it and stop after it, so that they get the last detections as well.</summary>
internal sealed class PipelineHandlers : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly HandlerWorker[] _workers;

    public PipelineHandlers(string name, IServiceProvider services)
    {
        LogGuardianOptions options = services.GetRequiredService<IOptionsMonitor<LogGuardianOptions>>().Get(name);
        LogGuardianPipeline pipeline = services.GetRequiredKeyedService<LogGuardianPipeline>(name);
        PipelineInstruments instruments = services.GetRequiredKeyedService<PipelineInstruments>(name);
        var handlers = new List<IDetectionHandler>();
        if (options.LogDetections)
        {
            handlers.Add(new LogDetectionHandler(name, services.GetRequiredService<ILoggerFactory>().CreateLogger(LogDetectionHandler.Category)));
        }

        if (options.TraceDetections)
        {
            handlers.Add(new TraceDetectionHandler(instruments));
        }

        handlers.AddRange(services.GetServices<IDetectionHandler>());
        handlers.AddRange(services.GetKeyedServices<IDetectionHandler>(name));
        ILogger logger = services.GetRequiredService<ILogger<LogGuardianPipeline>>();
        TimeProvider clock = services.GetService<TimeProvider>() ?? TimeProvider.System;
        _workers = [.. handlers.Select(handler => new HandlerWorker(handler, pipeline, options.HandlerTimeout, clock, instruments, logger, _stopping))];
        Sink = new HandlerSink(_workers, instruments);
    }

    public HandlerSink Sink { get; }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Task all = Task.WhenAll(_workers.Select(worker => worker.CompleteAsync()));
        await all.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stopping.CancelAsync().ConfigureAwait(false);
    }

    public void Dispose() => _stopping.Dispose();
}
