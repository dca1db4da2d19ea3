using LogGuardian.TestModels;
using LogGuardian.Training;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LogGuardian.Tests.Inference.LogLlm;

/// <summary>The models that tests use compute what their equations say: ONNX Runtime against plain loops.</summary>
public sealed class TestModelTests
{
    private static readonly EncoderWeights Encoder = EncoderWeights.Random(new ModelShape(2, 32), 60, seed: 3);
    private static readonly DecoderWeights Decoder = DecoderWeights.Random(new ModelShape(2, 128), 64, seed: 4);
    private static readonly long[] Ids = [2, 17, 44, 59, 5, 5, 31, 3];

    [Theory]
    [InlineData(false, true, false, false)]
    [InlineData(false, false, true, false)]
    [InlineData(false, true, false, true)]
    [InlineData(true, true, false, false)]
    [InlineData(true, false, true, true)]
    public void Encoder_OfEveryForm_IsItsEquations(bool quantized, bool types, bool positions, bool sentence)
    {
        EncoderModel model = Encoder.ToModel() with { Quantized = quantized, TokenTypes = types, PositionIds = positions, SentenceEmbedding = sentence };
        double[][] rows = ReferenceModel.Encode(Encoder, Ids);
        double[] expected = sentence ? [.. rows[0].Select((_, i) => rows.Average(row => row[i]))] : [.. rows.SelectMany(row => row)];
        Compare(expected, Run(model.ToGraph(), TokenInputs(Ids, types, positions)), quantized);
    }

