namespace Shop.Common;

/// <summary>One of the four services that the executable can be.</summary>
internal interface IRole
{
    string Name { get; }

    /// <summary>Port on loopback when <c>--urls</c> names none.</summary>
    int Port { get; }

    void AddLogging(WebApplicationBuilder builder);

    void AddServices(IServiceCollection services, Settings settings);

    /// <summary>Maps the service's own endpoints.</summary>
    void Map(WebApplication app);

    /// <summary>Maps the faults that only this role can have.</summary>
    void MapControl(IEndpointRouteBuilder control, IServiceProvider services);
}
