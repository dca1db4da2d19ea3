using System.Text.Json;
using StackExchange.Redis;

namespace Shop.Inventory;

internal sealed record Product(string Sku, string Name, decimal Price, int Stock);

/// <summary>Products in Redis. Without Redis every read is a miss.</summary>
internal sealed partial class ProductCache(IConnectionMultiplexer redis, ILogger<ProductCache> logger)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(20);

    public async Task<Product?> GetAsync(string sku)
    {
        try
        {
            RedisValue value = await redis.GetDatabase().StringGetAsync(Key(sku));
            if (value.HasValue)
            {
                Hit(logger, sku);
                return JsonSerializer.Deserialize<Product>((string)value!, JsonSerializerOptions.Web);
            }
        }
        catch (Exception exception) when (exception is RedisException or RedisTimeoutException)
        {
            Bypassed(logger, sku, exception.Message);
        }

        return null;
    }

    public async Task SetAsync(Product product)
    {
        try
        {
            await redis.GetDatabase().StringSetAsync(Key(product.Sku), JsonSerializer.Serialize(product, JsonSerializerOptions.Web), Lifetime);
        }
        catch (Exception exception) when (exception is RedisException or RedisTimeoutException)
        {
            NotStored(logger, product.Sku, exception.GetType().Name);
        }
    }

    /// <summary>Forgets a product whose stock has changed.</summary>
    public async Task ForgetAsync(string sku)
    {
        try
        {
            await redis.GetDatabase().KeyDeleteAsync(Key(sku));
        }
        catch (Exception exception) when (exception is RedisException or RedisTimeoutException)
        {
            Stale(logger, sku, Lifetime.TotalSeconds, exception.GetType().Name);
        }
    }

    private static string Key(string sku) => "product:" + sku;

    [LoggerMessage(3001, LogLevel.Debug, "Cache hit for {Sku}")]
    private static partial void Hit(ILogger logger, string sku);

    [LoggerMessage(3002, LogLevel.Warning, "Cache unavailable, {Sku} is read from the database: {Reason}")]
    private static partial void Bypassed(ILogger logger, string sku, string reason);

    [LoggerMessage(3003, LogLevel.Warning, "{Sku} could not be cached ({Reason})")]
    private static partial void NotStored(ILogger logger, string sku, string reason);

    [LoggerMessage(3004, LogLevel.Warning, "Cached stock of {Sku} may be stale for {Seconds} s ({Reason})")]
    private static partial void Stale(ILogger logger, string sku, double seconds, string reason);
}
