using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using HdrHistogram;

namespace LogGuardian.Benchmarks;

/// <summary>
/// What a service under full load loses when its log is watched: two servers that differ in that alone, asked in turns by the same connections, so that whatever else the machine does
/// meets both. Ratios are those of neighbouring turns.
/// </summary>
/// <remarks><c>dotnet run -c Release --project benchmarks/LogGuardian.Benchmarks -- host --pairs 20 --seconds 3 --connections 16 --logs console</c></remarks>
internal static class HostRun
{
    public static async Task RunAsync(RunOptions options)
    {
        int pairs = (int)options.Number("--pairs", 20);
        var time = TimeSpan.FromSeconds(options.Number("--seconds", 3));
        int connections = (int)options.Number("--connections", 16);
        int rate = (int)options.Number("--rate", 0);
        string logs = options.Text("--logs") ?? "console";
        using Process plain = Start(logs, isWatched: false);
        using Process watched = Start(logs, isWatched: true);
        try
        {
            int plainPort = await PortAsync(plain);
            int watchedPort = await PortAsync(watched);
            var warm = TimeSpan.FromSeconds(options.Number("--before", 8));
            _ = await TurnAsync(plainPort, connections, 0, warm);
            _ = await TurnAsync(watchedPort, connections, 0, warm);
            var turns = new List<(Turn Plain, Turn Watched)>();
            for (int i = 0; i < pairs; i++)
            {
                // The order changes, so that a machine that grows slower or faster favours none.
                Turn first = await TurnAsync(i % 2 == 0 ? plainPort : watchedPort, connections, rate, time);
                Turn second = await TurnAsync(i % 2 == 0 ? watchedPort : plainPort, connections, rate, time);
                turns.Add(i % 2 == 0 ? (first, second) : (second, first));
            }

            ServerState state = await StateAsync(watchedPort);
            Write($"load       {connections} connections, {(rate == 0 ? "as many requests as come" : string.Create(CultureInfo.InvariantCulture, $"{rate:N0} requests/s"))}, {pairs} pairs of turns of {time.TotalSeconds:N0} s, 3 log calls a request, other logging: {logs}");
            Write($"runtime    {Environment.Version}, {Environment.ProcessorCount} core(s), shared by server, load and whatever else runs");
            Write($"           without | with (median of turns)");
            Write($"requests/s {Median(turns, pair => pair.Plain.Rate):N0} | {Median(turns, pair => pair.Watched.Rate):N0}");
            Write($"p50 in ms  {Median(turns, pair => pair.Plain.P50):N3} | {Median(turns, pair => pair.Watched.P50):N3}");
            Write($"p99 in ms  {Median(turns, pair => pair.Plain.P99):N3} | {Median(turns, pair => pair.Watched.P99):N3}");
            Write($"processor  {Median(turns, pair => pair.Plain.Processor):N1} | {Median(turns, pair => pair.Watched.Processor):N1} microseconds of the server a request");
            Write($"throughput {Spread(turns, pair => pair.Watched.Rate / pair.Plain.Rate)} of that without");
            Write($"p99        {Spread(turns, pair => pair.Watched.P99 - pair.Plain.P99)} ms more than without");
            Write($"processor  {Spread(turns, pair => pair.Watched.Processor - pair.Plain.Processor)} microseconds a request more than without");
            Write($"records    {state.Written:N0} written, {state.Dropped:N0} dropped, {state.Read:N0} read; working set {state.Memory >> 20} MiB, without {(await StateAsync(plainPort)).Memory >> 20} MiB");
        }
        finally
        {
            plain.StandardInput.Close();
            watched.StandardInput.Close();
            await Task.WhenAll(plain.WaitForExitAsync(), watched.WaitForExitAsync());
        }
    }

    private static Process Start(string logs, bool isWatched)
    {
        // By its own file, or by dotnet and its assembly.
        string program = Environment.ProcessPath!;
        string[] assembly = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(HostRun).Assembly.Location] : [];
        var start = new ProcessStartInfo(program, [.. assembly, OrderServer.Command, "--logs", logs, "--watched", isWatched ? "true" : "false"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };

        // As a service has it; the benchmarks are compiled without.
        start.Environment["DOTNET_TieredPGO"] = "1";
        return Process.Start(start)!;
    }

    private static async Task<int> PortAsync(Process server) => int.Parse(await server.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server did not start."), CultureInfo.InvariantCulture);

    private static async Task<Turn> TurnAsync(int port, int connections, int rate, TimeSpan time)
    {
        ServerState before = await StateAsync(port);
        LongHistogram latencies = await HttpLoad.RunAsync(port, connections, rate, time);
        ServerState after = await StateAsync(port);
        return new Turn(
            latencies.TotalCount / time.TotalSeconds,
            latencies.GetValueAtPercentile(50) / 1000.0,
            latencies.GetValueAtPercentile(99) / 1000.0,
            (after.Processor - before.Processor) * 1000 / latencies.TotalCount);
    }

    private static async Task<ServerState> StateAsync(int port)
    {
        using var client = new HttpClient();
        return (await client.GetFromJsonAsync<ServerState>(new Uri($"http://127.0.0.1:{port}/state")))!;
    }

    private static double Median(List<(Turn Plain, Turn Watched)> turns, Func<(Turn Plain, Turn Watched), double> value) => Quantile(turns, value, .5);

    private static string Spread(List<(Turn Plain, Turn Watched)> turns, Func<(Turn Plain, Turn Watched), double> value) => string.Create(
        CultureInfo.InvariantCulture, $"{Quantile(turns, value, .5):N3} in the median of pairs, {Quantile(turns, value, .25):N3} to {Quantile(turns, value, .75):N3} in the middle half, {Quantile(turns, value, 0):N3} to {Quantile(turns, value, 1):N3} in all");

    private static double Quantile(List<(Turn Plain, Turn Watched)> turns, Func<(Turn Plain, Turn Watched), double> value, double share)
    {
        double[] sorted = [.. turns.Select(value).Order()];
        return sorted[(int)Math.Round(share * (sorted.Length - 1))];
    }

    private static void Write(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private sealed record Turn(double Rate, double P50, double P99, double Processor);
}
