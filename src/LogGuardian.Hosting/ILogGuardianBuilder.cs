using Microsoft.Extensions.DependencyInjection;

namespace LogGuardian;

/// <summary>One pipeline of a host that is being configured.</summary>
public interface ILogGuardianBuilder
{
    /// <summary>Name of the pipeline; empty for the one that has none.</summary>
    string Name { get; }

    /// <summary>The services of the host.</summary>
    IServiceCollection Services { get; }
}
