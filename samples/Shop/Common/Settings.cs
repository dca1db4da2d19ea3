using System.Globalization;

namespace Shop.Common;

/// <summary>Everything that the surroundings decide, with defaults that suit one machine.</summary>
internal sealed class Settings(IConfiguration configuration)
{
    public string Database => Text(
        "SHOP_DATABASE", "Host=127.0.0.1;Port=5432;Username=shop;Password=shop;Database=shop;SSL Mode=Disable;GSS Encryption Mode=Disable");

    public string Redis => Text("SHOP_REDIS", "127.0.0.1:6379");

    public Uri RabbitMq => new(Text("SHOP_RABBITMQ", "amqp://guest:guest@127.0.0.1:5672/"));

    public Uri Orders => new(Text("SHOP_ORDERS_URL", "http://127.0.0.1:5001"));

    public Uri Payments => new(Text("SHOP_PAYMENTS_URL", "http://127.0.0.1:5002"));

    public Uri Inventory => new(Text("SHOP_INVENTORY_URL", "http://127.0.0.1:5003"));

    public IReadOnlySet<string> ApiKeys =>
        Text("SHOP_API_KEYS", "demo-key").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);

    /// <summary>Requests that the gateway serves at once; as many again may wait.</summary>
    public int Concurrency => Number("SHOP_CONCURRENCY", 64);

    /// <summary>How often a call to another service is tried again; many make a retry storm.</summary>
    public int Retries => Number("SHOP_RETRIES", 2);

    /// <summary>Whether calls to a service that keeps failing are stopped for a while.</summary>
    public bool CircuitBreaker => Text("SHOP_CIRCUIT_BREAKER", "on") switch
    {
        "on" => true,
        "off" => false,
        string other => throw new InvalidOperationException($"SHOP_CIRCUIT_BREAKER is '{other}'; it must be on or off."),
    };

    /// <summary>Seconds after which an order that nobody paid expires.</summary>
    public int OrderTimeout => Number("SHOP_ORDER_TIMEOUT", 30);

    /// <summary>Decides which cards the acquirer declines.</summary>
    public int Seed => Number("SHOP_SEED", 1);

    public Release Release => Text("SHOP_RELEASE", "1") switch
    {
        "1" => new Release("1.8.3", false, false),
        "2" => new Release("2.0.0", true, false),
        "2-bad" => new Release("2.0.1", true, true),
        string other => throw new InvalidOperationException($"SHOP_RELEASE is '{other}'; it must be 1, 2 or 2-bad."),
    };

    /// <summary>Where <c>/control</c> listens: apart from the service, so that its requests leave no trace in the service's log.</summary>
    public string ControlUrl(int port) =>
        Text("SHOP_CONTROL_URL", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port + 100}"));

    private string Text(string name, string fallback) => configuration[name] is { Length: > 0 } value ? value : fallback;

    private int Number(string name, int fallback)
    {
        string? text = configuration[name];
        return string.IsNullOrEmpty(text) ? fallback
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0 ? value
            : throw new InvalidOperationException($"{name} is '{text}'; it must be a whole number above zero.");
    }
}
