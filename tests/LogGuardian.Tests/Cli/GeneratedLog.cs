using System.Globalization;
using System.Text;

namespace LogGuardian.Tests.Cli;

/// <summary>Logs of an imaginary shop: five kinds of ordinary lines, and from a given line on a disk that fails. Equal seeds make equal logs.</summary>
internal static class GeneratedLog
{
    public const int FaultyLines = 20;

    /// <summary>A log; without <paramref name="faultAt"/> all is well. The fault's lines are every other one.</summary>
    public static string Write(int lines, int? faultAt = null, int seed = 1)
    {
        var random = new Random(seed);
        var text = new StringBuilder(lines * 70);
        var time = new DateTime(2024, 5, 1, 10, 0, 0, DateTimeKind.Utc);
        for (int i = 1; i <= lines; i++)
        {
            time = time.AddMilliseconds(random.Next(50, 350));
            text.Append(time.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)).Append(' ');
            bool faulty = faultAt is { } first && i >= first && i < first + FaultyLines && (i - first) % 2 == 0;
            text.Append(faulty ? Fault(random) : Ordinary(random)).Append('\n');
        }

        return text.ToString();
    }

    private static string Ordinary(Random random) => random.Next(10) switch
    {
        < 4 => Invariant($"INFO  [web] GET /item/{random.Next(1000)} returned 200 in {random.Next(1, 90)} ms"),
        < 6 => Invariant($"INFO  [db] query took {random.Next(1, 30)} ms for {random.Next(1, 9)} rows"),
        < 8 => Invariant($"INFO  [web] session {random.Next(1000, 9999)} opened from 10.0.{random.Next(4)}.{random.Next(250)}"),
        < 9 => Invariant($"DEBUG [cache] hit ratio is {random.Next(50, 99)} percent"),
        _ => Invariant($"INFO  [job] run {random.Next(100000)} done"),
    };

    private static string Fault(Random random) => Invariant($"ERROR [disk] write to volume failed after {random.Next(3, 99)} retries, giving up");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
