using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using LogGuardian.Inference;
using Microsoft.ML.Tokenizers;
using Tokenizer = LogGuardian.Inference.Tokenizer;

namespace LogGuardian.Tests.Inference.Tokenizers;

/// <summary>What files ask for: each step does it, and what is not supported or damaged is refused by name.</summary>
public sealed class TokenizerFileTests
{
    [Theory]
    [InlineData("""{"type":"Whitespace"}""", "ab, c!", "ab|,|c|!")]
    [InlineData("""{"type":"WhitespaceSplit"}""", " ab,\tc ", "ab,|c")]
    [InlineData("""{"type":"Punctuation"}""", "a,,b", "a|,|,|b")]
    [InlineData("""{"type":"Punctuation","behavior":"Contiguous"}""", "a,,b", "a|,,|b")]
    [InlineData("""{"type":"Punctuation","behavior":"Removed"}""", "a,,b", "a|b")]
    [InlineData("""{"type":"Punctuation","behavior":"MergedWithPrevious"}""", "a,,b", "a,|,|b")]
    [InlineData("""{"type":"Punctuation","behavior":"MergedWithNext"}""", "a,,b", "a|,|,b")]
    [InlineData("""{"type":"Digits","individual_digits":true}""", "a12", "a|1|2")]
    [InlineData("""{"type":"Digits"}""", "a12b", "a|12|b")]
    [InlineData("""{"type":"Split","pattern":{"String":" "},"behavior":"MergedWithPrevious"}""", "a b c", "a |b |c")]
    [InlineData("""{"type":"Split","pattern":{"Regex":"[a-c]+"},"behavior":"Removed","invert":true}""", "ab,é,ca", "ab|ca")]
    [InlineData("""{"type":"Split","pattern":{"Regex":"é|,"},"behavior":"Isolated"}""", "aé,b", "a|é|,|b")]
    [InlineData("""{"type":"Metaspace"}""", "a  b", "▁a|▁|▁b")]
    [InlineData("""{"type":"Metaspace","prepend_scheme":"never","split":false}""", "a b", "a▁b")]
    [InlineData("""{"type":"Metaspace","add_prefix_space":false}""", "a b", "a|▁b")]
    [InlineData("""{"type":"ByteLevel"}""", "a é", "Ġa|ĠÃ©")]
    [InlineData("""{"type":"ByteLevel","add_prefix_space":false,"use_regex":false}""", "a b", "aĠb")]
    [InlineData("""{"type":"Sequence","pretokenizers":[{"type":"WhitespaceSplit"},{"type":"Punctuation"}]}""", "a, b", "a|,|b")]
    [InlineData("""{"type":"BertPreTokenizer"}""", "a, $b", "a|,|$|b")]
    public void Split_OfJson_CutsTheText(string split, string text, string expected)
    {
        string[] pieces = expected.Split('|');
        string[] words = [.. pieces.Distinct()];
        Assert.Equal(pieces.Select(piece => 2 + Array.IndexOf(words, piece)), Encode(WordsJson(words, split: split), text));
    }

    [Theory]
    [InlineData("""{"type":"NFC"}""", "e\u0301", "\u00e9")]
    [InlineData("""{"type":"NFD"}""", "\u00e9", "e\u0301")]
    [InlineData("""{"type":"NFKC"}""", "\ufb01", "fi")]
    [InlineData("""{"type":"NFKD"}""", "\u2460", "1")]
    [InlineData("""{"type":"Lowercase"}""", "ÀB", "àb")]
    [InlineData("""{"type":"Sequence","normalizers":[{"type":"NFD"},{"type":"StripAccents"}]}""", "é", "e")]
    [InlineData("""{"type":"Strip","strip_left":true,"strip_right":false}""", "  a ", "a ")]
    [InlineData("""{"type":"Prepend","prepend":"_"}""", "a", "_a")]
    [InlineData("""{"type":"Replace","pattern":{"String":"x"},"content":"yy"}""", "axbx", "ayybyy")]
    [InlineData("""{"type":"Replace","pattern":{"Regex":" {2,}"},"content":" "}""", "é   b c", "é b c")]
    public void Normalizer_OfJson_ChangesTheText(string normalizer, string text, string expected) =>
        Assert.Equal([2], Encode(WordsJson([expected], normalizer: normalizer), text));

