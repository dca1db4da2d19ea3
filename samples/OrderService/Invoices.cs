using System.Globalization;
using System.Text;
using Npgsql;

namespace OrderService;

/// <summary>Writes invoices as files into a folder on the data volume, and removes old ones.</summary>
internal sealed partial class Invoices(
    NpgsqlDataSource database, IConfiguration configuration, ILogger<Invoices> logger, TimeProvider clock)
{
    private const int BatchSize = 40;
    private const int NearlyFullPercent = 90;
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(100);

    public string Folder { get; } = Path.GetFullPath(configuration["Invoices:Path"]!);

    public int Open()
    {
        Directory.CreateDirectory(Folder);
        return Directory.GetFiles(Folder).Length;
    }

    public async Task<IResult> ServeAsync(long id, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand("SELECT state, customer_id, total FROM orders WHERE id = $1", connection);
        command.Parameters.Add(new() { Value = id });
        string state, customer;
        decimal total;
        await using (NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation))
        {
            if (!await reader.ReadAsync(cancellation))
            {
                Unknown(logger, id);
                return Results.NotFound(new Problem("Unknown order."));
            }

            (state, customer, total) = (reader.GetString(0), reader.GetString(1), reader.GetDecimal(2));
        }

        if (state is "open" or "expired")
        {
            NoInvoice(logger, id, state);
            return Results.NotFound(new Problem("There is no invoice yet."));
        }

        string path = FileOf(id);
        if (File.Exists(path))
        {
            string text = await File.ReadAllTextAsync(path, cancellation);
            Served(logger, NumberOf(id), text.Length);
            return Results.Text(text);
        }

        IReadOnlyList<OrderLine> lines = await Orders.LinesAsync(connection, id, cancellation);
        string rendered = Render(id, customer, total, lines);
        await WriteAsync(id, rendered, cancellation);
        OnDemand(logger, NumberOf(id), id, customer);
        return Results.Text(rendered);
    }

    /// <summary>Writes the invoices of orders that were paid since the last round.</summary>
    public async Task WritePendingAsync(CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand(
            """
            SELECT id, customer_id, total
            FROM orders
            WHERE paid_at IS NOT NULL AND invoiced_at IS NULL
            ORDER BY paid_at
            LIMIT $1
            """,
            connection);
        command.Parameters.Add(new() { Value = BatchSize });
        var pending = new List<(long Id, string Customer, decimal Total)>();
        await using (NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                pending.Add((reader.GetInt64(0), reader.GetString(1), reader.GetDecimal(2)));
            }
        }

        foreach ((long id, string customer, decimal total) in pending)
        {
            long began = clock.GetTimestamp();
            IReadOnlyList<OrderLine> lines = await Orders.LinesAsync(connection, id, cancellation);
            string text = Render(id, customer, total, lines);
            try
            {
                await WriteAsync(id, text, cancellation);
            }
            catch (IOException exception)
            {
                Failed(logger, exception, NumberOf(id), pending.Count);
                return;
            }

            await using var note = new NpgsqlCommand("UPDATE orders SET invoiced_at = now() WHERE id = $1", connection);
            note.Parameters.Add(new() { Value = id });
            await note.ExecuteNonQueryAsync(cancellation);
            Written(logger, NumberOf(id), id, text.Length, FileOf(id), clock.GetElapsedTime(began).TotalMilliseconds);
        }
    }

    public Task PruneAsync(CancellationToken cancellation)
    {
        DateTimeOffset limit = clock.GetUtcNow() - Kept;
        int count = 0;
        long bytes = 0;
        foreach (FileInfo file in new DirectoryInfo(Folder).EnumerateFiles("*.txt"))
        {
            cancellation.ThrowIfCancellationRequested();
            if (file.LastWriteTimeUtc < limit)
            {
                bytes += file.Length;
                file.Delete();
                count++;
            }
        }

        if (count > 0)
        {
            Pruned(logger, count, Kept.TotalSeconds, bytes / 1024.0);
        }

        return Task.CompletedTask;
    }

    public Task MeasureAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var volume = new DriveInfo(Folder);
        long used = (volume.TotalSize - volume.TotalFreeSpace) / 1024;
        long total = volume.TotalSize / 1024;
        long percent = used * 100 / total;
        if (percent >= NearlyFullPercent)
        {
            NearlyFull(logger, Folder, used, total, percent);
        }
        else
        {
            Usage(logger, Folder, used, total, percent);
        }

        return Task.CompletedTask;
    }

    private static string NumberOf(long id) => string.Create(CultureInfo.InvariantCulture, $"INV-{id:D8}");

    private static string Render(long id, string customer, decimal total, IReadOnlyList<OrderLine> lines)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Invoice {NumberOf(id)} for {customer}");
        text.AppendLine(new string('-', 60));
        foreach (OrderLine line in lines)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{line.Sku,-14}{line.Quantity,6} x {line.Price,10:0.00} EUR {line.Price * line.Quantity,14:0.00} EUR");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"Total {total:0.00} EUR");
        text.Append(' ', 2000).AppendLine("Thank you for your order.");
        return text.ToString();
    }

    private string FileOf(long id) => Path.Combine(Folder, NumberOf(id) + ".txt");

    private async Task WriteAsync(long id, string text, CancellationToken cancellation)
    {
        string path = FileOf(id);
        string part = string.Create(CultureInfo.InvariantCulture, $"{path}.{Guid.NewGuid():N}.part");
        try
        {
            await File.WriteAllTextAsync(part, text, cancellation);
            File.Move(part, path, overwrite: true);
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    [LoggerMessage(1301, LogLevel.Information,
        "Invoice {Number} written for order {OrderId}: {Bytes} bytes to {Path} in {Elapsed:0.00} ms")]
    private static partial void Written(ILogger logger, string number, long orderId, int bytes, string path, double elapsed);

    [LoggerMessage(1302, LogLevel.Debug, "Invoice {Number} served from file, {Bytes} bytes")]
    private static partial void Served(ILogger logger, string number, int bytes);

    [LoggerMessage(1303, LogLevel.Information, "Invoice {Number} of order {OrderId} rendered on demand for {CustomerId}")]
    private static partial void OnDemand(ILogger logger, string number, long orderId, string customerId);

    [LoggerMessage(1304, LogLevel.Warning, "No invoice for order {OrderId} in state {State}")]
    private static partial void NoInvoice(ILogger logger, long orderId, string state);

    [LoggerMessage(1305, LogLevel.Error, "Invoice {Number} could not be written, {Pending} pending")]
    private static partial void Failed(ILogger logger, Exception exception, string number, int pending);

    [LoggerMessage(1306, LogLevel.Information, "Pruned {Count} invoices older than {Age} s, {Kilobytes:0.0} kB freed")]
    private static partial void Pruned(ILogger logger, int count, double age, double kilobytes);

    [LoggerMessage(1307, LogLevel.Information, "Volume of {Path}: {Used} of {Total} kB used ({Percent} %)")]
    private static partial void Usage(ILogger logger, string path, long used, long total, long percent);

    [LoggerMessage(1308, LogLevel.Warning, "Volume of {Path} is nearly full: {Used} of {Total} kB used ({Percent} %)")]
    private static partial void NearlyFull(ILogger logger, string path, long used, long total, long percent);

    [LoggerMessage(1309, LogLevel.Warning, "Invoice of unknown order {OrderId} requested")]
    private static partial void Unknown(ILogger logger, long orderId);
}
