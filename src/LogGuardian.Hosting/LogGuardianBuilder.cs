using Microsoft.Extensions.DependencyInjection;

namespace LogGuardian.Hosting;

internal sealed record LogGuardianBuilder(string Name, IServiceCollection Services) : ILogGuardianBuilder;
