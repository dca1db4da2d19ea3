namespace Shop.Messaging;

internal static class MessagingExtensions
{
    public static void AddMessaging<THandler>(this IServiceCollection services)
        where THandler : class, IMessageHandler
    {
        services.AddSingleton<Broker>();
        services.AddSingleton<IMessageHandler, THandler>();
        services.AddHostedService<Consumers>();
        services.AddHealthChecks().AddCheck<BrokerCheck>("rabbitmq");
    }
}
