using LogGuardian.Training;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LogGuardian.Tests.Training.Export;

/// <summary>Written models compute what their equations say: ONNX Runtime against plain loops over doubles.</summary>
public sealed class WrittenModelTests
{
    private static readonly long[] Ids = [2, 17, 44, 59, 5, 5, 31, 3];

    public static TheoryData<string> Decoders => [.. Shapes.Keys];

    internal static Dictionary<string, DecoderShape> Shapes { get; } = new()
    {
        ["usual"] = new DecoderShape { Layers = 2, Hidden = 64, Heads = 4, KeyHeads = 2, Intermediate = 96, Vocabulary = 40, MaxRows = 64 },
        ["one head"] = new DecoderShape { Layers = 1, Hidden = 32, Heads = 1, KeyHeads = 1, Intermediate = 48, Vocabulary = 16, MaxRows = 32, TiedEmbeddings = false },
        ["keys of their own"] = new DecoderShape { Layers = 2, Hidden = 48, Heads = 3, KeyHeads = 3, Intermediate = 64, Vocabulary = 20, MaxRows = 32, Epsilon = 1e-5 },
        ["keys for all"] = new DecoderShape { Layers = 2, Hidden = 64, Heads = 8, KeyHeads = 1, Intermediate = 64, Vocabulary = 20, MaxRows = 32 },
        ["wide heads"] = new DecoderShape { Layers = 2, Hidden = 48, Heads = 4, KeyHeads = 2, HeadSize = 32, Intermediate = 64, Vocabulary = 20, MaxRows = 32, TiedEmbeddings = false },
        ["narrow heads"] = new DecoderShape { Layers = 2, Hidden = 64, Heads = 4, KeyHeads = 2, HeadSize = 8, Intermediate = 64, Vocabulary = 20, MaxRows = 32 },
        ["qwen"] = new DecoderShape { Layers = 2, Hidden = 64, Heads = 4, KeyHeads = 2, Intermediate = 96, Vocabulary = 40, MaxRows = 64, AttentionBias = true, RopeBase = 1e6 },
        ["llama 3.1"] = new DecoderShape
        {
            Layers = 2,
            Hidden = 64,
            Heads = 2,
            KeyHeads = 1,
            Intermediate = 96,
            Vocabulary = 40,
            MaxRows = 64,
            RopeBase = 100,
            RopeScaling = new RopeScaling { Factor = 8, LowFrequency = 1, HighFrequency = 4, OriginalRows = 64 },
            TiedEmbeddings = false,
        },
        ["stretched"] = new DecoderShape { Layers = 2, Hidden = 64, Heads = 2, KeyHeads = 2, Intermediate = 64, Vocabulary = 20, MaxRows = 64, RopeScaling = new RopeScaling { Factor = 4 } },
    };

    [Theory]
    [InlineData(1, 16, 1, 64, 1e-12)]
    [InlineData(2, 48, 3, 80, 1e-12)]
    [InlineData(3, 64, 8, 256, 1e-5)]
    public void Encoder_OfEveryShape_IsItsEquations(int layers, int hidden, int heads, int intermediate, double epsilon)
    {
        var shape = new EncoderShape { Layers = layers, Hidden = hidden, Heads = heads, Intermediate = intermediate, Vocabulary = 60, MaxTokens = 16, Epsilon = epsilon };
        Dictionary<string, Weight> weights = SampleWeights.Encoder(shape);
        double[] expected = [.. ReferenceTransformer.Encode(shape, weights, Ids).SelectMany(row => row)];
        Same(expected, Run(new EncoderModel(shape, weights).ToGraph(), Tokens()));
        Alike(expected, Run((new EncoderModel(shape, weights) with { Quantized = true }).ToGraph(), Tokens()));
    }

    [Theory]
    [MemberData(nameof(Decoders))]
    public void Decoder_OfEveryShape_IsItsEquations(string name)
    {
        DecoderShape shape = Shapes[name];
        Dictionary<string, Weight> weights = SampleWeights.Decoder(shape);
        double[][] rows = Rows(SampleWeights.Rows(25, shape.Hidden, 4));
        double[][] expected = ReferenceTransformer.Decode(shape, weights, rows);
        var model = new DecoderModel(shape, weights);
        Same([.. expected.SelectMany(row => row)], Run((model with { AllRows = true }).ToGraph(), Embeddings(rows)));
        Same(expected[^1], Run(model.ToGraph(), Embeddings(rows)));
        Same([expected[^1][7], expected[^1][3]], Run((model with { Tokens = [7, 3] }).ToGraph(), Embeddings(rows)));
        Alike(expected[^1], Run((model with { Quantized = true }).ToGraph(), Embeddings(rows)));
    }