    [Fact]
    public void AddedTokens_StripAndSingleWord_AreFoundAsTheyAsk()
    {
        JsonObject json = WordsJson(["a", "b", " b", "x"], split: null);
        json["added_tokens"] = new JsonArray(
            new JsonObject { ["id"] = 90, ["content"] = "<m>", ["lstrip"] = true, ["special"] = true },
            new JsonObject { ["id"] = 91, ["content"] = "<r>", ["rstrip"] = true, ["special"] = true },
            new JsonObject { ["id"] = 92, ["content"] = "word", ["single_word"] = true, ["special"] = true });
        Assert.Equal([2, 90, 4, 91, 3], Encode(json, "a  <m> b<r>  b"));
        Assert.Equal([92, 1], Encode(json, "word words"));
    }

    [Theory]
    [InlineData("model", """{"type":"WordLevel","vocab":{}}""", "WordLevel")]
    [InlineData("model", """{"type":"BPE","vocab":{"a":0},"merges":["a b"]}""", "Merge 0")]
    [InlineData("model", """{"type":"BPE","vocab":{"a":0},"merges":[],"dropout":0.1}""", "dropout")]
    [InlineData("model", """{"type":"BPE","vocab":{"a":0},"merges":[],"end_of_word_suffix":"</w>"}""", "end_of_word_suffix")]
    [InlineData("model", """{"type":"Unigram","vocab":[["a",-1]]}""", "unk_id")]
    [InlineData("model", """{"type":"Unigram","unk_id":0,"vocab":[["a","x"]]}""", "Token 0")]
    [InlineData("model", """{"type":"WordPiece","unk_token":"?","vocab":{"a":0}}""", "unk_token")]
    [InlineData("model", """{"type":"WordPiece","unk_token":"a","vocab":{"a":1000000}}""", "1000000")]
    [InlineData("model", """{"type":"WordPiece","unk_token":"a","vocab":{"a":-1}}""", "-1")]
    [InlineData("normalizer", """{"type":"Precompiled","precompiled_charsmap":""}""", "sentencepiece")]
    [InlineData("normalizer", """{"type":"Nmt"}""", "Nmt")]
    [InlineData("pre_tokenizer", """{"type":"UnicodeScripts"}""", "UnicodeScripts")]
    [InlineData("pre_tokenizer", """{"type":"Split","pattern":{"Regex":"a(?=b)"},"behavior":"Isolated"}""", "a(?=b)")]
    [InlineData("pre_tokenizer", """{"type":"Split","pattern":{"String":" "},"behavior":"Odd"}""", "Odd")]
    [InlineData("post_processor", """{"type":"Odd"}""", "Odd")]
    [InlineData("post_processor", """{"type":"BertProcessing","sep":["a",7],"cls":["a",0]}""", "7")]
    [InlineData("post_processor", """{"type":"TemplateProcessing","single":[],"special_tokens":{}}""", "sequence A")]
    public void Open_UnsupportedOrWrongPart_IsRefusedByName(string part, string value, string named)
    {
        JsonObject json = WordsJson(["a"]);
        json[part] = JsonNode.Parse(value);
        Assert.Contains(named, Assert.Throws<InvalidDataException>(() => Open(TokenizerKind.Json, json.ToJsonString())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("WordPiece", "a\nb\n")]
    [InlineData("WordPiece", "")]
    [InlineData("Json", "")]
    [InlineData("Json", "[]")]
    [InlineData("Json", "{\"model\":3}")]
    [InlineData("SentencePiece", "no model")]
    [InlineData("SentencePiece", "")]
    [InlineData("Tiktoken", "")]
    [InlineData("Tiktoken", "YQ== x")]
    [InlineData("Tiktoken", "YQ== 0")]
    public void Open_WrongFile_IsRefused(string kind, string content) =>
        Assert.Throws<InvalidDataException>(() => Open(Enum.Parse<TokenizerKind>(kind), content));

    [Fact]
    public void Open_TruncatedJson_IsRefusedAtEveryLength()
    {
        string json = WordsJson(["a", "b"]).ToJsonString();
        Assert.All(Enumerable.Range(0, json.Length), length => Assert.Throws<InvalidDataException>(() => Open(TokenizerKind.Json, json[..length])));
    }

    [Fact]
    public void Open_TooLargeFile_IsRefused() => Assert.Contains("67,108,864", Assert.Throws<InvalidDataException>(
        () => Tokenizer.Open(TokenizerKind.WordPiece, new MemoryStream(new byte[Tokenizer.MaxFileBytes + 1]), new TokenizerOptions())).Message, StringComparison.Ordinal);

    [Fact]
    public void Open_TooManyTokens_IsRefused() =>
        Assert.Contains("1,000,000", Assert.Throws<InvalidDataException>(() => Open(TokenizerKind.WordPiece, new string('\n', Tokenizer.MaxVocabulary + 1))).Message, StringComparison.Ordinal);

    [Fact]
    public void Encode_Tiktoken_GivesTheIdsOfMicrosoftMlTokenizers()
    {
        string[] words = ["er", "or", "err", "error", " er", " error", "10", "100", "con", "conn", "ion", "tion", " conn", "ct", "ection", "e\u0301", "ed"];
        byte[][] tokens = [.. Enumerable.Range(0, 256).Select(b => new[] { (byte)b }), .. words.Select(Encoding.UTF8.GetBytes)];
        byte[] file = Encoding.ASCII.GetBytes(string.Concat(tokens.Select((token, rank) => string.Create(CultureInfo.InvariantCulture, $"{Convert.ToBase64String(token)} {rank}\n"))));
        Tokenizer own = Tokenizer.Open(TokenizerKind.Tiktoken, new MemoryStream(file), new TokenizerOptions());
        TiktokenTokenizer library = TiktokenTokenizer.CreateForModel("gpt-4", new MemoryStream(file));
        int[] ids = new int[4096];
        foreach (string line in RealLines.Unusual.Where(line => !line.Contains("<|", StringComparison.Ordinal)).Append("connection error 1000, errored"))
        {
            Assert.Equal(library.EncodeToIds(line), ids.Take(own.Encode(Encoding.UTF8.GetBytes(line), ids)));
        }
    }

    /// <summary>A tokenizer that knows whole words only: <c>?</c> is 1, the words are 2 and further.</summary>
    private static JsonObject WordsJson(string[] words, string? normalizer = null, string? split = null)
    {
        var vocabulary = new JsonObject { ["[PAD]"] = 0, ["?"] = 1 };
        for (int i = 0; i < words.Length; i++)
        {
            vocabulary[words[i]] = 2 + i;
        }

        return new JsonObject
        {
            ["model"] = new JsonObject { ["type"] = "WordPiece", ["unk_token"] = "?", ["vocab"] = vocabulary },
            ["normalizer"] = normalizer is null ? null : JsonNode.Parse(normalizer),
            ["pre_tokenizer"] = split is null ? null : JsonNode.Parse(split),
        };
    }

    private static Tokenizer Open(TokenizerKind kind, string content) => Tokenizer.Open(kind, new MemoryStream(Encoding.UTF8.GetBytes(content)), new TokenizerOptions());

    private static int[] Encode(JsonObject json, string text)
    {
        int[] ids = new int[64];
        return ids[..Open(TokenizerKind.Json, json.ToJsonString()).Encode(Encoding.UTF8.GetBytes(text), ids)];
    }
}
