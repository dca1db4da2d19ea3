using System.Collections.Concurrent;
using LogGuardian;
using WebService;

// An ordinary web service that watches its own log. What it learned is kept in the folder "state", so that the next start needs no warm-up.
WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Configuration["LogGuardian:State:Directory"] ??= "state";
builder.Logging.AddLogGuardian();
builder.Services.AddLogGuardian(detector => detector.WithThreshold(0.5f));
builder.Services.AddSingleton<Anomalies>();
builder.Services.AddSingleton<IDetectionHandler>(services => services.GetRequiredService<Anomalies>());
builder.Services.AddHealthChecks().AddLogGuardian();

WebApplication app = builder.Build();
app.MapHealthChecks("/health");
app.MapGet("/anomalies", (Anomalies anomalies) => string.Join('\n', anomalies.Latest));
app.MapGet("/orders/{id:int}", (int id, bool? broken, ILogger<Program> logger) =>
{
    Shop.Read(logger, id);
    if (broken == true)
    {
        Shop.Failed(logger, id, "the warehouse does not answer");
        return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }

    Shop.Found(logger, id, 1 + (id % 5));
    return Results.Text($"order {id}");
});
app.Run();

namespace WebService
{
    /// <summary>What the service logs: the message templates are what LogGuardian knows its lines by.</summary>
    internal static partial class Shop
    {
        [LoggerMessage(1, LogLevel.Information, "Reading order {OrderId}")]
        public static partial void Read(ILogger logger, int orderId);

        [LoggerMessage(2, LogLevel.Information, "Order {OrderId} has {Items} items")]
        public static partial void Found(ILogger logger, int orderId, int items);

        [LoggerMessage(3, LogLevel.Error, "Order {OrderId} cannot be read: {Reason}")]
        public static partial void Failed(ILogger logger, int orderId, string reason);
    }

    /// <summary>Keeps the latest anomalies for the address /anomalies.</summary>
    internal sealed class Anomalies : IDetectionHandler
    {
        private const int Most = 100;
        private readonly ConcurrentQueue<string> _latest = new();

        public IEnumerable<string> Latest => _latest;

        public ValueTask HandleAsync(Detection detection, CancellationToken cancellationToken = default)
        {
            _latest.Enqueue($"{detection.Window.Start:HH:mm:ss} {detection.Score:0.00} {detection.Explanation}");
            if (_latest.Count > Most)
            {
                _latest.TryDequeue(out _);
            }

            return ValueTask.CompletedTask;
        }
    }
}
