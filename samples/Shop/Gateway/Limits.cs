using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Shop.Common;

namespace Shop.Gateway;

/// <summary>Bounds how many requests are served at once.</summary>
internal sealed partial class Limits(Settings settings, ILogger<Limits> logger)
{
    public void Apply(RateLimiterOptions options)
    {
        var concurrency = new ConcurrencyLimiterOptions
        {
            PermitLimit = settings.Concurrency,
            QueueLimit = settings.Concurrency,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        };
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(
            _ => RateLimitPartition.GetConcurrencyLimiter("all", _ => concurrency));
        options.OnRejected = (context, _) =>
        {
            HttpRequest request = context.HttpContext.Request;
            Refused(logger, request.Method, request.Path, settings.Concurrency);
            return ValueTask.CompletedTask;
        };
    }

    [LoggerMessage(1011, LogLevel.Warning, "{Method} {Path} refused: {Limit} requests are in progress and as many wait")]
    private static partial void Refused(ILogger logger, string method, string path, int limit);
}
