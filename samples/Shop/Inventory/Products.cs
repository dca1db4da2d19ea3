using Npgsql;
using Shop.Common;

namespace Shop.Inventory;

/// <summary>Shows products.</summary>
internal sealed partial class Products(
    NpgsqlDataSource database, ProductCache cache, Faults faults, Release release, ILogger<Products> logger, TimeProvider clock)
{
    private const int ScarceStock = 200;
    private const double SlowMilliseconds = 250;

    public async Task<IResult> ListAsync(CancellationToken cancellation)
    {
        long began = clock.GetTimestamp();
        var products = new List<Product>();
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await faults.SlowAsync(connection, cancellation);
        await using NpgsqlCommand command = connection.Command("SELECT sku, name, price, stock FROM products ORDER BY sku");
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            products.Add(Read(reader));
        }

        double elapsed = clock.GetElapsedTime(began).TotalMilliseconds;
        Listed(logger, products.Count, elapsed);
        WarnWhenSlow("product list", elapsed);
        return Results.Ok(products);
    }

    public async Task<IResult> ReadAsync(string sku, CancellationToken cancellation)
    {
        if (await cache.GetAsync(sku) is { } cached)
        {
            return Results.Ok(cached);
        }

        long began = clock.GetTimestamp();
        if (await LoadAsync(sku, cancellation) is not { } product)
        {
            Unknown(logger, sku);
            return Results.Problem("Unknown product.", statusCode: StatusCodes.Status404NotFound);
        }

        double elapsed = clock.GetElapsedTime(began).TotalMilliseconds;
        if (release.IsSecond)
        {
            LoadedWithStock(logger, sku, product.Stock, elapsed);
        }
        else
        {
            Loaded(logger, sku, elapsed);
        }

        WarnWhenSlow("product", elapsed);
        await cache.SetAsync(product);
        return Results.Ok(product);
    }

    private async Task<Product?> LoadAsync(string sku, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await faults.SlowAsync(connection, cancellation);
        await using NpgsqlCommand command = connection.Command("SELECT sku, name, price, stock FROM products WHERE sku = $1", sku);
        Product product;
        await using (NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation))
        {
            if (!await reader.ReadAsync(cancellation))
            {
                return null;
            }

            product = Read(reader);
        }

        if (release.IsSecond && product.Stock < ScarceStock)
        {
            await NoteScarceAsync(connection, product, cancellation);
        }

        return product;
    }

    /// <summary>New in the second release. The bad build asks for a column by the name it has in a draft of the schema.</summary>
    private async Task NoteScarceAsync(NpgsqlConnection connection, Product product, CancellationToken cancellation)
    {
        string column = release.IsBad ? "sold_at" : "reserved_at";
        object? age = await connection.ScalarAsync(
            $"SELECT extract(epoch FROM now() - max({column}))::float8 FROM reservations WHERE sku = $1", cancellation, product.Sku);
        Scarce(logger, product.Sku, product.Stock, age as double? ?? 0);
    }

    private void WarnWhenSlow(string what, double elapsed)
    {
        if (elapsed > SlowMilliseconds)
        {
            Slow(logger, what, elapsed, SlowMilliseconds);
        }
    }

    private static Product Read(NpgsqlDataReader reader) => new(reader.GetString(0), reader.GetString(1), reader.GetDecimal(2), reader.GetInt32(3));

    [LoggerMessage(3011, LogLevel.Information, "Product list served: {Count} products in {Elapsed:0.0} ms")]
    private static partial void Listed(ILogger logger, int count, double elapsed);

    [LoggerMessage(3012, LogLevel.Information, "Cache miss for {Sku}, loaded in {Elapsed:0.0} ms")]
    private static partial void Loaded(ILogger logger, string sku, double elapsed);

    [LoggerMessage(3013, LogLevel.Information, "Cache miss: {Sku} loaded from the database in {Elapsed:0.0} ms, {Stock} in stock")]
    private static partial void LoadedWithStock(ILogger logger, string sku, int stock, double elapsed);

    [LoggerMessage(3014, LogLevel.Information, "Product {Sku} is unknown")]
    private static partial void Unknown(ILogger logger, string sku);

    [LoggerMessage(3016, LogLevel.Information, "Product {Sku} is scarce: {Stock} left, last sold {Age:0} s ago")]
    private static partial void Scarce(ILogger logger, string sku, int stock, double age);

    [LoggerMessage(3015, LogLevel.Warning, "Slow query: {Query} took {Elapsed:0} ms, limit {Limit} ms")]
    private static partial void Slow(ILogger logger, string query, double elapsed, double limit);
}