    [Theory]
    [InlineData("llama 3.1")]
    [InlineData("stretched")]
    public void Scaling_OfTheseShapes_ChangesWhatIsCompared(string name)
    {
        DecoderShape shape = Shapes[name];
        Dictionary<string, Weight> weights = SampleWeights.Decoder(shape);
        double[][] rows = Rows(SampleWeights.Rows(25, shape.Hidden, 4));
        double[] plain = ReferenceTransformer.Decode(shape with { RopeScaling = null }, weights, rows)[^1];
        Assert.True(ReferenceTransformer.Decode(shape, weights, rows)[^1].Zip(plain, (a, b) => Math.Abs(a - b)).Max() > 1e-3);
    }

    [Fact]
    public void Decoder_WithPromptAndProjectorInside_IsItsEquations()
    {
        DecoderShape shape = Shapes["usual"];
        Dictionary<string, Weight> weights = SampleWeights.Decoder(shape);
        Dictionary<string, Weight> projector = SampleWeights.Projector(24, 64);
        (Weight before, Weight after) = (SampleWeights.Rows(3, 64, 5), SampleWeights.Rows(4, 64, 6));
        float[][] vectors = [.. SampleWeights.Rows(6, 24, 7).Values.Chunk(24)];
        double[][] rows = [.. Rows(before), .. vectors.Select(vector => ReferenceTransformer.Project(projector, vector)), .. Rows(after)];
        var model = new DecoderModel(shape, weights) { Folded = new FoldedPrompt(new ProjectorModel(24, 64, projector), before, after), Tokens = [0, 39] };
        double[] expected = ReferenceTransformer.Decode(shape, weights, rows)[^1];
        Same([expected[0], expected[39]], Run(model.ToGraph(), [Real("message_vectors", [.. vectors.SelectMany(vector => vector)], 1, 6, 24)]));
    }

    [Fact]
    public void Projector_IsItsEquation()
    {
        Dictionary<string, Weight> weights = SampleWeights.Projector(70, 45);
        float[][] vectors = [.. SampleWeights.Rows(3, 70, 8).Values.Chunk(70)];
        Same([.. vectors.SelectMany(vector => ReferenceTransformer.Project(weights, vector))], Run(new ProjectorModel(70, 45, weights).ToGraph(), [Real("vectors", [.. vectors.SelectMany(vector => vector)], 3, 70)]));
    }

    private static double[][] Rows(Weight rows) => [.. rows.Values.Chunk((int)rows.Shape[1]).Select(row => row.Select(value => (double)value).ToArray())];

    private static NamedOnnxValue[] Tokens() =>
        [NamedOnnxValue.CreateFromTensor("input_ids", new DenseTensor<long>(Ids, [1, Ids.Length])), Ones(Ids.Length)];

    private static NamedOnnxValue[] Embeddings(double[][] rows) =>
        [Real("inputs_embeds", [.. rows.SelectMany(row => row.Select(value => (float)value))], 1, rows.Length, rows[0].Length), Ones(rows.Length)];

    private static NamedOnnxValue Ones(int count)
    {
        long[] ones = new long[count];
        Array.Fill(ones, 1);
        return NamedOnnxValue.CreateFromTensor("attention_mask", new DenseTensor<long>(ones, [1, count]));
    }

    private static NamedOnnxValue Real(string name, float[] values, params int[] shape) => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(values, shape));

    private static float[] Run(OnnxGraph graph, IReadOnlyCollection<NamedOnnxValue> inputs)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        using var session = new InferenceSession(graph.ToArray(), options);
        using var outputs = session.Run(inputs);
        return [.. outputs[0].AsEnumerable<float>()];
    }

    private static void Same(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second - pair.First, -1e-5 * Math.Max(1, Math.Abs(pair.First)), 1e-5 * Math.Max(1, Math.Abs(pair.First))));
    }

    private static void Alike(double[] expected, float[] actual)
    {
        double product = expected.Zip(actual, (e, a) => e * a).Sum();
        double cosine = product / Math.Sqrt(expected.Sum(e => e * e) * actual.Sum(a => (double)a * a));
        Assert.InRange(cosine, 0.998, 1.0001);
        Assert.NotEqual(expected.Select(e => (float)e), actual);
    }
}
