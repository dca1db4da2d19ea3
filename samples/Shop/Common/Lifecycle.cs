using System.Runtime.InteropServices;

namespace Shop.Common;

/// <summary>Says when the service comes up and goes down, and now and then how it is.</summary>
internal sealed partial class Lifecycle(
    IRole role, Release release, IHostApplicationLifetime lifetime, ILogger<Lifecycle> logger, TimeProvider clock) : BackgroundService
{
    private const long MemoryLimit = 200;
    private const double Megabyte = 1024 * 1024;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(15);
    private readonly long _began = clock.GetTimestamp();

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Starting(logger, role.Name, release.Version, RuntimeInformation.FrameworkDescription, Environment.ProcessId);
        lifetime.ApplicationStarted.Register(() => Started(logger, role.Name, clock.GetElapsedTime(_began).TotalMilliseconds));
        lifetime.ApplicationStopping.Register(() => Stopping(logger, role.Name));
        lifetime.ApplicationStopped.Register(() => Stopped(logger, role.Name, release.Version, clock.GetElapsedTime(_began).TotalSeconds));
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            double workingSet = Environment.WorkingSet / Megabyte;
            Report(logger, workingSet, GC.GetTotalMemory(false) / Megabyte, GC.CollectionCount(2), ThreadPool.ThreadCount);
            if (workingSet > MemoryLimit)
            {
                High(logger, workingSet, MemoryLimit);
            }
        }
    }

    [LoggerMessage(101, LogLevel.Information, "Shop {Service} {Version} starting on {Runtime}, pid {Pid}")]
    private static partial void Starting(ILogger logger, string service, string version, string runtime, int pid);

    [LoggerMessage(102, LogLevel.Information, "Shop {Service} ready after {Elapsed:0} ms")]
    private static partial void Started(ILogger logger, string service, double elapsed);

    [LoggerMessage(103, LogLevel.Information, "Shop {Service} is shutting down")]
    private static partial void Stopping(ILogger logger, string service);

    [LoggerMessage(104, LogLevel.Information, "Shop {Service} {Version} stopped after {Uptime:0.0} s")]
    private static partial void Stopped(ILogger logger, string service, string version, double uptime);

    [LoggerMessage(105, LogLevel.Information, "Memory {WorkingSet:0} MB, heap {Heap:0.0} MB, {Collections} full collections, {Threads} threads")]
    private static partial void Report(ILogger logger, double workingSet, double heap, int collections, int threads);

    [LoggerMessage(106, LogLevel.Warning, "Memory {WorkingSet:0} MB is above the limit of {Limit} MB")]
    private static partial void High(ILogger logger, double workingSet, long limit);
}
