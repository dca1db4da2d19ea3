using System.Diagnostics;
using System.Globalization;

namespace LogGuardian.Benchmarks;

/// <summary>
/// Memory over a long hostile stream: far more sessions at a time than may be open, with lines among them that are made to hurt. Writes one row for each million lines, or so many as <c>--every</c> says.
/// </summary>
/// <remarks><c>dotnet run -c Release --project benchmarks/LogGuardian.Benchmarks -- soak --lines 50000000 --sessions 1000000 --detectors all</c></remarks>
internal static class SoakRun
{
    private const int Million = 1_000_000;

    public static async Task RunAsync(RunOptions options)
    {
        long count = options.Number("--lines", 50_000_000);
        int sessions = (int)options.Number("--sessions", 1_000_000);
        long every = options.Number("--every", Million);
        using AnomalyDetector detector = (options.Text("--detectors") == "all" ? AllDetectors.Create() : DefaultDetector.CreateWithoutWindows())
            .WindowBySession(SessionKeys.Matching("session ([0-9]+)"), idleFor: TimeSpan.FromMinutes(10))
            .GroupIncidents()
            .Build();
        Console.WriteLine("| million lines | windows | anomalies | outside | updates, rejected, rolled back | heap MiB | resident MiB | seconds |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        long started = Stopwatch.GetTimestamp();
        long rows = 0;
        await foreach (Detection _ in detector.DetectAsync(new HostileSessions(count, sessions)))
        {
            PipelineCounts counts = detector.Counts;
            if (counts.LinesRead / every > rows)
            {
                rows = counts.LinesRead / every;
                Write(counts, started);
            }
        }

        Write(detector.Counts, started);
    }

    private static void Write(PipelineCounts counts, long started)
    {
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {counts.LinesRead / (double)Million:N1} | {counts.Windows:N0} | {counts.Anomalies:N0} | {counts.RecordsOutsideWindows:N0} | {counts.UpdatesAccepted:N0}, {counts.UpdatesRejected:N0}, {counts.UpdatesRolledBack:N0} | {GC.GetTotalMemory(false) >> 20:N0} | {process.WorkingSet64 >> 20:N0} | {Stopwatch.GetElapsedTime(started).TotalSeconds:N0} |"));
    }
}
