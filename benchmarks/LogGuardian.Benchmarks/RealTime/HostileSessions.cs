using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace LogGuardian.Benchmarks;

/// <summary>
/// Lines of many sessions at a time, made from a seed. One line in eight is hostile: new words, new shapes, new parameter classes, endless values, brackets, control
/// characters, a time of the far future or past, a source name of its own.
/// </summary>
internal sealed class HostileSessions(long count, int sessions) : ILogSource
{
    private const int Kinds = 8;
    private static readonly string[] Messages =
    [
        "INFO Shop.Orders: session {0} order {1} accepted with {2} items",
        "INFO Shop.Http: session {0} GET /orders/{1} answered 200 in {2} ms",
        "INFO Shop.Payments: session {0} payment of order {1} took {2} ms",
        "WARN Shop.Http: session {0} slow request GET /orders/{1}: {2} ms",
    ];

    public async IAsyncEnumerable<LogLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        var random = new Random(7);
        var time = new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
        for (long i = 1; i <= count; i++)
        {
            time = time.AddTicks(random.Next(1, 1_000));
            bool isHostile = random.Next(Kinds) == 0;
            int kind = random.Next(Kinds);
            string message = isHostile
                ? Hostile(random, kind, i)
                : string.Format(CultureInfo.InvariantCulture, Messages[random.Next(Messages.Length)], random.Next(sessions), i, random.Next(1, 60));
            DateTime at = isHostile && kind == 6 ? time.AddDays(random.Next(-9_999, 9_999) / 10.0) : time;
            string source = isHostile && kind == 7 ? string.Create(CultureInfo.InvariantCulture, $"request-{i}") : "soak";
            yield return new LogLine(source, i, Encoding.UTF8.GetBytes(at.ToString("yyyy-MM-dd HH:mm:ss.fff ", CultureInfo.InvariantCulture) + message));
        }
    }

    private string Hostile(Random random, int kind, long i)
    {
        string session = string.Create(CultureInfo.InvariantCulture, $"INFO Shop.Orders: session {random.Next(sessions)} ");
        return session + kind switch
        {
            0 => string.Join(' ', Enumerable.Range(0, 8).Select(_ => Word(random))),
            1 => string.Join(' ', Enumerable.Range(0, 1 + random.Next(300)).Select(_ => Word(random))),
            2 => new string('(', 1 + random.Next(400)) + Word(random) + new string(']', 1 + random.Next(400)),
            3 => string.Join('=', Enumerable.Range(0, 1 + random.Next(100)).Select(_ => Word(random))),
            4 => string.Create(CultureInfo.InvariantCulture, $"state {Word(random)} took {random.NextDouble() * Math.Pow(10, random.Next(-300, 300))} ms"),
            5 => string.Concat(Enumerable.Range(0, 200).Select(_ => (char)random.Next(1, 32))).Replace('\n', ' ').Replace('\r', ' '),
            _ => string.Create(CultureInfo.InvariantCulture, $"order {i} accepted with {random.Next(9)} items"),
        };
    }

    private static string Word(Random random) => string.Concat(Enumerable.Range(0, 7).Select(_ => (char)('g' + random.Next(20))));
}
