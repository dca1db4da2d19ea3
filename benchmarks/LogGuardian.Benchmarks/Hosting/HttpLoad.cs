using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using HdrHistogram;

namespace LogGuardian.Benchmarks;

/// <summary>
/// Requests over keep-alive connections, one after the other on each. It knows no more of HTTP than where an answer of this server ends, so that it takes little of the processors
/// that it shares with the server.
/// </summary>
internal static class HttpLoad
{
    private const long MostMicroseconds = 60_000_000;
    private const int Orders = 1_000;

    /// <summary>Asks for some time; how many answers came, and how long each took in microseconds.</summary>
    /// <param name="port">Port of the server.</param>
    /// <param name="connections">Number of connections.</param>
    /// <param name="rate">Requests a second over all connections; 0 for as many as come.</param>
    /// <param name="time">For how long.</param>
    public static async Task<LongHistogram> RunAsync(int port, int connections, int rate, TimeSpan time)
    {
        long end = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        LongHistogram[] parts = await Task.WhenAll(Enumerable.Range(0, connections).Select(i => Task.Run(() => AskAsync(port, i, rate == 0 ? default : TimeSpan.FromSeconds(connections / (double)rate), end))));
        var all = new LongHistogram(MostMicroseconds, 3);
        foreach (LongHistogram part in parts)
        {
            all.Add(part);
        }

        return all;
    }

    private static async Task<LongHistogram> AskAsync(int port, int seed, TimeSpan every, long end)
    {
        byte[][] requests = [.. Enumerable.Range(0, Orders).Select(i => Encoding.ASCII.GetBytes($"GET /orders/{(i * 37) + seed} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"))];
        byte[] answer = new byte[16_384];
        var latencies = new LongHistogram(MostMicroseconds, 3);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        long begun = Stopwatch.GetTimestamp();
        for (int i = 0; Stopwatch.GetTimestamp() is var started && started < end; i++)
        {
            TimeSpan early = (every * i) - Stopwatch.GetElapsedTime(begun);
            if (early >= TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(early);
                started = Stopwatch.GetTimestamp();
            }

            _ = await socket.SendAsync(requests[i % Orders]);
            int length = 0;
            while (!IsWhole(answer.AsSpan(0, length)))
            {
                int read = await socket.ReceiveAsync(answer.AsMemory(length));
                length += read > 0 ? read : throw new InvalidOperationException("The server has closed a connection.");
            }

            if (!answer.AsSpan().StartsWith("HTTP/1.1 200"u8))
            {
                throw new InvalidOperationException($"The server has answered {Encoding.ASCII.GetString(answer, 0, length)}");
            }

            latencies.RecordValue(Math.Max(1, (long)Stopwatch.GetElapsedTime(started).TotalMicroseconds));
        }

        return latencies;
    }

    // The server sends JSON in chunks, the last of which is empty.
    private static bool IsWhole(ReadOnlySpan<byte> answer) => answer.EndsWith("\r\n0\r\n\r\n"u8);
}
