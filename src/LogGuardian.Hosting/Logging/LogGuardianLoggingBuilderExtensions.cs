using LogGuardian;
using LogGuardian.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.Logging;

/// <summary>Lets pipelines watch what a host logs.</summary>
public static class LogGuardianLoggingBuilderExtensions
{
    /// <summary>
    /// Gives what the host logs to a pipeline, which is added with the defaults where it is not there: exact templates, values, scopes, category, event, exception, trace and span. What it sees is filtered under
    /// <c>Logging:LogGuardian:LogLevel</c>. Loggers never wait for it: what finds no room is dropped and counted, see <see cref="LogChannel.RecordsDropped"/>. Records of the categories <c>LogGuardian</c>
    /// and <c>LogGuardian.*</c> are not given, nor are those written in the flow of a run of a pipeline (its handlers, sinks, detectors): it would watch itself.
    /// </summary>
    /// <param name="builder">Logging of the host.</param>
    /// <param name="name">Name of the pipeline, where there are several.</param>
    public static ILoggingBuilder AddLogGuardian(this ILoggingBuilder builder, string name = "")
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        builder.Services.AddLogGuardian(name: name);
        if (!builder.Services.Any(service => service.ServiceType == typeof(ChannelLoggerProvider) && Equals(service.ServiceKey, name)))
        {
            builder.Services.AddKeyedSingleton(name, (services, _) => new ChannelLoggerProvider(services.GetRequiredKeyedService<LogChannel>(name), services.GetService<TimeProvider>() ?? TimeProvider.System));
            builder.Services.AddSingleton<ILoggerProvider>(services => services.GetRequiredKeyedService<ChannelLoggerProvider>(name));
        }

        return builder;
    }
}
