using System.Diagnostics.Metrics;
using LogGuardian;
using LogGuardian.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds pipelines to a host.</summary>
public static class LogGuardianServiceCollectionExtensions
{
    /// <summary>
    /// Adds a pipeline that watches the log of the process, and the files that its configuration names, while the host runs. Stages that are not configured are those of
    /// <see cref="DefaultDetector"/>. Calls with one name add to each other.
    /// </summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Verbs of the builder, such as <c>WithFalseAlarmBudget</c>; called for each detector that is built.</param>
    /// <param name="name">Name of the pipeline, where there are several: its section is then <c>LogGuardian:name</c>, and its services have it as key.</param>
    public static ILogGuardianBuilder AddLogGuardian(this IServiceCollection services, Action<AnomalyDetectorBuilder>? configure = null, string name = "")
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        PipelineBuild build = BuildOf(services, name) ?? AddPipeline(services, name);
        if (configure is not null)
        {
            build.Configure.Add((_, builder) => configure(builder));
        }

        return new LogGuardianBuilder(name, services);
    }

    /// <summary>Adds verbs of the builder that need the services of the host.</summary>
    /// <param name="builder">The pipeline.</param>
    /// <param name="configure">Verbs of the builder; called for each detector that is built.</param>
    public static ILogGuardianBuilder Configure(this ILogGuardianBuilder builder, Action<IServiceProvider, AnomalyDetectorBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        BuildOf(builder.Services, builder.Name)!.Configure.Add(configure);
        return builder;
    }

    private static PipelineBuild? BuildOf(IServiceCollection services, string name) =>
        services.FirstOrDefault(service => service.ServiceType == typeof(PipelineBuild) && Equals(service.ServiceKey, name))?.KeyedImplementationInstance as PipelineBuild;

    private static PipelineBuild AddPipeline(IServiceCollection services, string name)
    {
        var build = new PipelineBuild();
        services.AddKeyedSingleton(name, build);
        services.AddOptions<LogGuardianOptions>(name).Configure<IConfiguration>((options, configuration) => configuration.GetSection(LogGuardianOptions.SectionOf(name)).Bind(options)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LogGuardianOptions>, LogGuardianOptionsValidator>());
        services.AddKeyedSingleton(
            name, (provider, _) => new LogChannel(name.Length == 0 ? "app" : name, provider.GetRequiredService<IOptionsMonitor<LogGuardianOptions>>().Get(name).Channel));
        services.AddKeyedSingleton(name, (provider, _) => new LogGuardianPipeline(name, provider.GetRequiredKeyedService<LogChannel>(name)));
        services.AddKeyedSingleton(
            name, (provider, _) => new PipelineInstruments(provider.GetRequiredKeyedService<LogGuardianPipeline>(name), provider.GetService<IMeterFactory>()));
        services.AddKeyedSingleton(name, (provider, _) => new PipelineHandlers(name, provider));
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredKeyedService<PipelineHandlers>(name));
        services.AddSingleton<IHostedService>(provider => new PipelineRunner(
            provider.GetRequiredKeyedService<LogGuardianPipeline>(name),
            new DetectorFactory(name, provider),
            provider.GetRequiredKeyedService<PipelineHandlers>(name).Sink,
            provider.GetKeyedService<IStateStore>(name) ?? provider.GetService<IStateStore>(),
            new PipelineSettings(
                name,
                provider.GetRequiredService<IOptionsFactory<LogGuardianOptions>>(),
                provider.GetRequiredService<IConfiguration>(),
                provider.GetRequiredService<ILogger<LogGuardianPipeline>>()),
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            provider.GetRequiredService<ILogger<LogGuardianPipeline>>()));
        if (name.Length == 0)
        {
            services.AddSingleton(provider => provider.GetRequiredKeyedService<LogGuardianPipeline>(name));
        }

        return build;
    }
}
