using System.Text;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using LogGuardian.Inference;
using Microsoft.ML.Tokenizers;
using Tokenizer = LogGuardian.Inference.Tokenizer;

namespace LogGuardian.Benchmarks;

/// <summary>
/// Nanoseconds a line of BERT's word pieces, at most 64 tokens a line, and of LogLLM's masks. Baseline is <c>BertTokenizer</c> of Microsoft.ML.Tokenizers, which
/// gets its lines as text and does not give the same ids: it loses symbols and joins words at tabs. The vocabulary is made of the lines.
/// </summary>
[MemoryDiagnoser]
[Config(typeof(Columns))]
public class TokenizerBenchmarks
{
    private const int MaxTokens = 64;

    private readonly int[] _ids = new int[MaxTokens];
    private readonly MessageText _masks = new(MessageMasks.LogLlm);
    private Corpus _corpus = Corpus.Load(Corpus.Names.First());
    private string[] _texts = [];
    private ParsedLog[] _logs = [];
    private Tokenizer? _own;
    private BertTokenizer? _library;

    [ParamsSource(nameof(Logs))]
    public string Log { get; set; } = "";

    public static IEnumerable<string> Logs => Corpus.Names;

    [GlobalSetup]
    public void Setup()
    {
        _corpus = Corpus.Load(Log);
        _texts = [.. _corpus.Contents.Select(content => Encoding.UTF8.GetString(content.Span))];
        _logs = [.. _corpus.Lines.Zip(_corpus.Contents, (line, content) => new ParsedLog(line, content, LogTemplate.Unseen, default))];
        byte[] vocabulary = Encoding.UTF8.GetBytes(string.Join('\n', Vocabulary()));
        _own = Tokenizer.Open(TokenizerKind.WordPiece, new MemoryStream(vocabulary), new TokenizerOptions());
        _library = BertTokenizer.Create(new MemoryStream(vocabulary));
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Corpus.Count)]
    public long LibraryWordPiece()
    {
        long sum = 0;
        foreach (string text in _texts)
        {
            sum += _library!.EncodeToIds(text, MaxTokens, out _, out _).Count;
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Corpus.Count)]
    public long WordPiece()
    {
        long sum = 0;
        foreach (ReadOnlyMemory<byte> content in _corpus.Contents)
        {
            sum += _own!.Encode(content.Span, _ids);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Corpus.Count)]
    public UInt128 LogLlmKey()
    {
        UInt128 sum = 0;
        foreach (ref readonly ParsedLog log in _logs.AsSpan())
        {
            sum += _masks.KeyOf(log);
        }

        return sum;
    }

    /// <summary>All characters, the commonest words and their ends: as many pieces a word as with a published vocabulary, about.</summary>
    private IEnumerable<string> Vocabulary()
    {
        string[] words = [.. _texts.Take(2000).SelectMany(text => text.ToLowerInvariant().Split([' ', ':', '/', '.', ',', '[', ']', '(', ')', '=', '_', '-'], StringSplitOptions.RemoveEmptyEntries))
            .CountBy(word => word).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(2000).Select(pair => pair.Key)];
        IEnumerable<string> characters = Enumerable.Range(33, 94).Select(c => ((char)c).ToString());
        IEnumerable<string> numbers = Enumerable.Range(10, 990).Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return new[] { "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]" }
            .Concat(characters).Concat(characters.Concat(numbers).Select(c => "##" + c)).Concat(numbers).Concat(words)
            .Concat(words.Where(word => word.Length > 3).Select(word => "##" + word[^3..])).Distinct();
    }

    private sealed class Columns : ManualConfig
    {
        public Columns() => AddColumn(new LineRateColumn(), new ByteRateColumn());
    }
}
