using System.Text;
using LogGuardian.Parsing;

namespace LogGuardian.Benchmarks;

/// <summary>
/// 100,000 lines of one system in memory: a generated log, which every machine has, or a published sample below LOGGUARDIAN_DATA, repeated.
/// Repeating keeps the values of a sample, so that the processor's caches see fewer of them than in the field.
/// </summary>
internal sealed class Corpus
{
    public const int Count = 100_000;
    private const string Generated = "generated";

    private Corpus(IReadOnlyList<string> texts)
    {
        Lines = [.. Enumerable.Range(0, Count).Select(i => new LogLine("bench", i + 1, Encoding.UTF8.GetBytes(texts[i % texts.Count])))];
        Bytes = Encoding.UTF8.GetBytes(string.Concat(Lines.Select(line => line + "\n")));
        Format = new FormatDetector(TimeProvider.System).Detect(Lines.AsSpan(0, 200));
        Contents = [.. Lines.Select(line => Format.TryRead(line, out HeaderReading reading) ? reading.Content : line.Raw)];
    }

    public LogLine[] Lines { get; }

    /// <summary>All lines in one piece, as a file holds them.</summary>
    public byte[] Bytes { get; }

    public HeaderFormat Format { get; }

    /// <summary>The lines without their headers.</summary>
    public ReadOnlyMemory<byte>[] Contents { get; }

    /// <summary>What this machine has.</summary>
    public static IEnumerable<string> Names => new[] { "HDFS", "BGL", "Hadoop", "Thunderbird" }.Where(name => File.Exists(PathOf(name))).Prepend(Generated);

    public static Corpus Load(string name) => new(name == Generated ? [.. GeneratedLog.Lines(Count)] : File.ReadAllLines(PathOf(name)));

    private static string PathOf(string name) =>
        Path.Combine(Environment.GetEnvironmentVariable("LOGGUARDIAN_DATA") ?? "", "loghub-2k", name, name + "_2k.log");
}
