using LogGuardian;
using LogGuardian.Serilog;
using Microsoft.Extensions.DependencyInjection;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;

namespace Serilog;

// The overloads differ in an argument that is no other's: optional ones make no call ambiguous.
#pragma warning disable RS0026

/// <summary>Adds sinks that give events to LogGuardian. They never make the caller wait: what finds no room is dropped and counted by <see cref="LogChannel.RecordsDropped"/>.</summary>
public static class LogGuardianLoggerConfigurationExtensions
{
    /// <summary>Gives events to a pipeline of the host: <c>AddSerilog((services, logger) => logger.WriteTo.LogGuardian(services))</c>.</summary>
    /// <param name="sinks">The sinks of the logger.</param>
    /// <param name="services">The services of the host, to which <c>AddLogGuardian</c> added the pipeline.</param>
    /// <param name="pipeline">Name of the pipeline, where there are several.</param>
    /// <param name="restrictedToMinimumLevel">The least level that is given on; by default all.</param>
    /// <param name="levelSwitch">Changes that level at run time; by default it stays.</param>
    /// <exception cref="InvalidOperationException">The host has no such pipeline.</exception>
    public static LoggerConfiguration LogGuardian(
        this LoggerSinkConfiguration sinks,
        IServiceProvider services,
        string pipeline = "",
        LogEventLevel restrictedToMinimumLevel = LevelAlias.Minimum,
        LoggingLevelSwitch? levelSwitch = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(pipeline);
        LogChannel channel = services.GetKeyedService<LogChannel>(pipeline)
            ?? throw new InvalidOperationException($"The host has no pipeline '{pipeline}'; the sink writes to one that it has. Call services.AddLogGuardian(name: \"{pipeline}\").");
        return sinks.LogGuardian(channel, restrictedToMinimumLevel, levelSwitch);
    }

    /// <summary>Gives events to a channel, which a pipeline reads: <c>builder.From(channel)</c>. The channel is not disposed with the logger.</summary>
    /// <param name="sinks">The sinks of the logger.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="restrictedToMinimumLevel">The least level that is given on; by default all.</param>
    /// <param name="levelSwitch">Changes that level at run time; by default it stays.</param>
    public static LoggerConfiguration LogGuardian(
        this LoggerSinkConfiguration sinks,
        LogChannel channel,
        LogEventLevel restrictedToMinimumLevel = LevelAlias.Minimum,
        LoggingLevelSwitch? levelSwitch = null)
    {
        ArgumentNullException.ThrowIfNull(sinks);
        ArgumentNullException.ThrowIfNull(channel);
        return sinks.Sink(new ChannelSink(channel), restrictedToMinimumLevel, levelSwitch);
    }

    /// <summary>
    /// Gives events to whoever reads the sink by its name, <see cref="SerilogBuilderExtensions.FromSerilog"/>. For configuration, where there are neither services nor objects:
    /// <c>"WriteTo": [{ "Name": "LogGuardian", "Args": { "restrictedToMinimumLevel": "Information" } }]</c>. The events wait for their reader, as far as there is room.
    /// </summary>
    /// <param name="sinks">The sinks of the logger.</param>
    /// <param name="name">The name; by default <c>app</c>.</param>
    /// <param name="capacityBytes">Bytes of events that wait to be read; by default 4 MiB, 256 KiB to 1 GiB, rounded up to a power of two. When it is full, new events are dropped and counted.</param>
    /// <param name="restrictedToMinimumLevel">The least level that is given on; by default all.</param>
    /// <param name="levelSwitch">Changes that level at run time; by default it stays.</param>
    public static LoggerConfiguration LogGuardian(
        this LoggerSinkConfiguration sinks,
        string name = "app",
        int capacityBytes = 4 << 20,
        LogEventLevel restrictedToMinimumLevel = LevelAlias.Minimum,
        LoggingLevelSwitch? levelSwitch = null)
    {
        ArgumentNullException.ThrowIfNull(sinks);
        var channel = new LogChannel(name, new LogChannelOptions { CapacityBytes = capacityBytes });
        return sinks.Sink(new ChannelSink(channel, new AnnouncedChannel(channel), channel), restrictedToMinimumLevel, levelSwitch);
    }
}
