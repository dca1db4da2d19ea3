using LogGuardian;
using LogGuardian.OpenTelemetry;

namespace OpenTelemetry.Logs;

// The overloads differ in an argument that is no other's: optional ones make no call ambiguous.
#pragma warning disable RS0026, RS0027

/// <summary>Adds processors that give log records to LogGuardian.</summary>
public static class LogGuardianLoggerProviderBuilderExtensions
{
    /// <summary>Gives log records to a pipeline of the host: <c>AddOpenTelemetry().WithLogging(logging => logging.AddLogGuardian())</c>.</summary>
    /// <param name="builder">The builder of the logger provider.</param>
    /// <param name="pipeline">Name of the pipeline that <c>services.AddLogGuardian</c> added, where there are several.</param>
    /// <exception cref="InvalidOperationException">The host has no such pipeline; thrown when the provider is made.</exception>
    public static LoggerProviderBuilder AddLogGuardian(this LoggerProviderBuilder builder, string pipeline = "")
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        return builder.AddProcessor(services => PipelineChannel.ForwarderTo(services, pipeline));
    }

    /// <summary>Gives log records to a channel, which a pipeline reads.</summary>
    /// <param name="builder">The builder of the logger provider.</param>
    /// <param name="channel">The channel; it is not disposed with the provider.</param>
    public static LoggerProviderBuilder AddLogGuardian(this LoggerProviderBuilder builder, LogChannel channel) => builder.AddProcessor(new LogRecordForwarder(channel));

    /// <summary>Gives log records to a pipeline of the host: <c>builder.Logging.AddOpenTelemetry(options => options.AddLogGuardian())</c>.</summary>
    /// <param name="options">The options of the logger provider.</param>
    /// <param name="pipeline">Name of the pipeline that <c>services.AddLogGuardian</c> added, where there are several.</param>
    /// <exception cref="InvalidOperationException">The host has no such pipeline; thrown when the provider is made.</exception>
    public static OpenTelemetryLoggerOptions AddLogGuardian(this OpenTelemetryLoggerOptions options, string pipeline = "")
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(pipeline);
        return options.AddProcessor(services => PipelineChannel.ForwarderTo(services, pipeline));
    }

    /// <summary>Gives log records to a channel, which a pipeline reads.</summary>
    /// <param name="options">The options of the logger provider.</param>
    /// <param name="channel">The channel; it is not disposed with the provider.</param>
    public static OpenTelemetryLoggerOptions AddLogGuardian(this OpenTelemetryLoggerOptions options, LogChannel channel)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.AddProcessor(new LogRecordForwarder(channel));
    }
}
