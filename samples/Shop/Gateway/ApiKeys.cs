using Shop.Common;

namespace Shop.Gateway;

/// <summary>Lets in who has a key. Health is open to all.</summary>
internal sealed partial class ApiKeys(RequestDelegate next, Settings settings, ILogger<ApiKeys> logger)
{
    private const int ShownOfKey = 4;
    private readonly IReadOnlySet<string> _keys = settings.ApiKeys;

    public static string ClientOf(HttpContext context) =>
        context.Request.Headers["X-Forwarded-For"].ToString() is { Length: > 0 } forwarded
            ? forwarded
            : context.Connection.RemoteIpAddress?.ToString() ?? "unknown";

    public Task InvokeAsync(HttpContext context)
    {
        string key = context.Request.Headers["X-Api-Key"].ToString();
        if (_keys.Contains(key) || context.Request.Path == "/health")
        {
            return next(context);
        }

        if (key.Length == 0)
        {
            Missing(logger, ClientOf(context), context.Request.Path);
        }
        else
        {
            Rejected(logger, key[..Math.Min(ShownOfKey, key.Length)], ClientOf(context), context.Request.Path);
        }

        return Results.Problem("A valid X-Api-Key is needed.", statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(context);
    }

    [LoggerMessage(1001, LogLevel.Warning, "API key {KeyStart}... from {Client} rejected for {Path}")]
    private static partial void Rejected(ILogger logger, string keyStart, string client, string path);

    [LoggerMessage(1002, LogLevel.Warning, "Request without API key from {Client} for {Path}")]
    private static partial void Missing(ILogger logger, string client, string path);
}
