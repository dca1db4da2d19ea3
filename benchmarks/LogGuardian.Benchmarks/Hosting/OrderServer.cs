using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LogGuardian.Benchmarks;

/// <summary>A minimal API with three log calls a request, with or without LogGuardian, in a process of its own. It ends when its input does.</summary>
internal static class OrderServer
{
    public const string Command = "order-server";

    private static readonly string[] Customers = ["Ada", "Grace", "Edsger", "Barbara", "Donald", "Frances"];

    public static async Task RunAsync(RunOptions options)
    {
        bool isWatched = options.Text("--watched") == "true";
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        if (options.Text("--logs") == "console")
        {
            builder.Logging.AddJsonConsole(console => console.IncludeScopes = true);
        }
        else
        {
            builder.Logging.AddProvider(new SilentLoggerProvider(enumerates: false));
        }

        if (isWatched)
        {
            builder.Services.AddLogGuardian();
            builder.Logging.AddLogGuardian();
        }

        TextWriter output = Console.Out;

        // The console's queue and formatting are there, its device is not: that would make the rest look small.
        Console.SetOut(TextWriter.Synchronized(new StreamWriter(Stream.Null)));
        await using WebApplication app = builder.Build();
        ILogger logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Orders.Api");
        app.MapGet("/orders/{id:int}", (int id) => Answer(id, logger));
        app.MapGet("/state", () => State(app.Services.GetService<LogGuardianPipeline>()));
        await app.StartAsync();
        await output.WriteLineAsync(new Uri(app.Urls.First()).Port.ToString(CultureInfo.InvariantCulture));
        await output.FlushAsync();
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
    }

    private static IResult Answer(int id, ILogger logger)
    {
        long started = Stopwatch.GetTimestamp();
        string customer = Customers[id % Customers.Length];
        logger.LogInformation("Order {OrderId} of {Customer} requested", id, customer);
        Line[] lines = [.. Enumerable.Range(1, 1 + (id % 5)).Select(i => new Line($"P-{i:000}", i, i * 4.5m))];
        logger.LogInformation("Order {OrderId} has {Lines} lines, read in {Elapsed} ms", id, lines.Length, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        decimal total = lines.Sum(line => line.Count * line.Price);
        logger.LogInformation("Order {OrderId} costs {Total} in {Currency}", id, total, "EUR");
        return Results.Json(new Order(id, customer, total, lines));
    }

    private static IResult State(LogGuardianPipeline? pipeline)
    {
        using var process = Process.GetCurrentProcess();
        return Results.Json(new ServerState(
            process.TotalProcessorTime.TotalMilliseconds,
            pipeline?.Channel.RecordsWritten ?? 0,
            pipeline?.Channel.RecordsDropped.Values.Sum() ?? 0,
            pipeline?.Detector?.Counts.LinesRead ?? 0,
            Environment.WorkingSet));
    }

    private sealed record Line(string Product, int Count, decimal Price);

    private sealed record Order(int Id, string Customer, decimal Total, Line[] Lines);
}
