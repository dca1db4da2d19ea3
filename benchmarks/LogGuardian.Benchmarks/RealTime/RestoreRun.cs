using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LogGuardian.Benchmarks;

/// <summary>
/// How long it takes to write and to restore the state of the default detectors that know many templates, and how large it is. Windows of 100 lines, whose templates come in
/// random order: the worst case for what follows what.
/// </summary>
/// <remarks><c>dotnet run -c Release --project benchmarks/LogGuardian.Benchmarks -- restore --templates 10000</c></remarks>
internal static class RestoreRun
{
    private const int Repeats = 9;

    public static async Task RunAsync(RunOptions options)
    {
        int templates = (int)options.Number("--templates", 10_000);
        int lines = (int)options.Number("--lines", 500_000);
        string directory = Directory.CreateTempSubdirectory("logguardian-").FullName;
        try
        {
            using AnomalyDetector learned = DefaultDetector.Create().Build();
            await learned.LearnAsync(new ArraySource(Lines(templates, lines)));
            var file = new StateFile(Path.Combine(directory, "restore.state"));
            var saves = new List<(double Wall, double Processor)>();
            var loads = new List<(double Wall, double Processor)>();
            for (int i = 0; i < Repeats; i++)
            {
                saves.Add(await MeasureAsync(() => file.SaveAsync(learned)));
                loads.Add(await MeasureAsync(async () =>
                {
                    using AnomalyDetector restored = DefaultDetector.Create().Build();
                    await (await file.ReadAsync()).RestoreAsync(restored);
                }));
            }

            byte[] state = await File.ReadAllBytesAsync(file.Path);
            Write($"state      {Count(state):N0} templates, {lines:N0} lines in windows of {DefaultDetector.WindowLines} learned, {state.Length / 1_048_576.0:N1} MiB");
            Write($"runtime    {Environment.Version}, {Environment.ProcessorCount} core(s)");
            Write($"save       {Text(saves)}; disk and check of the generation before included");
            Write($"restore    {Text(loads)}; disk, checksum and a new pipeline included");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<(double Wall, double Processor)> MeasureAsync(Func<Task> work)
    {
        using var process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        long started = Stopwatch.GetTimestamp();
        await work();
        double wall = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        process.Refresh();
        return (wall, (process.TotalProcessorTime - before).TotalMilliseconds);
    }

    private static string Text(List<(double Wall, double Processor)> times) => string.Create(
        CultureInfo.InvariantCulture,
        $"{times[0].Wall:N0} ms the first time ({times[0].Processor:N0} ms of processors), {times.Select(time => time.Wall).Order().ElementAt(Repeats / 2):N0} ms in the median of {Repeats} ({times.Select(time => time.Processor).Order().ElementAt(Repeats / 2):N0} ms of processors)");

    /// <summary>Templates have no word but a few in common, so that no two become one.</summary>
    private static LogLine[] Lines(int templates, int count)
    {
        var random = new Random(1);
        var time = new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            int kind = i < templates ? i : random.Next(templates);
            string text = string.Create(CultureInfo.InvariantCulture, $"{time.AddMilliseconds(i * 20L):yyyy-MM-dd HH:mm:ss.fff} INFO {Word(kind, 7)} of {Word(kind, 11)} {Word(kind, 13)} took {random.Next(1, 90)} ms for {random.Next(1_000)}");
            return new LogLine("restore", i + 1, Encoding.UTF8.GetBytes(text));
        })];
    }

    private static string Word(int kind, int salt) => string.Concat(Enumerable.Range(0, 5).Select(i => (char)('a' + ((kind + 1) * salt / (int)Math.Pow(20, i) % 20))));

    private static int Count(byte[] state)
    {
        using var json = JsonDocument.Parse(state);
        return json.RootElement.GetProperty("stages").GetProperty("templates").GetProperty("data").GetProperty("templates").GetArrayLength();
    }

    private static void Write(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
