using LogGuardian.Tests.Training.Export;
using LogGuardian.Training;
using static TorchSharp.torch;

namespace LogGuardian.Tests.Training.Models;

/// <summary>Networks compute what their equations say: Torch against plain loops over doubles.</summary>
public sealed class ParityTests
{
    public static TheoryData<string> Decoders => WrittenModelTests.Decoders;

    [SkippableTheory]
    [InlineData(1, 16, 1, 64, 1e-12)]
    [InlineData(2, 48, 3, 80, 1e-12)]
    [InlineData(3, 64, 8, 256, 1e-5)]
    public void Encoder_OfEveryShape_IsItsEquations(int layers, int hidden, int heads, int intermediate, double epsilon)
    {
        TorchTests.Require();
        var shape = new EncoderShape { Layers = layers, Hidden = hidden, Heads = heads, Intermediate = intermediate, Vocabulary = 60, MaxTokens = 16, Epsilon = epsilon };
        Dictionary<string, Weight> weights = SampleWeights.Encoder(shape);
        using IDisposable scope = NewDisposeScope();
        using IDisposable fixedWeights = no_grad();
        using var random = new Generator(1);
        using var encoder = new TextEncoder(shape, CPU, random);
        encoder.Parameters.Load(weights);

        // The second message is shorter: what fills it up must change nothing.
        long[] first = [2, 17, 44, 59, 5, 5, 31, 3], second = [2, 9, 44, 3];
        Tensor ids = tensor((long[])[.. first, .. second, 7, 8, 9, 10], [2, 8]);
        Tensor mask = tensor((bool[])[.. Enumerable.Repeat(true, 12), .. Enumerable.Repeat(false, 4)], [2, 8]);
        Tensor read = encoder.Encode(ids, mask);
        double[][] one = ReferenceTransformer.Encode(shape, weights, first), other = ReferenceTransformer.Encode(shape, weights, second);
        Same(one, read[0]);
        Same(other, read[1][TensorIndex.Slice(0, 4)]);
        Same([Mean(one), Mean(other)], TextEncoder.Pool(read, mask, first: false));
        Same([one[0], other[0]], TextEncoder.Pool(read, mask, first: true));
    }

    [SkippableTheory]
    [MemberData(nameof(Decoders))]
    public void Decoder_OfEveryShape_IsItsEquations(string name)
    {
        TorchTests.Require();
        DecoderShape shape = WrittenModelTests.Shapes[name];
        Dictionary<string, Weight> weights = SampleWeights.WholeDecoder(shape);
        using IDisposable scope = NewDisposeScope();
        using IDisposable fixedWeights = no_grad();
        using var random = new Generator(1);
        using var decoder = new CausalDecoder(shape, CPU, random);
        decoder.Parameters.Load(weights);
        Weight rows = SampleWeights.Rows(25, shape.Hidden, 4);
        double[][] inputs = [.. rows.Values.Chunk(shape.Hidden).Select(row => row.Select(value => (double)value).ToArray())];
        Same(ReferenceTransformer.Decode(shape, weights, inputs), decoder.Logits(decoder.Read(tensor(rows.Values, [1, 25, shape.Hidden])))[0]);

        long[] ids = [7, 1, 15, 1];
        float[] words = weights["model.embed_tokens.weight"].Values;
        double[][] embedded = [.. ids.Select(id => words.Skip((int)id * shape.Hidden).Take(shape.Hidden).Select(value => (double)value).ToArray())];
        Same(ReferenceTransformer.Decode(shape, weights, embedded), decoder.Logits(decoder.Read(decoder.Embed(tensor(ids, [1, 4]))))[0]);
    }

    [SkippableFact]
    public void Projector_IsItsEquation()
    {
        using var tiny = new TinyNetwork();
        Weight vectors = SampleWeights.Rows(3, 16, 8);
        Dictionary<string, Weight> weights = tiny.Network.Projector.ToWeights();
        Same([.. vectors.Values.Chunk(16).Select(vector => ReferenceTransformer.Project(weights, vector))], tiny.Network.Project(tensor(vectors.Values, [3, 16])));
    }

    [SkippableFact]
    public void Encode_ManyMessages_IsEachByItself()
    {
        using var tiny = new TinyNetwork();
        using IDisposable fixedWeights = no_grad();

        // More tokens than are encoded at once.
        int[][] messages = [.. Enumerable.Range(0, 1200).Select(i => tiny.Tokens[i * 5 % 7])];
        float[] all = tiny.Network.Encode(messages).data<float>().ToArray();
        for (int i = 0; i < 7; i++)
        {
            float[] alone = tiny.Network.Encode([messages[i]]).data<float>().ToArray();
            Assert.All(all.Chunk(16).Where((_, at) => at % 7 == i), vector => Assert.All(vector.Zip(alone), pair => Assert.Equal(pair.Second, pair.First, 1e-5)));
        }
    }

    private static double[] Mean(double[][] rows) => [.. Enumerable.Range(0, rows[0].Length).Select(i => rows.Average(row => row[i]))];

    private static void Same(double[][] expected, Tensor actual)
    {
        Assert.Equal([expected.Length, expected[0].Length], actual.shape);
        float[] numbers = actual.contiguous().data<float>().ToArray();
        Assert.All(expected.SelectMany(row => row).Zip(numbers), pair => Assert.InRange(pair.Second - pair.First, -1e-5 * Math.Max(1, Math.Abs(pair.First)), 1e-5 * Math.Max(1, Math.Abs(pair.First))));
    }
}
