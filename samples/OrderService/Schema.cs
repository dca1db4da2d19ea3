using Npgsql;

namespace OrderService;

/// <summary>Brings the database to the version that the service needs.</summary>
internal sealed partial class Schema(DeploymentDatabase database, ILogger<Schema> logger, TimeProvider clock)
{
    private static readonly (string Name, string Sql)[] Migrations =
    [
        ("catalog and customers", """
            CREATE TABLE products (
                sku text PRIMARY KEY,
                name text NOT NULL,
                price numeric(10,2) NOT NULL,
                stock integer NOT NULL CHECK (stock >= 0));
            CREATE TABLE customers (
                id text PRIMARY KEY,
                name text NOT NULL,
                tier text NOT NULL,
                city text NOT NULL);
            INSERT INTO products
            SELECT 'SKU-' || lpad((1000 + n * 7)::text, 5, '0'), 'Product ' || n, 4 + (n * 37 % 900) / 10.0, 8 + n % 90
            FROM generate_series(1, 200) AS n;
            INSERT INTO customers
            SELECT 'C-' || (4000 + n), 'Customer ' || n,
                (ARRAY['bronze', 'silver', 'gold', 'bronze'])[1 + n % 4],
                (ARRAY['Aachen', 'Bergen', 'Cork', 'Delft', 'Essen', 'Faro'])[1 + n % 6]
            FROM generate_series(1, 900) AS n
            """),
        ("orders and payments", """
            CREATE TABLE orders (
                id bigint GENERATED ALWAYS AS IDENTITY (START WITH 812001) PRIMARY KEY,
                customer_id text NOT NULL REFERENCES customers,
                request_key uuid NOT NULL UNIQUE,
                state text NOT NULL DEFAULT 'open',
                total numeric(10,2) NOT NULL DEFAULT 0,
                created_at timestamptz NOT NULL DEFAULT now(),
                paid_at timestamptz,
                invoiced_at timestamptz,
                shipped_at timestamptz);
            CREATE INDEX orders_customer ON orders (customer_id, id DESC);
            CREATE INDEX orders_open ON orders (created_at) WHERE state = 'open';
            CREATE INDEX orders_paid ON orders (paid_at) WHERE state = 'paid';
            CREATE TABLE order_items (
                order_id bigint NOT NULL REFERENCES orders,
                sku text NOT NULL REFERENCES products,
                quantity integer NOT NULL,
                price numeric(10,2) NOT NULL,
                PRIMARY KEY (order_id, sku));
            CREATE TABLE payments (
                order_id bigint PRIMARY KEY REFERENCES orders,
                reference text NOT NULL,
                amount numeric(10,2) NOT NULL,
                captured_at timestamptz NOT NULL DEFAULT now())
            """),
        ("shipments on the data volume", """
            CREATE TABLE shipments (
                tracking text NOT NULL,
                order_id bigint NOT NULL,
                carrier text NOT NULL,
                label text NOT NULL,
                handed_over_at timestamptz NOT NULL DEFAULT now()) TABLESPACE volume
            """),
        ("orders of the last hour from the old shop", """
            INSERT INTO orders (customer_id, request_key, state, total, created_at, paid_at, invoiced_at, shipped_at)
            SELECT 'C-' || (4001 + n * 7 % 900), gen_random_uuid(), 'shipped', 0, at, at, at, at
            FROM (SELECT n, now() - (3000 - n) * interval '1 second' AS at FROM generate_series(1, 2400) AS n) AS old;
            INSERT INTO order_items (order_id, sku, quantity, price)
            SELECT o.id, p.sku, 1 + o.id % 3, p.price
            FROM orders o
            JOIN (SELECT sku, price, row_number() OVER (ORDER BY sku) AS n FROM products) p
                ON p.n IN (1 + o.id * 13 % 200, 1 + o.id * 29 % 97);
            UPDATE orders o
            SET total = (SELECT coalesce(sum(price * quantity), 0) FROM order_items WHERE order_id = o.id)
            """),
    ];

    public async Task MigrateAsync(CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenAsync(cancellation);
        await using (var create = new NpgsqlCommand("CREATE TABLE IF NOT EXISTS schema_version (version integer PRIMARY KEY)", connection))
        {
            await create.ExecuteNonQueryAsync(cancellation);
        }

        await using var read = new NpgsqlCommand("SELECT coalesce(max(version), 0) FROM schema_version", connection);
        int version = (int)(await read.ExecuteScalarAsync(cancellation))!;
        for (int next = version + 1; next <= Migrations.Length; next++)
        {
            long began = clock.GetTimestamp();
            await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
            await using var migrate = new NpgsqlCommand(Migrations[next - 1].Sql, connection, transaction);
            await migrate.ExecuteNonQueryAsync(cancellation);
            await using var note = new NpgsqlCommand("INSERT INTO schema_version VALUES ($1)", connection, transaction);
            note.Parameters.Add(new() { Value = next });
            await note.ExecuteNonQueryAsync(cancellation);
            await transaction.CommitAsync(cancellation);
            Applied(logger, next, Migrations[next - 1].Name, clock.GetElapsedTime(began).TotalMilliseconds);
        }

        UpToDate(logger, Migrations.Length);
    }

    [LoggerMessage(1510, LogLevel.Information, "Schema migration {Version} ({Name}) applied in {Elapsed:0.0} ms")]
    private static partial void Applied(ILogger logger, int version, string name, double elapsed);

    [LoggerMessage(1511, LogLevel.Information, "Schema is up to date at version {Version}")]
    private static partial void UpToDate(ILogger logger, int version);
}

/// <summary>The database as the user that may change its schema; a deployment needs one short connection.</summary>
internal sealed class DeploymentDatabase(string address)
{
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellation)
    {
        var settings = new NpgsqlConnectionStringBuilder(address)
        {
            ApplicationName = "order-deployment",
            Pooling = false,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        };
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        await using NpgsqlDataSource source = builder.Build();
        return await source.OpenConnectionAsync(cancellation);
    }
}