    [Fact]
    public void Encoder_OfAFilledUpBatch_IgnoresWhatFillsItUp()
    {
        using var session = new InferenceSession(Encoder.ToModel().ToGraph().ToArray());
        NamedOnnxValue[] inputs =
        [
            Whole("input_ids", [.. Ids, 0, 0, 0], 1, Ids.Length + 3),
            Whole("attention_mask", [.. Ids.Select(_ => 1L), 0, 0, 0], 1, Ids.Length + 3),
            Whole("token_type_ids", new long[Ids.Length + 3], 1, Ids.Length + 3),
        ];
        using var outputs = session.Run(inputs);
        double[] expected = [.. ReferenceModel.Encode(Encoder, Ids).SelectMany(row => row)];
        Compare(expected, [.. outputs[0].AsEnumerable<float>().Take(expected.Length)], quantized: false);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Projector_OfEveryDepth_IsItsEquations(int layers)
    {
        ProjectorWeights weights = ProjectorWeights.Random(32, 128, layers, seed: 5);
        double[] vector = ReferenceModel.Pool(ReferenceModel.Encode(Encoder, Ids));
        Compare(ReferenceModel.Project(weights, vector), Run(weights.ToGraph(), [Real("vectors", vector, 1, 32)]), quantized: false);
    }

    [Theory]
    [InlineData(false, false, false, false)]
    [InlineData(false, true, false, true)]
    [InlineData(false, false, true, false)]
    [InlineData(false, true, true, true)]
    [InlineData(true, false, false, false)]
    [InlineData(true, true, true, true)]
    public void Decoder_OfEveryForm_IsItsEquations(bool quantized, bool positions, bool past, bool allRows)
    {
        double[][] rows = Rows(23);
        DecoderModel model = Decoder.ToModel() with { Quantized = quantized, PositionIds = positions, Past = past, AllRows = allRows };
        double[][] expected = ReferenceModel.Decode(Decoder, rows);
        float[] actual = Run(model.ToGraph(), RowInputs(rows, positions, past));
        Compare(allRows ? [.. expected.SelectMany(row => row)] : expected[^1], actual, quantized);
    }

    [Fact]
    public void Decoder_AfterPastKeysAndValues_GoesOn()
    {
        double[][] rows = Rows(12);
        using var session = new InferenceSession((Decoder.ToModel() with { Past = true }).ToGraph().ToArray());
        using var first = session.Run(RowInputs(rows[..7], positions: false, past: true));
        NamedOnnxValue[] inputs =
        [
            Real("inputs_embeds", [.. rows[7..].SelectMany(row => row)], 1, 5, 128),
            Whole("attention_mask", [.. Enumerable.Repeat(1L, 12)], 1, 12),
            .. first.Skip(1).Select(present => NamedOnnxValue.CreateFromTensor("past_key_values" + present.Name["present".Length..], present.AsTensor<float>())),
        ];
        using var outputs = session.Run(inputs);
        Compare(ReferenceModel.Decode(Decoder, rows)[^1], [.. outputs[0].AsEnumerable<float>()], quantized: false);
    }

    [Fact]
    public void Decoder_WithPromptAndProjectorInside_IsItsEquations()
    {
        var random = new Random(6);
        ProjectorWeights projector = ProjectorWeights.Random(32, 128, 1, seed: 5);
        (Matrix before, Matrix after) = (Matrix.Random(random, 3, 128, 1), Matrix.Random(random, 4, 128, 1));
        var folded = new FoldedPrompt(projector.ToModel(), before.ToTable(), after.ToTable());
        double[][] vectors = [.. Enumerable.Range(0, 6).Select(_ => Matrix.Vector(random, 32).Select(value => (double)value).ToArray())];
        double[][] rows = [.. Wide(before), .. vectors.Select(vector => ReferenceModel.Project(projector, vector)), .. Wide(after)];
        float[] actual = Run((Decoder.ToModel() with { Folded = folded }).ToGraph(), [Real("message_vectors", [.. vectors.SelectMany(row => row)], 1, 6, 32)]);
        Compare(ReferenceModel.Decode(Decoder, rows)[^1], actual, quantized: false);
    }

    [Theory]
    [InlineData(0.1, 0.1124629160)]
    [InlineData(1, 0.8427007929)]
    [InlineData(-2.5, -0.9995930480)]
    [InlineData(3.5, 0.9999992569)]
    public void Erf_OfTheReference_IsThatOfTables(double x, double expected) => Assert.Equal(expected, ReferenceModel.Erf(x), 9);

    private static double[][] Rows(int count) => [.. Wide(Matrix.Random(new Random(9), count, 128, 1))];

    private static IEnumerable<double[]> Wide(Matrix rows) => rows.Values.Chunk(rows.Columns).Select(row => row.Select(value => (double)value).ToArray());

    private static List<NamedOnnxValue> TokenInputs(long[] ids, bool types, bool positions)
    {
        List<NamedOnnxValue> inputs = [Whole("input_ids", ids, 1, ids.Length), Whole("attention_mask", [.. ids.Select(_ => 1L)], 1, ids.Length)];
        if (types)
        {
            inputs.Add(Whole("token_type_ids", new long[ids.Length], 1, ids.Length));
        }

        if (positions)
        {
            inputs.Add(Whole("position_ids", [.. ids.Select((_, i) => (long)i)], 1, ids.Length));
        }

        return inputs;
    }

    private static List<NamedOnnxValue> RowInputs(double[][] rows, bool positions, bool past)
    {
        List<NamedOnnxValue> inputs =
        [
            Real("inputs_embeds", [.. rows.SelectMany(row => row)], 1, rows.Length, 128),
            Whole("attention_mask", [.. rows.Select(_ => 1L)], 1, rows.Length),
        ];
        if (positions)
        {
            inputs.Add(Whole("position_ids", [.. rows.Select((_, i) => (long)i)], 1, rows.Length));
        }

        for (int layer = 0; past && layer < 2; layer++)
        {
            inputs.Add(Real($"past_key_values.{layer}.key", [], 1, 2, 0, 32));
            inputs.Add(Real($"past_key_values.{layer}.value", [], 1, 2, 0, 32));
        }

        return inputs;
    }

    private static NamedOnnxValue Whole(string name, long[] values, params int[] shape) => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<long>(values, shape));

    private static NamedOnnxValue Real(string name, double[] values, params int[] shape) =>
        NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(values.Select(value => (float)value).ToArray(), shape));

    private static float[] Run(OnnxGraph model, IReadOnlyCollection<NamedOnnxValue> inputs)
    {
        using var session = new InferenceSession(model.ToArray());
        using var outputs = session.Run(inputs);
        return [.. outputs[0].AsEnumerable<float>()];
    }

    private static void Compare(double[] expected, float[] actual, bool quantized)
    {
        Assert.Equal(expected.Length, actual.Length);
        if (quantized)
        {
            double product = expected.Zip(actual, (e, a) => e * a).Sum();
            double lengths = Math.Sqrt(expected.Sum(e => e * e) * actual.Sum(a => (double)a * a));
            Assert.InRange(product / lengths, 0.999, 1.0001);
            Assert.NotEqual(expected.Select(e => (float)e), actual);
            return;
        }

        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second - pair.First, -1e-5 * Math.Max(1, Math.Abs(pair.First)), 1e-5 * Math.Max(1, Math.Abs(pair.First))));
    }
}
