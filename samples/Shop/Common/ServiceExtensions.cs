using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Polly;

namespace Shop.Common;

internal static class ServiceExtensions
{
    public static void AddHealthReports(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHealthCheckPublisher, HealthReports>());
        services.Configure<HealthCheckPublisherOptions>(options => (options.Delay, options.Period) = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5)));
    }

    /// <summary>A client of another service that tries again with growing pauses, and stops asking one that does not answer.</summary>
    public static void AddUpstream<TClient>(this IServiceCollection services, Uri address, Settings settings, TimeSpan total)
        where TClient : class
    {
        services.AddHttpClient<TClient>(client => (client.BaseAddress, client.Timeout) = (address, Timeout.InfiniteTimeSpan))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            })
            .AddStandardResilienceHandler(options =>
            {
                options.AttemptTimeout.Timeout = TimeSpan.FromSeconds(2);
                options.TotalRequestTimeout.Timeout = total;
                options.Retry.MaxRetryAttempts = settings.Retries;
                options.Retry.Delay = TimeSpan.FromMilliseconds(100);
                options.Retry.MaxDelay = TimeSpan.FromSeconds(1);
                options.Retry.BackoffType = DelayBackoffType.Exponential;
                options.CircuitBreaker.SamplingDuration = TimeSpan.FromSeconds(10);
                options.CircuitBreaker.FailureRatio = 0.7;
                options.CircuitBreaker.MinimumThroughput = settings.CircuitBreaker ? 60 : int.MaxValue;
                options.CircuitBreaker.BreakDuration = TimeSpan.FromSeconds(4);
            });
    }
}
