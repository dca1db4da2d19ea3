using System.Diagnostics;
using System.Globalization;
using LogGuardian.Inference;
using LogGuardian.TestModels;

namespace LogGuardian.Benchmarks;

/// <summary>Loads a bundle, encodes a line and lets all of it go, again and again: memory and handles must stay where they are.</summary>
/// <remarks><c>dotnet run -c Release --project benchmarks/LogGuardian.Benchmarks -- cycles --count 10000</c></remarks>
internal static class CyclesRun
{
    public static async Task RunAsync(RunOptions options)
    {
        int count = (int)options.Number("--count", 10_000);
        string folder = Directory.CreateTempSubdirectory("bench-cycles-").FullName;
        new TestBundle(new TestBundleOptions()).Write(folder);
        ParsedLog[] message = BenchmarkBundle.Messages(1);
        long started = Stopwatch.GetTimestamp();
        for (int cycle = 1; cycle <= count; cycle++)
        {
            using (ModelBundle bundle = ModelBundle.Open(folder))
            using (MessageEncoder encoder = bundle.CreateEncoder())
            {
                await encoder.EncodeAsync(message, new float[encoder.Dimension]);
            }

            if (cycle == 1 || cycle % Math.Max(1, count / 10) == 0)
            {
                using var process = Process.GetCurrentProcess();
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{cycle,7:N0} cycles  {process.WorkingSet64 >> 20,4} MiB resident  {GC.GetTotalMemory(false) >> 20,4} MiB heap  {process.HandleCount,4} handles  {Stopwatch.GetElapsedTime(started).TotalSeconds,6:N1} s"));
            }
        }

        Directory.Delete(folder, recursive: true);
    }
}
