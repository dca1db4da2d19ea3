using System.Collections.Concurrent;
using Npgsql;

namespace OrderService;

internal sealed record Product(string Sku, string Name, decimal Price, int Stock);

/// <summary>Products, with a small cache before the database.</summary>
internal sealed partial class Catalog(NpgsqlDataSource database, ILogger<Catalog> logger, TimeProvider clock)
{
    private static readonly TimeSpan CacheLifetime = TimeSpan.FromSeconds(50);
    private readonly ConcurrentDictionary<string, (Product Product, long Loaded)> _cache = new(StringComparer.Ordinal);

    public async Task<IResult> ServeAsync(string sku, CancellationToken cancellation)
    {
        if (_cache.TryGetValue(sku, out (Product Product, long Loaded) cached))
        {
            Hit(logger, sku, clock.GetElapsedTime(cached.Loaded).TotalSeconds);
            return Results.Ok(cached.Product);
        }

        long began = clock.GetTimestamp();
        await using NpgsqlCommand command = database.CreateCommand("SELECT sku, name, price, stock FROM products WHERE sku = $1");
        command.Parameters.Add(new() { Value = sku });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
        {
            Unknown(logger, sku);
            return Results.NotFound(new Problem("Unknown product."));
        }

        Product product = Read(reader);
        _cache[sku] = (product, clock.GetTimestamp());
        Miss(logger, sku, clock.GetElapsedTime(began).TotalMilliseconds);
        return Results.Ok(product);
    }

    /// <summary>Drops what is old and loads the rest anew.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        long began = clock.GetTimestamp();
        int evicted = 0;
        foreach ((string sku, (Product _, long loaded)) in _cache)
        {
            if (clock.GetElapsedTime(loaded) > CacheLifetime && _cache.TryRemove(sku, out _))
            {
                evicted++;
            }
        }

        string[] kept = [.. _cache.Keys];
        await using NpgsqlCommand command = database.CreateCommand("SELECT sku, name, price, stock FROM products WHERE sku = ANY ($1)");
        command.Parameters.Add(new() { Value = kept });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            Product product = Read(reader);
            if (_cache.TryGetValue(product.Sku, out (Product Product, long Loaded) cached))
            {
                _cache[product.Sku] = (product, cached.Loaded);
            }
        }

        Refreshed(logger, kept.Length, clock.GetElapsedTime(began).TotalMilliseconds, evicted);
    }

    private static Product Read(NpgsqlDataReader reader) =>
        new(reader.GetString(0), reader.GetString(1), reader.GetDecimal(2), reader.GetInt32(3));

    [LoggerMessage(1101, LogLevel.Debug, "Product {Sku} served from cache, loaded {Age:0.0} s ago")]
    private static partial void Hit(ILogger logger, string sku, double age);

    [LoggerMessage(1102, LogLevel.Information, "Product cache miss for {Sku}, loaded in {Elapsed:0.00} ms")]
    private static partial void Miss(ILogger logger, string sku, double elapsed);

    [LoggerMessage(1103, LogLevel.Warning, "Unknown product {Sku} requested")]
    private static partial void Unknown(ILogger logger, string sku);

    [LoggerMessage(1104, LogLevel.Information, "Product cache refreshed: {Count} products in {Elapsed:0.00} ms, {Evicted} evicted")]
    private static partial void Refreshed(ILogger logger, int count, double elapsed, int evicted);
}
