using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using HdrHistogram;

namespace LogGuardian.Benchmarks;

/// <summary>
/// How long it takes from a window's last line to what is said of the window, at a fixed offered load. Lines of the first seconds are offered and not measured: the
/// code is compiled, and the warm-up of the detector passes.
/// </summary>
/// <remarks>
/// <c>taskset -c 1 dotnet run -c Release --project benchmarks/LogGuardian.Benchmarks -- latency --rate 20000 --seconds 60 --detectors all --file HDFS.log</c>; with
/// <c>--detectors model --precision int8 --new 100</c> the default detectors, meaning and LogLLM, of a log in which one line in a hundred is of a new kind.
/// </remarks>
internal static class LatencyRun
{
    private const long MostMicroseconds = 3_600_000_000;

    public static async Task RunAsync(RunOptions options)
    {
        int rate = (int)options.Number("--rate", 20_000);
        int seconds = (int)options.Number("--seconds", 60);
        int before = (int)options.Number("--before", 15);
        string? file = options.Text("--file");
        int count = rate * (seconds + before);
        IEnumerable<string> texts = file is null ? GeneratedLog.Lines(count) : File.ReadLines(file).Skip((int)options.Number("--skip", 0)).Take(count);
        OfferedLines lines = OfferedLines.Of(options.Number("--new", 0) is > 0 and var every ? NewKinds.Among(texts, (int)every) : texts, rate);
        GC.Collect();
        using BenchmarkBundle? model = options.Text("--detectors") == "model" ? new BenchmarkBundle("4x128", options.Text("--precision") == "int8", threads: 1) : null;
        AnomalyDetectorBuilder builder = options.Text("--detectors") == "all" ? AllDetectors.Create() : DefaultDetector.CreateWithoutWindows();
        if (model is not null)
        {
            builder.DetectWithMeaning(model.Bundle).DetectWithLogLlm(model.Bundle);
        }

        using AnomalyDetector detector = builder.WindowByCount(DefaultDetector.WindowLines).WithParallelism((int)options.Number("--parallel", 1)).Build();
        var latencies = new LongHistogram(MostMicroseconds, 3);
        var slowest = new PriorityQueue<(long Line, double Milliseconds), double>();
        long anomalies = 0;
        long meaning = 0;
        long logLlm = 0;
        TimeSpan paused = default;
        TimeSpan cpu = default;
        await foreach (Detection detection in detector.DetectAsync(lines))
        {
            long now = Stopwatch.GetTimestamp();
            if (detection.Window.LastLine <= (long)rate * before)
            {
                (paused, cpu) = (GC.GetTotalPauseDuration(), Process.GetCurrentProcess().TotalProcessorTime);
                continue;
            }

            anomalies += detection.IsAnomaly ? 1 : 0;
            meaning += detection.Tiers.Any(tier => tier.Detector == "meaning") ? 1 : 0;
            logLlm += detection.Tiers.Any(tier => tier.Detector == "logllm") ? 1 : 0;
            TimeSpan latency = Stopwatch.GetElapsedTime(lines.Due(detection.Window.LastLine), now);
            latencies.RecordValue(Math.Max(1, (long)latency.TotalMicroseconds));
            slowest.Enqueue((detection.Window.LastLine, latency.TotalMilliseconds), latency.TotalMilliseconds);
            if (slowest.Count > 12)
            {
                slowest.Dequeue();
            }
        }

        if (latencies.TotalCount == 0)
        {
            Write($"{lines.Count:N0} lines are over before the {before} s that are not measured; pass a smaller --before or a longer --file.");
            return;
        }

        double measured = (lines.Count / (double)rate) - before;
        Write($"offered    {lines.Count:N0} lines at {rate:N0} lines/s of {file ?? "the generated log"}, the first {before} s not measured");
        Write($"runtime    {Environment.Version}, {Environment.ProcessorCount} core(s), {(GCSettings.IsServerGC ? "server" : "workstation")} collector, {GCSettings.LatencyMode}, memory {Environment.WorkingSet >> 20} MiB");
        Write($"processor  {(Process.GetCurrentProcess().TotalProcessorTime - cpu) / TimeSpan.FromSeconds(measured):P0} busy, collections stopped it for {(GC.GetTotalPauseDuration() - paused).TotalMilliseconds:N0} ms of {measured:N0} s");
        Write($"windows    {latencies.TotalCount:N0}, {anomalies:N0} anomalies; updates: {detector.Counts.UpdatesAccepted} accepted, {detector.Counts.UpdatesRejected} rejected, {detector.Counts.UpdatesRolledBack} rolled back");
        if (model is not null)
        {
            Write($"models     meaning judged {meaning:N0} windows, LogLLM {logLlm:N0}; at most {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB");
        }

        Write($"latency    from the window's last line to its detection, in ms:");
        foreach (double percentile in (double[])[50, 90, 99, 99.9, 99.99])
        {
            Write($"  p{percentile,-6} {latencies.GetValueAtPercentile(percentile) / 1000.0,9:N3}");
        }

        Write($"  max     {latencies.GetMaxValue() / 1000.0,9:N3}");
        Write($"slowest    {string.Join(", ", slowest.UnorderedItems.OrderBy(item => item.Element.Line).Select(item => Text($"{item.Element.Milliseconds:N1} ms at line {item.Element.Line:N0}")))}");
    }

    private static void Write(FormattableString text) => Console.WriteLine(Text(text));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
