using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using LogGuardian.Inference;

namespace LogGuardian.Tests.Inference.Tokenizers;

public sealed class TokenizerTests
{
    private static readonly string[] Bert =
    [
        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "want", "##want", "##ed", "wa", "un", "runn", "##ing", ",", "low", "lowest", "the", "a", "##a", "b", "cafe", "\u4f60", "$", "+", "~", "c",
    ];

    private static readonly string[] Lines = ["connection from host closed", "connection refused by host 10.0.0.1:50010", "error: disk full on /dev/sda1", "Don't stop, we'll retry 1234 times"];

    [Theory]
    [InlineData("UNwant\u00e9d,running", "2 9 6 7 12 10 11 3")]
    [InlineData("wanted\ta\nb", "2 5 7 16 18 3")]
    [InlineData("un\u200bwant\u0000ed", "2 9 6 7 3")]
    [InlineData("Caf\u00e9 CAFE\u0301", "2 19 19 3")]
    [InlineData("a\u4f60b\U00020000c", "2 16 20 18 1 24 3")]
    [InlineData("$+~a", "2 21 22 23 16 3")]
    [InlineData("low lowest lower", "2 13 14 1 3")]
    [InlineData("[MASK] [mask]", "2 4 1 1 1 3")]
    [InlineData("", "2 3")]
    public void Encode_Bert_GivesKnownIds(string text, string expected) => Assert.Equal(expected, Ids(OpenBert(), text));

    [Fact]
    public void Encode_Cased_KeepsCapitalsAndAccents() =>
        Assert.Equal("2 1 19 1 3", Ids(OpenBert(lowerCase: false), "Cafe cafe caf\u00e9"));

    [Fact]
    public void Encode_WordOfMoreThanHundredCharacters_IsUnknown() =>
        Assert.Equal("2 1 3", Ids(OpenBert(), new string('a', 101)));

    [Fact]
    public void Encode_WordOfHundredCharacters_IsCut() => Assert.Equal(102, Ids(OpenBert(), new string('a', 100)).Split(' ').Length);

    [Theory]
    [InlineData(2, "2 3")]
    [InlineData(3, "2 5 3")]
    [InlineData(4, "2 5 7 3")]
    [InlineData(9, "2 5 7 16 18 3")]
    public void Encode_LittleRoom_CutsBeforeTheLastSpecialToken(int room, string expected) => Assert.Equal(expected, Ids(OpenBert(), "wanted a b", room));

    [Fact]
    public void Encode_NoRoomForSpecialTokens_Throws() => Assert.Contains("2 special", Assert.Throws<ArgumentException>(() => OpenBert().Encode("a"u8, new int[1])).Message, StringComparison.Ordinal);

    [Fact]
    public void Encode_WithoutSpecialTokens_HasTheTextAlone()
    {
        Tokenizer tokenizer = Tokenizer.Open(TokenizerKind.WordPiece, Utf8(string.Join('\n', Bert)), new TokenizerOptions { AddSpecialTokens = false });
        Assert.Equal("16 18", Ids(tokenizer, "a b"));
        Assert.Equal(0, tokenizer.PadId);
        Assert.Equal(Bert.Length, tokenizer.Count);
    }

    [Fact]
    public void Encode_WordPieceOnceWarm_AllocatesNothing()
    {
        Tokenizer tokenizer = OpenBert();
        byte[][] texts = [.. new[] { "wanted, running a $ b", "Caf\u00e9 \u4f60", "\u00ff" }.Select(Encoding.UTF8.GetBytes), [0xFF, (byte)'a']];
        int[] ids = new int[64];
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 50; i++)
        {
            Run();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run()
        {
            foreach (byte[] text in texts)
            {
                tokenizer.Encode(text, ids);
            }
        }
    }

    [Fact]
    public void Encode_AnyBytes_GivesIdsInRangeWithinTheRoom()
    {
        Tokenizer[] tokenizers = [.. All().Select(one => one.Tokenizer)];
        Gen.Select(Gen.OneOf(Gen.Byte, Gen.Const("aE0 '\t\n.<s>\u2581\u00e9\u4f60"u8.ToArray()).SelectMany(some => Gen.Int[0, some.Length - 1].Select(i => some[i]))).Array[0, 200], Gen.Int[4, 80]).Sample((bytes, room) =>
        {
            foreach (Tokenizer tokenizer in tokenizers)
            {
                int[] ids = new int[room];
                int count = tokenizer.Encode(bytes, ids);
                int[] more = new int[4096];
                int whole = tokenizer.Encode(bytes, more);
                int[] replaced = new int[4096];
                int same = tokenizer.Encode(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes)), replaced);
                Assert.Equal(Math.Min(whole, room), count);
                Assert.All(ids.Take(count), id => Assert.InRange(id, 0, tokenizer.Count - 1));
                Assert.Equal(more.Take(whole), replaced.Take(same));
            }
        }, iter: 300);
    }

    [Fact]
    public void Encode_ManyThreads_GivesTheSame()
    {
        foreach ((string name, Tokenizer tokenizer) in All())
        {
            string[] expected = [.. Lines.Select(line => Ids(tokenizer, line))];
            Parallel.For(0, 200, i => Assert.True(expected[i % Lines.Length] == Ids(tokenizer, Lines[i % Lines.Length]), name));
        }
    }

    [Fact]
    public async Task Encode_HostileText_Ends()
    {
        string[] texts = [new string(' ', 100_000), new string('a', 100_000), new string('\n', 100_000) + "x", string.Concat(Enumerable.Repeat("' ", 50_000)), string.Concat(Enumerable.Repeat("ab", 50_000))];
        int[] ids = new int[200_000];
        await Task.Run(() =>
        {
            foreach ((_, Tokenizer tokenizer) in All())
            {
                Assert.All(texts, text => Assert.InRange(tokenizer.Encode(Encoding.UTF8.GetBytes(text), ids), 0, Tokenizer.MaxTextBytes + 3));
            }
        }).WaitAsync(TimeSpan.FromMinutes(2));
    }

    private static IEnumerable<(string Name, Tokenizer Tokenizer)> All()
    {
        yield return ("bert", OpenBert());
        yield return ("gpt2", Open(TrainedTokenizers.Gpt2(Lines)));
        yield return ("llama3", Open(TrainedTokenizers.Modern(Lines, TrainedTokenizers.Llama3Pattern, null)));
        yield return ("llama2", Open(TrainedTokenizers.Llama2(Lines)));
        yield return ("unigram", Open(TrainedTokenizers.Unigram(Lines)));
    }

    private static Tokenizer OpenBert(bool lowerCase = true) =>
        Tokenizer.Open(TokenizerKind.WordPiece, Utf8(string.Join("\r\n", Bert) + "\r\n"), new TokenizerOptions { LowerCase = lowerCase });

    private static Tokenizer Open(JsonObject json) => Tokenizer.Open(TokenizerKind.Json, Utf8(json.ToJsonString()), new TokenizerOptions());

    private static MemoryStream Utf8(string text) => new(Encoding.UTF8.GetBytes(text));

    private static string Ids(Tokenizer tokenizer, string text, int room = 512)
    {
        int[] ids = new int[room];
        return string.Join(' ', ids.Take(tokenizer.Encode(Encoding.UTF8.GetBytes(text), ids)));
    }
}
