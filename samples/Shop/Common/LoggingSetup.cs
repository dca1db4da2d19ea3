using Serilog;
using Serilog.Events;
using Serilog.Formatting;

namespace Shop.Common;

/// <summary>What the services have in common about logging.</summary>
internal static class LoggingSetup
{
    /// <summary>The libraries below say what is wrong, and nothing else.</summary>
    private static readonly string[] Libraries = ["Microsoft", "System.Net.Http", "Polly", "Npgsql", "StackExchange.Redis"];

    public static void AddSerilog(this WebApplicationBuilder builder, string service, ITextFormatter formatter) =>
        builder.Services.AddSerilog(configuration =>
        {
            configuration.MinimumLevel.Information().Enrich.FromLogContext().Enrich.WithProperty("Service", service).WriteTo.Console(formatter);
            foreach (string library in Libraries)
            {
                configuration.MinimumLevel.Override(library, LogEventLevel.Warning);
            }
        });

    /// <summary>Levels and trace ids for the roles that log with the framework's own console.</summary>
    public static ILoggingBuilder AddFrameworkLogging(this WebApplicationBuilder builder)
    {
        foreach (string library in Libraries)
        {
            builder.Logging.AddFilter(library, LogLevel.Warning);
        }

        return builder.Logging.Configure(options => options.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
    }
}
