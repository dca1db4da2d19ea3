using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;

namespace LogGuardian.Benchmarks;

/// <summary>
/// Nanoseconds a line from raw lines to decisions, all detectors on and the stream teaching, in windows of 100 lines. Parsing alone
/// is the baseline. Every run begins with a detector that knows nothing, so that its warm-up is part of the measure.
/// </summary>
[MemoryDiagnoser]
[Config(typeof(Columns))]
public class DetectionBenchmarks
{
    private Corpus? _corpus;

    [ParamsSource(nameof(Logs))]
    public string Log { get; set; } = "";

    public static IEnumerable<string> Logs => Corpus.Names;

    [GlobalSetup]
    public void Setup() => _corpus = Corpus.Load(Log);

    [Benchmark(Baseline = true, OperationsPerInvoke = Corpus.Count)]
    public async Task<long> Parse()
    {
        using AnomalyDetector detector = All().WindowByCount(DefaultDetector.WindowLines).Build();
        long parameters = 0;
        await foreach (ParsedLog log in detector.ParseAsync(Source()))
        {
            parameters += log.Parameters.Length;
        }

        return parameters;
    }

    [Benchmark(OperationsPerInvoke = Corpus.Count)]
    public Task<long> WindowsOf100() => DetectAsync(All().WindowByCount(DefaultDetector.WindowLines));

    private static AnomalyDetectorBuilder All() => new AnomalyDetectorBuilder()
        .ParseWithTemplates()
        .DetectWithDefaults()
        .DetectWithSequences()
        .DetectWithPca();

    private ILogSource Source() => LogLines.FromStream(new MemoryStream(_corpus!.Bytes), "bench");

    private async Task<long> DetectAsync(AnomalyDetectorBuilder builder)
    {
        using AnomalyDetector detector = builder.Build();
        long anomalies = 0;
        await foreach (Detection detection in detector.DetectAsync(Source()))
        {
            anomalies += detection.IsAnomaly ? 1 : 0;
        }

        return anomalies;
    }

    private sealed class Columns : ManualConfig
    {
        public Columns() => AddColumn(new LineRateColumn(), new ByteRateColumn());
    }
}
