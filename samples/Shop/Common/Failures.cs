using Microsoft.AspNetCore.Diagnostics;
using Npgsql;
using Polly;

namespace Shop.Common;

/// <summary>Turns exceptions that reached the pipeline's end into answers, and logs them once.</summary>
internal sealed partial class Failures(ILogger<Failures> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        string method = httpContext.Request.Method;
        string? path = httpContext.Request.Path.Value;
        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            Aborted(logger, method, path);
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        (int status, string detail) = exception switch
        {
            BadHttpRequestException bad => (bad.StatusCode, "The request cannot be read."),
            _ when Transient.Is(exception) => (StatusCodes.Status503ServiceUnavailable, "A dependency is unavailable."),
            _ => (StatusCodes.Status500InternalServerError, "The request failed."),
        };
        switch (exception)
        {
            case BadHttpRequestException:
                Unreadable(logger, method, path, exception.Message);
                break;
            case NpgsqlException when status == StatusCodes.Status503ServiceUnavailable:
                DatabaseUnavailable(logger, exception, method, path);
                break;
            case HttpRequestException or ExecutionRejectedException:
                UpstreamUnavailable(logger, exception, method, path);
                break;
            default:
                Unhandled(logger, exception, method, path);
                break;
        }

        await Results.Problem(detail, statusCode: status).ExecuteAsync(httpContext);
        return true;
    }

    [LoggerMessage(901, LogLevel.Error, "Unhandled exception in {Method} {Path}")]
    private static partial void Unhandled(ILogger logger, Exception exception, string method, string? path);

    [LoggerMessage(902, LogLevel.Error, "Database unavailable while serving {Method} {Path}")]
    private static partial void DatabaseUnavailable(ILogger logger, Exception exception, string method, string? path);

    [LoggerMessage(903, LogLevel.Error, "Upstream unavailable while serving {Method} {Path}")]
    private static partial void UpstreamUnavailable(ILogger logger, Exception exception, string method, string? path);

    [LoggerMessage(904, LogLevel.Information, "Client closed the connection during {Method} {Path}")]
    private static partial void Aborted(ILogger logger, string method, string? path);

    [LoggerMessage(905, LogLevel.Warning, "Unreadable request {Method} {Path}: {Reason}")]
    private static partial void Unreadable(ILogger logger, string method, string? path, string reason);
}
