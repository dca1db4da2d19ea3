using LogGuardian.Inference;
using LogGuardian.TestModels;

namespace LogGuardian.Benchmarks;

/// <summary>A bundle with pseudo-random weights in a folder of its own: what a model costs does not depend on what it knows.</summary>
internal sealed class BenchmarkBundle : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bench-bundle-").FullName;

    public BenchmarkBundle(string encoder, bool quantized, int threads, bool allRows = false)
    {
        new TestBundle(new TestBundleOptions { Encoder = ModelShape.Parse(encoder), Quantized = quantized, AllRows = allRows }).Write(_folder);
        Bundle = ModelBundle.Open(_folder, new ModelOptions { Threads = threads });
    }

    public ModelBundle Bundle { get; }

    /// <summary>Different messages of 24 tokens each, the two at the ends included.</summary>
    public static ParsedLog[] Messages(int count)
    {
        string[] words = [.. Vocabulary.Tokens.Skip(5).Where(token => token.Length > 2 && !token.StartsWith('#'))];
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(i => Log(string.Join(' ', random.GetItems(words, 22)), i))];
    }

    public void Dispose()
    {
        Bundle.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static ParsedLog Log(string text, int i)
    {
        var line = LogLine.FromText(text, i + 1);
        return new ParsedLog(line, line.Raw, new LogTemplate(new TemplateId((ulong)i + 1), text), default);
    }
}
