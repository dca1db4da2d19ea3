using LogGuardian.Tests.Core.Sources;
using LogGuardian.Training;

namespace LogGuardian.Tests.Training.Export;

public sealed class OnnxGraphTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Message_WithPartsThatAreMadeLater_IsTheSameBytes()
    {
        byte[] large = [.. Enumerable.Range(0, 300).Select(i => (byte)i)];
        ProtoMessage Nested(bool later)
        {
            ProtoMessage inner = new ProtoMessage().Add(1, 300);
            inner = later ? inner.Add(2, large.Length, stream => stream.Write(large)) : inner.Add(2, large);
            return new ProtoMessage().Add(3, "a").Add(4, inner.Add(5, 1.5f)).Add(6, new ProtoMessage().Add(1, -1)).Add(7, 7);
        }

        byte[] bytes = Nested(later: true).ToArray();
        Assert.Equal(Nested(later: false).ToArray(), bytes);
        Assert.Equal(bytes.Length, Nested(later: true).Length);
        Assert.Equal([0x1A, 0x01, (byte)'a', 0x22, 0xB7, 0x02, 0x08, 0xAC, 0x02, 0x12, 0xAC, 0x02], bytes[..12]);
    }

    [Fact]
    public void Save_OfAModelOfMoreThan2GiB_RefusesWithoutItsMemory()
    {
        // All layers share the arrays of one: ten gibibytes of model in forty megabytes.
        var shape = new DecoderShape { Layers = 256, Hidden = 1024, Heads = 8, KeyHeads = 8, Intermediate = 2048, Vocabulary = 16, MaxRows = 16 };
        Dictionary<string, Weight> shared = [];
        var weights = DecoderModel.Wanted(shape).ToDictionary(weight => weight.Name, weight =>
        {
            string key = string.Join(',', weight.Shape);
            return shared.TryGetValue(key, out Weight? found) ? found : shared[key] = new Weight(weight.Shape, new float[weight.Shape.Aggregate(1L, (product, size) => product * size)]);
        });
        string path = Path.Combine(_folder.Path, "decoder.onnx");
        File.WriteAllText(path, "old");
        long before = GC.GetAllocatedBytesForCurrentThread();
        var e = Assert.Throws<InvalidOperationException>(() => new DecoderModel(shape, weights).ToGraph().Save(path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16_000_000);
        Assert.Matches("^decoder.onnx would have 1[01][0-9]{9} bytes; an ONNX file has less than 2 GiB .* Export it quantized", e.Message);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.EnumerateFiles(_folder.Path));
    }

    [Fact]
    public void Save_ThatFailsMidway_LeavesTheOldFileAndNothingElse()
    {
        string path = Path.Combine(_folder.Path, "model.onnx");
        File.WriteAllText(path, "old");
        var graph = new OnnxGraph();
        graph.Constant(OnnxGraph.F32, 8, _ => throw new IOException("The disk is full."), 2);
        Assert.Throws<IOException>(() => graph.Save(path));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.EnumerateFiles(_folder.Path));
    }

    [Fact]
    public void Encoder_OfWeightsThatDoNotFit_SaysAllAtOnce()
    {
        var shape = new EncoderShape { Layers = 1, Hidden = 16, Heads = 2, Intermediate = 32, Vocabulary = 20, MaxTokens = 16 };
        Dictionary<string, Weight> weights = SampleWeights.Encoder(shape);
        weights["pooler.dense.weight"] = new Weight([16, 16], new float[256]);
        new EncoderModel(shape, weights).ToGraph();
        weights.Remove("encoder.layer.0.attention.self.key.bias");
        weights["encoder.layer.0.output.dense.weight"] = new Weight([32, 16], new float[512]);
        weights["embeddings.LayerNorm.bias"] = new Weight([16], new float[15]);
        var e = Assert.Throws<ArgumentException>(() => new EncoderModel(shape, weights).ToGraph());
        Assert.StartsWith(
            "The weights do not fit the shape of the encoder: 'embeddings.LayerNorm.bias' is [16] with 15 values and must be [16]; 'encoder.layer.0.attention.self.key.bias' is missing, [16]; "
            + "'encoder.layer.0.output.dense.weight' is [32, 16] with 512 values and must be [16, 32]. Give the shape",
            e.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Decoder_OfNoWeights_NamesTheFirstAndCountsTheRest()
    {
        var e = Assert.Throws<ArgumentException>(() => new DecoderModel(new DecoderShape { Layers = 1 }, new Dictionary<string, Weight>()).ToGraph());
        Assert.Contains("'model.embed_tokens.weight' is missing, [4096, 128]", e.Message, StringComparison.Ordinal);
        Assert.Contains("; and 6 more.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decoder_OfATokenThatIsNotThere_IsRefused()
    {
        DecoderShape shape = WrittenModelTests.Shapes["one head"];
        var model = new DecoderModel(shape, SampleWeights.Decoder(shape)) { Tokens = [16, 0] };
        var e = Assert.Throws<ArgumentOutOfRangeException>(() => model.ToGraph());
        Assert.Contains("The id of a token is 16; it must be between 0 and 15", e.Message, StringComparison.Ordinal);
    }
}
