using System.Text;
using BenchmarkDotNet.Attributes;

namespace LogGuardian.Benchmarks;

/// <summary>Lines per second of each stretch of the pipeline; reading and splitting a stream is the baseline. Divide 100,000 lines by the mean.</summary>
[MemoryDiagnoser]
public class PipelineBenchmarks
{
    private const int Count = 100_000;
    private LogLine[] _lines = [];
    private byte[] _bytes = [];

    [GlobalSetup]
    public void Setup()
    {
        _lines = GeneratedLog.LogLines(Count);
        _bytes = Encoding.UTF8.GetBytes(string.Join('\n', GeneratedLog.Lines(Count)));
    }

    [Benchmark(Baseline = true)]
    public async Task<long> Read()
    {
        long lines = 0;
        await foreach (LogLine line in LogLines.FromStream(new MemoryStream(_bytes), "bench").ReadAsync())
        {
            lines += line.LineCount;
        }

        return lines;
    }

    [Benchmark]
    public async Task<long> Parse()
    {
        using AnomalyDetector detector = DefaultDetector.Create().Build();
        long lines = 0;
        await foreach (ParsedLog log in detector.ParseAsync(new ArraySource(_lines)))
        {
            lines += log.Line.LineCount;
        }

        return lines;
    }

    [Benchmark]
    public async Task<long> Detect()
    {
        using AnomalyDetector detector = DefaultDetector.Create().Build();
        long lines = 0;
        await foreach (Detection detection in detector.DetectAsync(LogLines.FromStream(new MemoryStream(_bytes), "bench")))
        {
            lines += detection.Window.Count;
        }

        return lines;
    }
}
