using System.Globalization;
using System.Text;

namespace LogGuardian.Benchmarks;

/// <summary>A log made from a seed, so that every machine measures the same input: a service's lines with header, about 110 bytes each.</summary>
internal static class GeneratedLog
{
    private static readonly string[] Messages =
    [
        "INFO Shop.Orders: order {0} accepted for customer C-{1}: {2} items, total {3}.{4:00} EUR",
        "INFO Shop.Http: GET /orders/{0} answered 200 in {2} ms, trace {5}",
        "INFO Shop.Payments: payment of order {0} took {2} ms at 10.1.{6}.{7}:8443",
        "DEBUG Shop.Cache: product P-{1} not cached, loading from /var/lib/shop/p{1}.json",
        "WARN Shop.Http: slow request GET /orders/{0}: {3} ms",
        "INFO Shop.Worker: shipped {2} orders in batch {0}",
    ];

    public static IEnumerable<string> Lines(int count)
    {
        var random = new Random(42);
        var time = new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
        for (int i = 0; i < count; i++)
        {
            time = time.AddMilliseconds(random.Next(1, 20));
            string message = string.Format(
                CultureInfo.InvariantCulture, Messages[Math.Min(random.Next(8), Messages.Length - 1)],
                800_000 + i, random.Next(9_999), random.Next(1, 60), random.Next(10, 900), random.Next(100), Guid.CreateVersion7(time).ToString("N")[..16], random.Next(255), random.Next(255));
            yield return time.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture) + " " + message;
        }
    }

    public static LogLine[] LogLines(int count) => [.. Lines(count).Select((line, i) => new LogLine("bench", i + 1, Encoding.UTF8.GetBytes(line)))];
}
