using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using LogGuardian.Inference;

namespace LogGuardian.Tests.Inference.Tokenizers;

/// <summary>A SentencePiece model gives the same ids as the same vocabulary in <c>tokenizer.json</c>.</summary>
public sealed class SentencePieceTests
{
    private const int UnigramKind = 1;
    private const int BytePairKind = 2;

    private static readonly string[] Lines =
    [
        "connection from host closed", "connection refused by host 10.1.23.4:50010", "error: disk full on /dev/sda1", "retry 1234 times, then stop",
        "\u00fcber \u4f60\u597d caf\u00e9 \U0001f680\U0001f44d x", "a", "CE sym 2, at 0x0b85eee0, mask 0x05", "refused refused closed hostconnection",
    ];

    [Fact]
    public void Encode_Unigram_GivesTheIdsOfTheJson()
    {
        JsonObject json = TrainedTokenizers.Unigram(Lines);
        json["normalizer"] = null;
        JsonArray vocabulary = json["model"]!["vocab"]!.AsArray();
        byte[] model = Model(UnigramKind, vocabulary.Select((token, id) => (token![0]!.GetValue<string>(), (float)token[1]!.GetValue<double>(), id)), unknown: 3, begin: 0, end: 2);
        AssertSame(json, model, before: 0, after: 1);
    }

    [Fact]
    public void Encode_BytePairs_GivesTheIdsOfTheJson()
    {
        JsonObject json = TrainedTokenizers.Llama2(Lines);
        JsonObject vocabulary = json["model"]!["vocab"]!.AsObject();
        string[] joined = [.. json["model"]!["merges"]!.AsArray().Select(merge => merge!.GetValue<string>().Replace(" ", "", StringComparison.Ordinal)).Distinct()];

        // SentencePiece joins all neighbours that make a token, not only the pairs by which it was learned.
        json["model"]!["merges"] = new JsonArray([.. joined.SelectMany(token => Enumerable.Range(1, token.Length - 1)
            .Where(cut => vocabulary.ContainsKey(token[..cut]) && vocabulary.ContainsKey(token[cut..])).Select(cut => (JsonNode)new JsonArray(token[..cut], token[cut..])))]);
        byte[] model = Model(
            BytePairKind, vocabulary.Select((token, id) => (token.Key, (float)-(Array.IndexOf(joined, token.Key) is >= 0 and int rank ? rank : 10_000), id)), unknown: 0, begin: 1, end: 2);
        AssertSame(json, model, before: 1, after: 0);
    }

    private static void AssertSame(JsonObject json, byte[] model, int before, int after)
    {
        Tokenizer expected = Tokenizer.Open(TokenizerKind.Json, new MemoryStream(Encoding.UTF8.GetBytes(json.ToJsonString())), new TokenizerOptions { AddSpecialTokens = false });
        Tokenizer library = Tokenizer.Open(TokenizerKind.SentencePiece, new MemoryStream(model), new TokenizerOptions { AddSpecialTokens = false });
        Tokenizer whole = Tokenizer.Open(TokenizerKind.SentencePiece, new MemoryStream(model), new TokenizerOptions());
        Assert.Equal(expected.Count, library.Count);
        int[] ids = new int[512];
        int[] other = new int[512];
        foreach (string line in Lines)
        {
            byte[] text = Encoding.UTF8.GetBytes(line);
            int[] own = ids[..expected.Encode(text, ids)];
            Assert.Equal(own, other[..library.Encode(text, other)]);
            int count = whole.Encode(text, other);
            Assert.Equal(own.Length + before + after, count);
            Assert.Equal(own, other[before..(count - after)]);
            Assert.Equal(Math.Min(5, count), whole.Encode(text, other.AsSpan(0, 5)));
        }
    }

    /// <summary>A model as the protocol buffers of SentencePiece have it.</summary>
    private static byte[] Model(int kind, IEnumerable<(string Text, float Score, int Id)> pieces, int unknown, int begin, int end)
    {
        var file = new List<byte>();
        foreach ((string text, float score, int id) in pieces)
        {
            byte[] number = new byte[4];
            BinaryPrimitives.WriteSingleLittleEndian(number, score);
            int type = id == unknown ? 2 : id == begin || id == end ? 3 : text.StartsWith("<0x", StringComparison.Ordinal) ? 6 : 1;
            Field(file, 1, [.. Bytes(1, Encoding.UTF8.GetBytes(text)), (2 << 3) | 5, .. number, .. Number(3, type)]);
        }

        Field(file, 2, [.. Number(3, kind), .. Number(35, kind == BytePairKind ? 1 : 0), .. Number(40, unknown), .. Number(41, begin), .. Number(42, end)]);
        Field(file, 3, [.. Bytes(1, "identity"u8.ToArray()), .. Number(3, 1), .. Number(4, 0), .. Number(5, 1)]);
        return [.. file];
    }

    private static void Field(List<byte> file, int field, byte[] message) => file.AddRange(Bytes(field, message));

    private static byte[] Bytes(int field, byte[] value) => [.. Varint((field << 3) | 2), .. Varint(value.Length), .. value];

    private static byte[] Number(int field, int value) => [.. Varint(field << 3), .. Varint(value)];

    private static IEnumerable<byte> Varint(int value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            yield return (byte)(value | 0x80);
        }

        yield return (byte)value;
    }
}
