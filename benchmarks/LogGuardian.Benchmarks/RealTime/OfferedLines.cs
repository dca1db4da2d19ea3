using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace LogGuardian.Benchmarks;

/// <summary>
/// Offers lines at a fixed rate, whether the one before was taken or not: line <c>i</c> is due at <c>i / rate</c> after the start. Who measures from when a line was
/// due, and not from when it was taken, counts the time that it stood in the queue (coordinated omission).
/// </summary>
internal sealed class OfferedLines(byte[] text, int[] starts, int rate) : ILogSource
{
    private const int TickMilliseconds = 1;
    private long _begin;

    public int Count => starts.Length - 1;

    /// <summary>All lines of a text that is in memory; no object for each, so that the garbage collector has nothing to look at.</summary>
    public static OfferedLines Of(IEnumerable<string> lines, int rate)
    {
        using var text = new MemoryStream();
        var starts = new List<int> { 0 };
        foreach (string line in lines)
        {
            text.Write(System.Text.Encoding.UTF8.GetBytes(line));
            starts.Add((int)text.Length);
        }

        return new OfferedLines(text.ToArray(), [.. starts], rate);
    }

    /// <summary>When a line was due, in ticks of <see cref="Stopwatch"/>.</summary>
    public long Due(long lineId) => _begin + (long)((lineId - 1) * (double)Stopwatch.Frequency / rate);

    public async IAsyncEnumerable<LogLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var ticks = new SemaphoreSlim(0);
        bool isOver = false;

        // Timers of the runtime come as seldom as the clock of the kernel ticks, every 4 ms; that would be measured, too.
        var metronome = new Thread(() =>
        {
            for (; !Volatile.Read(ref isOver); Thread.Sleep(TickMilliseconds))
            {
                ticks.Release();
            }
        });
        metronome.Start();
        try
        {
            _begin = Stopwatch.GetTimestamp();
            for (int i = 0; i < Count; i++)
            {
                while (Stopwatch.GetTimestamp() < Due(i + 1))
                {
                    await ticks.WaitAsync(cancellationToken);
                }

                yield return new LogLine("offered", i + 1, text.AsMemory(starts[i], starts[i + 1] - starts[i]));
            }
        }
        finally
        {
            Volatile.Write(ref isOver, true);
            metronome.Join();
        }
    }
}
