using System.Diagnostics;
using Npgsql;

namespace OrderService;

/// <summary>Logs every request, and turns exceptions into answers.</summary>
internal sealed partial class Http(RequestDelegate next, ILogger<Http> logger, TimeProvider clock)
{
    private const double SlowMilliseconds = 500;

    public async Task InvokeAsync(HttpContext context)
    {
        long began = clock.GetTimestamp();
        string method = context.Request.Method;
        string path = context.Request.Path + context.Request.QueryString.Value;
        string trace = Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            Aborted(logger, method, path, trace);
            return;
        }
        catch (NpgsqlException exception)
        {
            DatabaseFailed(logger, exception, method, path, trace);
            await AnswerAsync(context, StatusCodes.Status503ServiceUnavailable);
        }
        catch (Exception exception)
        {
            Unhandled(logger, exception, method, path, trace);
            await AnswerAsync(context, StatusCodes.Status500InternalServerError);
        }

        double elapsed = clock.GetElapsedTime(began).TotalMilliseconds;
        int status = context.Response.StatusCode;
        string client = context.Request.Headers["X-Forwarded-For"].ToString();
        Answered(
            logger,
            status >= StatusCodes.Status500InternalServerError ? LogLevel.Error : LogLevel.Information,
            method,
            path,
            status,
            elapsed,
            client.Length > 0 ? client : "local",
            trace);
        if (elapsed > SlowMilliseconds)
        {
            Slow(logger, method, path, elapsed, SlowMilliseconds, trace);
        }
    }

    private static Task AnswerAsync(HttpContext context, int status)
    {
        if (context.Response.HasStarted)
        {
            return Task.CompletedTask;
        }

        context.Response.Clear();
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new Problem("The request could not be served."), context.RequestAborted);
    }

    [LoggerMessage(EventId = 101, Message = "HTTP {Method} {Path} responded {Status} in {Elapsed:0.00} ms for {Client} (trace {TraceId})")]
    private static partial void Answered(
        ILogger logger, LogLevel level, string method, string path, int status, double elapsed, string client, string traceId);

    [LoggerMessage(103, LogLevel.Warning, "Slow request: {Method} {Path} took {Elapsed:0.00} ms, limit {Limit} ms (trace {TraceId})")]
    private static partial void Slow(ILogger logger, string method, string path, double elapsed, double limit, string traceId);

    [LoggerMessage(104, LogLevel.Error, "Unhandled exception in {Method} {Path} (trace {TraceId})")]
    private static partial void Unhandled(ILogger logger, Exception exception, string method, string path, string traceId);

    [LoggerMessage(105, LogLevel.Error, "Database error in {Method} {Path} (trace {TraceId})")]
    private static partial void DatabaseFailed(ILogger logger, Exception exception, string method, string path, string traceId);

    [LoggerMessage(107, LogLevel.Information, "Client went away during {Method} {Path} (trace {TraceId})")]
    private static partial void Aborted(ILogger logger, string method, string path, string traceId);
}

/// <summary>The body of an answer that is not a success.</summary>
internal sealed record Problem(string Detail);
