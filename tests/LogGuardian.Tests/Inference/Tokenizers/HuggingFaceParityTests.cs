using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LogGuardian.Inference;
using LogGuardian.Tests.Conventions;

namespace LogGuardian.Tests.Inference.Tokenizers;

/// <summary>The same ids as Hugging Face's own tokenizers, over real lines and unusual ones.</summary>
public sealed class HuggingFaceParityTests
{
    private const int Lines = 100_000;

    [SkippableTheory]
    [InlineData("wordpiece-uncased")]
    [InlineData("wordpiece-cased")]
    [InlineData("gpt2")]
    [InlineData("llama3")]
    [InlineData("qwen")]
    [InlineData("llama2")]
    [InlineData("unigram")]
    public void Encode_RealLines_GivesTheIdsOfHuggingFace(string kind)
    {
        string modules = RequireModules();
        string[] real = RealLines.Take(Lines);
        Assert.True(real.Length >= Lines, $"{real.Length} lines are too few to tell anything.");
        string[] lines = [.. RealLines.Unusual.Concat(real).Where(line => IsComparable(kind, line))];
        JsonObject definition = Train(kind, real, out string[] vocabulary);
        string[] expected = Reference(modules, definition, lines);

        Tokenizer tokenizer = Tokenizer.Open(TokenizerKind.Json, new MemoryStream(Encoding.UTF8.GetBytes(definition.ToJsonString())), new TokenizerOptions());
        AssertSame(tokenizer, lines, expected);
        if (vocabulary.Length > 0)
        {
            byte[] file = Encoding.UTF8.GetBytes(string.Join('\n', vocabulary));
            AssertSame(Tokenizer.Open(TokenizerKind.WordPiece, new MemoryStream(file), new TokenizerOptions { LowerCase = kind == "wordpiece-uncased" }), lines, expected);
        }
    }

    /// <summary>
    /// Where the library in JavaScript differs from the one in Rust, which models are run with, the latter counts: capital sigma has one lower case, Chinese
    /// characters beyond the basic plane stand alone, U+0085 is white space and U+FEFF is none.
    /// </summary>
    private static bool IsComparable(string kind, string line) => kind switch
    {
        "gpt2" => !line.AsSpan().ContainsAny('\u0085', '\ufeff'),
        _ => true,
    };

    private static JsonObject Train(string kind, string[] lines, out string[] vocabulary)
    {
        bool lowerCase = kind == "wordpiece-uncased";
        vocabulary = kind.StartsWith("wordpiece", StringComparison.Ordinal) ? TrainedTokenizers.WordPieces(lines, lowerCase) : [];
        return kind switch
        {
            "gpt2" => TrainedTokenizers.Gpt2(lines),
            "llama3" => TrainedTokenizers.Modern(lines, TrainedTokenizers.Llama3Pattern, normalizer: null),
            "qwen" => TrainedTokenizers.Modern(lines, TrainedTokenizers.QwenPattern, "NFC"),
            "llama2" => TrainedTokenizers.Llama2(lines),
            "unigram" => TrainedTokenizers.Unigram(lines),
            _ => TrainedTokenizers.WordPiece(vocabulary, lowerCase),
        };
    }

    private static void AssertSame(Tokenizer tokenizer, string[] lines, string[] expected)
    {
        int[] ids = new int[131_072];
        var known = new HashSet<int>();
        Assert.Equal(lines.Length, expected.Length);
        for (int i = 0; i < lines.Length; i++)
        {
            int count = tokenizer.Encode(Encoding.UTF8.GetBytes(lines[i]), ids);
            string own = string.Join(' ', ids.Take(count).Select(id => id.ToString(CultureInfo.InvariantCulture)));
            Assert.True(own == expected[i], $"Line {i}, {JsonSerializer.Serialize(lines[i])}: {own} instead of {expected[i]}.");
            known.UnionWith(ids.AsSpan(0, count).ToArray());
        }

        Assert.True(known.Count > 300, $"Only {known.Count} different ids came: the vocabulary does not fit the lines.");
    }

    private static string RequireModules()
    {
        string? modules = Environment.GetEnvironmentVariable("LOGGUARDIAN_HF_TOKENIZERS");
        Skip.If(string.IsNullOrEmpty(modules), "LOGGUARDIAN_HF_TOKENIZERS is not set; it names a node_modules folder with @huggingface/tokenizers.");
        Skip.IfNot(Directory.Exists(Path.Combine(modules!, "@huggingface/tokenizers")), $"'{modules}' has no @huggingface/tokenizers; run npm install @huggingface/tokenizers@0.2.0.");
        Skip.IfNot(Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "node"))), "node is not on the PATH.");
        return modules!;
    }

    private static string[] Reference(string modules, JsonObject definition, string[] lines)
    {
        string folder = Directory.CreateTempSubdirectory("logguardian-tokenizers-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "tokenizer.json"), definition.ToJsonString());
            File.WriteAllLines(Path.Combine(folder, "lines"), lines.Select(line => JsonSerializer.Serialize(line)));
            string script = Path.Combine(Repository.Root, "tests/LogGuardian.Tests/Inference/Tokenizers/encode.mjs");
            var start = new ProcessStartInfo("node", [script, modules, Path.Combine(folder, "tokenizer.json"), Path.Combine(folder, "lines"), Path.Combine(folder, "ids")])
            {
                RedirectStandardError = true,
            };
            using Process node = Process.Start(start)!;
            string error = node.StandardError.ReadToEnd();
            node.WaitForExit();
            Assert.True(node.ExitCode == 0, $"node failed: {error}");
            return File.ReadAllLines(Path.Combine(folder, "ids"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
