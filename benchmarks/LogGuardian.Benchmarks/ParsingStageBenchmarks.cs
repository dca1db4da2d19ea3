using System.IO.Hashing;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using LogGuardian.Parsing;

namespace LogGuardian.Benchmarks;

/// <summary>
/// Nanoseconds a line of each stage of parsing: bytes, line, header, masks, template; known templates. The search for line breaks is the baseline, and
/// splitting the content at spaces and hashing each word is what any parser must do at least. Run on one core: <c>taskset -c 1 dotnet run …</c>.
/// </summary>
[MemoryDiagnoser]
[Config(typeof(Columns))]
public class ParsingStageBenchmarks
{
    private readonly LineScanner _scanner = new();
    private readonly LineScratch _scratch = new();
    private readonly TemplateMiner _miner = new(4, 16_384);
    private readonly TemplateParser _parser = new(new ParsingOptions(), TimeProvider.System);
    private Corpus _corpus = Corpus.Load(Corpus.Names.First());

    [ParamsSource(nameof(Logs))]
    public string Log { get; set; } = "";

    public static IEnumerable<string> Logs => Corpus.Names;

    [GlobalSetup]
    public void Setup()
    {
        _corpus = Corpus.Load(Log);
        _parser.Observe("bench", _corpus.Lines.AsSpan(0, 200));
        RawToTemplate();
        ContentToTemplate();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Corpus.Count)]
    public int FindLineBreaks()
    {
        int lines = 0;
        for (ReadOnlySpan<byte> rest = _corpus.Bytes; !rest.IsEmpty; lines++)
        {
            rest = rest[(rest.IndexOf((byte)'\n') + 1)..];
        }

        return lines;
    }

    [Benchmark(OperationsPerInvoke = Corpus.Count)]
    public ulong SplitAndHash()
    {
        ulong hash = 0;
        foreach (ReadOnlyMemory<byte> content in _corpus.Contents)
        {
            foreach (Range word in content.Span.Split((byte)' '))
            {
                hash += XxHash3.HashToUInt64(content.Span[word]);
            }
        }

        return hash;
    }

    [Benchmark(OperationsPerInvoke = Corpus.Count)]
    public long Header()
    {
        long bytes = 0;
        foreach (ref readonly LogLine line in _corpus.Lines.AsSpan())
        {
            _corpus.Format.TryRead(line, out HeaderReading reading);
            bytes += reading.Content.Length;
        }

        return bytes;
    }

    [Benchmark(OperationsPerInvoke = Corpus.Count)]
    public ulong Masks()
    {
        ulong hash = 0;
        foreach (ReadOnlyMemory<byte> content in _corpus.Contents)
        {
            hash += _scanner.Scan(content.Span);
        }

        return hash;
    }

    [Benchmark(OperationsPerInvoke = Corpus.Count)]
    public ulong ContentToTemplate()
    {
        ulong ids = 0;
        foreach (ReadOnlyMemory<byte> content in _corpus.Contents)
        {
            ids += _miner.Match(content.Span, _scratch).Template.Id.Value;
        }

        return ids;
    }

    [Benchmark(OperationsPerInvoke = Corpus.Count)]
    public ulong RawToTemplate()
    {
        ulong ids = 0;
        foreach (ref readonly LogLine line in _corpus.Lines.AsSpan())
        {
            _parser.TryParse(line, out ParsedLog parsed);
            ids += parsed.Template.Id.Value;
        }

        return ids;
    }

    private sealed class Columns : ManualConfig
    {
        public Columns() => AddColumn(new LineRateColumn(), new ByteRateColumn());
    }
}
