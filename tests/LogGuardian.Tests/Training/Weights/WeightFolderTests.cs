using System.Runtime.InteropServices;
using LogGuardian.Training;

namespace LogGuardian.Tests.Training.Weights;

public sealed class WeightFolderTests : IDisposable
{
    private static readonly ModelConfig Encoder = new(new EncoderShape { Layers = 2, Hidden = 16, Heads = 2, Intermediate = 32, Vocabulary = 20, MaxTokens = 8 }, null);

    private static readonly ModelConfig Decoder = new(
        null,
        new DecoderShape { Layers = 2, Hidden = 16, Heads = 4, KeyHeads = 2, HeadSize = 8, Intermediate = 24, Vocabulary = 20, MaxRows = 32, AttentionBias = true, TiedEmbeddings = false });

    private readonly string _folder = Directory.CreateTempSubdirectory("weights-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(true, 1L << 30, 1)]
    [InlineData(false, 1L << 30, 1)]
    [InlineData(false, 4000L, 8)]
    [InlineData(false, 1L, 27)]
    public void Write_OfModel_ReadsTheSame(bool isEncoder, long shardBytes, int atLeast)
    {
        ModelConfig config = isEncoder ? Encoder : Decoder;
        Dictionary<string, Weight> weights = Random(config);
        WeightFolder.Write(_folder, config, weights, TensorKind.F32, shardBytes);

        using var opened = WeightFolder.Open(_folder);
        Assert.Equal(config, opened.Config);
        AssertSame(weights, opened.ReadAll());
        string[] files = Directory.GetFiles(_folder, "*.safetensors");
        Assert.True(files.Length >= atLeast, $"{files.Length} files");
        Assert.Equal(files.Length > 1, File.Exists(Path.Combine(_folder, ShardIndex.FileName)));
        Assert.All(files, file => Assert.True(files.Length == 1 || new FileInfo(file).Length < shardBytes + 4000, file));
    }

    [Fact]
    public void Write_OverOtherNumberOfFiles_LeavesNoneOfThem()
    {
        Dictionary<string, Weight> weights = Random(Decoder);
        WeightFolder.Write(_folder, Decoder, weights, TensorKind.F32, 4000);
        string[] many = Directory.GetFiles(_folder);
        WeightFolder.Write(_folder, Decoder, weights);
        Assert.Equal(["config.json", "model.safetensors"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        WeightFolder.Write(_folder, Decoder, weights, TensorKind.F32, 4000);
        Assert.Equal(many.Order(StringComparer.Ordinal), Directory.GetFiles(_folder).Order(StringComparer.Ordinal));
        using var opened = WeightFolder.Open(_folder);
        AssertSame(weights, opened.ReadAll());
    }

    [Fact]
    public void Open_OfBertWithHeads_TakesTheEncoder()
    {
        Dictionary<string, Weight> weights = Random(Encoder);
        var published = weights.ToDictionary(
            pair => "bert." + pair.Key.Replace("LayerNorm.weight", "LayerNorm.gamma", StringComparison.Ordinal).Replace("LayerNorm.bias", "LayerNorm.beta", StringComparison.Ordinal),
            pair => pair.Value);
        published["bert.embeddings.position_ids"] = new([1, 8], new float[8]);
        published["bert.pooler.dense.weight"] = new([1], [1]);
        published["cls.predictions.bias"] = new([1], [1]);
        published["classifier.weight"] = new([1], [1]);
        Put(Encoder, published);

        using var opened = WeightFolder.Open(_folder);
        AssertSame(weights, opened.ReadAll());
    }

    [Fact]
    public void Open_OfEncoderAlone_LeavesPoolerOut()
    {
        Dictionary<string, Weight> weights = Random(Encoder);
        Put(Encoder, new(weights) { ["pooler.dense.weight"] = new([1], [1]), ["cls.predictions.bias"] = new([1], [1]) });
        using var opened = WeightFolder.Open(_folder);
        AssertSame(weights, opened.ReadAll());
    }

    [Fact]
    public void Open_OfTiedDecoder_LeavesItsSecondMatrixOut()
    {
        var tied = new ModelConfig(null, Decoder.Decoder! with { TiedEmbeddings = true, AttentionBias = false });
        Dictionary<string, Weight> weights = Random(tied);
        Put(tied, new(weights) { ["lm_head.weight"] = new([1], [1]), ["model.layers.0.self_attn.rotary_emb.inv_freq"] = new([1], [1]) });
        using var opened = WeightFolder.Open(_folder);
        AssertSame(weights, opened.ReadAll());
        Assert.DoesNotContain("lm_head.weight", opened.Names);
    }

    [Fact]
    public void Open_OfOtherWeights_SaysWhich()
    {
        Dictionary<string, Weight> weights = Random(Decoder);
        Put(Decoder, new(weights.Where(pair => !pair.Key.StartsWith("model.layers.1", StringComparison.Ordinal))));
        AssertRefused("has no weight 'model.layers.1.input_layernorm.weight'; of 27 weights of its shape 12 are missing");

        Put(Decoder, new(weights) { ["model.layers.0.self_attn.q_norm.weight"] = new([1], [1]), ["model.layers.9.x"] = new([1], [1]) });
        AssertRefused("has the weight 'model.layers.0.self_attn.q_norm.weight', which its shape has not, and 1 more");

        Put(Decoder, new(weights) { ["model.norm.weight"] = new([2, 8], new float[16]), ["lm_head.weight"] = new([16, 20], new float[320]) });
        AssertRefused("has the weight 'model.norm.weight' of [2, 8]; it must be of [16]. 2 weights are");

        Put(Encoder, new(Random(Encoder)) { ["embeddings.LayerNorm.gamma"] = new([16], new float[16]) });
        AssertRefused("has the weight 'embeddings.LayerNorm.weight' twice");
    }

    [Fact]
    public void Write_OfOtherWeights_SaysWhichAndWritesNothing()
    {
        Dictionary<string, Weight> weights = Random(Encoder);
        weights.Remove("embeddings.LayerNorm.bias");
        Assert.Contains("The model has no weight 'embeddings.LayerNorm.bias'", Assert.Throws<InvalidDataException>(() => WeightFolder.Write(_folder, Encoder, weights)).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Open_OfBrokenShards_SaysWhich()
    {
        WeightFolder.Write(_folder, Decoder, Random(Decoder), TensorKind.F16, 2000);
        string index = Path.Combine(_folder, ShardIndex.FileName);
        string[] shards = [.. Directory.GetFiles(_folder, "*.safetensors").Order(StringComparer.Ordinal)];

        File.Move(shards[1], shards[1] + ".away");
        AssertRefused($"'{shards[1]}' is not there, but '{index}' says that it has");
        File.Copy(shards[0], shards[1]);
        AssertRefused($"'{shards[1]}' has no tensor 'model.");
        File.WriteAllBytes(shards[1], File.ReadAllBytes(shards[1] + ".away")[..^1]);
        AssertRefused($"'{shards[1]}' is no safetensors file, or damaged");
        File.Delete(shards[1]);
        foreach (string file in (string[])["../model.safetensors", "..\\\\model.safetensors", "/model.safetensors", "model.bin"])
        {
            File.WriteAllText(index, $$$"""{"weight_map":{"x":"{{{file}}}"}}""");
            AssertRefused("it must be in a .safetensors file of the same folder");
        }

        File.WriteAllText(index, """{"weight_map":{}}""");
        AssertRefused("weight_map names 0 files");
        File.WriteAllText(index, """{"weight_map":{"x":1}}""");
        AssertRefused("x is 1; it must be a text");
        File.WriteAllText(index, "{}");
        AssertRefused("weight_map is not there");
        File.Delete(index);
        AssertRefused("has neither model.safetensors nor model.safetensors.index.json");
    }

    [Fact]
    public void Of_PublishedShapes_CountsTheirWeights()
    {
        Assert.Equal(108_891_648L, Count(WeightLayout.Of(EncoderShape.BertBase)));
        Assert.Equal(8_030_261_248L, Count(WeightLayout.Of(DecoderShape.Llama3)));
    }

    private static long Count(IReadOnlyDictionary<string, long[]> layout) => layout.Values.Sum(shape => shape.Aggregate(1L, (product, dimension) => product * dimension));

    private static void AssertSame(Dictionary<string, Weight> expected, IReadOnlyDictionary<string, Weight> found)
    {
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), found.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, Weight weight) in expected)
        {
            Assert.Equal(weight.Shape, found[name].Shape);
            Assert.True(MemoryMarshal.AsBytes(weight.Values.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(found[name].Values.AsSpan())), name);
        }
    }

    private static Dictionary<string, Weight> Random(ModelConfig config)
    {
        var random = new Random(3);
        return (config.Encoder is { } encoder ? WeightLayout.Of(encoder) : WeightLayout.Of(config.Decoder!)).ToDictionary(
            pair => pair.Key,
            pair => new Weight(pair.Value, [.. Enumerable.Range(0, (int)pair.Value.Aggregate(1L, (product, dimension) => product * dimension)).Select(_ => random.NextSingle() - 0.5f)]));
    }

    private void Put(ModelConfig config, Dictionary<string, Weight> tensors)
    {
        config.Write(_folder, TensorKind.F32);
        SafeTensorsWriter.Write(Path.Combine(_folder, TensorFolder.FileName), tensors, TensorKind.F32);
    }

    private void AssertRefused(string why) =>
        Assert.Contains(why, Assert.Throws<InvalidDataException>(() => WeightFolder.Open(_folder)).Message, StringComparison.Ordinal);
}
