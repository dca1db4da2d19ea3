using LogGuardian.Training;
using static TorchSharp.torch;

namespace LogGuardian.Tests.Training.Models;

[Collection(TorchTests.Name)]
public sealed class FourBitTests
{
    private static readonly LoraOptions Lora = new() { Rank = 3, Alpha = 6, Dropout = 0, FourBit = true };

    public FourBitTests() => TorchTests.Require();

    /// <summary>Of each half the quantiles of the normal distribution, from the middle to what half a level leaves out, over the largest: appendix E of arXiv 2305.14314.</summary>
    [SkippableFact]
    public void Levels_AreQuantilesOfTheNormalDistribution()
    {
        const double Most = 0.9677083;
        static double[] Half(int count) => [.. Enumerable.Range(1, count).Select(i => Quantile(0.5 + ((Most - 0.5) * i / count)))];

        double[] below = Half(7), above = Half(8);
        double[] expected = [.. below.Reverse().Select(level => -level / below[^1]), 0, .. above.Select(level => level / above[^1])];
        Assert.Equal(16, FourBitMatrix.Levels.Count);
        Assert.All(expected.Zip(FourBitMatrix.Levels), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [SkippableFact]
    public void Codes_LieInPairs_TheEarlierNumberHigh()
    {
        using Tensor numbers = tensor(new float[] { 4, -4, 0, 0.32f }, [1, 4]);
        using var matrix = new FourBitMatrix(numbers);
        Assert.Equal([0xF0, 0x78], matrix.Codes.data<byte>().ToArray()[..2]);
        Assert.Equal([4f], matrix.Scales.data<float>().ToArray());
    }

    [SkippableTheory]
    [InlineData(64, 96)]
    [InlineData(5, 13)]
    [InlineData(1, 1)]
    public void Numbers_AreTheNearestShareOfTheLargestOfTheirBlock(int rows, int columns)
    {
        using Tensor numbers = Normal(rows, columns);
        using var matrix = new FourBitMatrix(numbers);
        using Tensor rounded = matrix.ToTensor(ScalarType.Float32);
        Assert.Equal(numbers.shape, rounded.shape);
        float widest = FourBitMatrix.Levels.Zip(FourBitMatrix.Levels.Skip(1), (lower, upper) => upper - lower).Max();
        foreach ((float Was, float Is)[] block in numbers.data<float>().Zip(rounded.data<float>()).Chunk(FourBitMatrix.Block))
        {
            float largest = block.Max(pair => Math.Abs(pair.Was));
            Assert.Contains(block, pair => Math.Abs(pair.Is) == largest && pair.Was == pair.Is);
            Assert.All(block, pair =>
            {
                double nearest = FourBitMatrix.Levels.Min(level => Math.Abs(((double)level * largest) - pair.Was));
                Assert.Equal(nearest, Math.Abs(pair.Is - pair.Was), 1e-6 * largest);
                Assert.InRange(Math.Abs(pair.Is - pair.Was), 0, (widest / 2 * largest) + 1e-6);
            });
        }
    }

    [SkippableFact]
    public void Rounded_Again_IsTheSame()
    {
        // Numbers of all sizes, and a block of zeros.
        using Tensor numbers = Normal(70, 64);
        numbers[2] = zeros(64);
        numbers[3] = full(64, 1e-42f);
        numbers[4] = full(64, -3e38f);
        using var once = new FourBitMatrix(numbers);
        using Tensor rounded = once.ToTensor(ScalarType.Float32);
        using var same = new FourBitMatrix(numbers);
        using var twice = new FourBitMatrix(rounded);
        foreach (FourBitMatrix other in new[] { same, twice })
        {
            Assert.Equal(once.Codes.data<byte>().ToArray(), other.Codes.data<byte>().ToArray());
            Assert.Equal(once.Scales.data<float>().ToArray(), other.Scales.data<float>().ToArray());
        }

        Assert.All(rounded[2].data<float>().ToArray(), number => Assert.Equal(0, number));
        Assert.All(rounded[4].data<float>().ToArray(), number => Assert.Equal(-3e38f, number));
    }

    [SkippableTheory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.BFloat16)]
    public void Product_IsThatOfTheRoundedMatrix_AndSoIsItsGradient(ScalarType type)
    {
        using var matrix = new FourBitMatrix(Normal(6, 33));
        using Tensor x = Normal(2, 5, 33).to(type).requires_grad_(), other = x.detach().clone().requires_grad_();
        using Tensor bias = Normal(6).to(type), goal = Normal(2, 5, 6).to(type);
        using Tensor expected = nn.functional.linear(other, matrix.ToTensor(type)) + bias, actual = FourBitProduct.Of(x, matrix, bias);
        Assert.Equal(type, actual.dtype);
        Assert.Equal(Numbers(expected), Numbers(actual));
        (expected * goal).sum().backward();
        FourBitProduct.Backward((actual * goal).sum());
        Assert.All(Numbers(other.grad!).Zip(Numbers(x.grad!)), pair => Assert.Equal(pair.First, pair.Second, type == ScalarType.BFloat16 ? 0.05 : 1e-5));
        using (no_grad())
        {
            Assert.Equal(Numbers(expected), Numbers(FourBitProduct.Of(x, matrix, bias)));
        }
    }

    [SkippableFact]
    public void Product_OfMoreRowsThanAreWholeAtOnce_IsTheSame()
    {
        using Tensor numbers = Normal(200, 8192);
        using var matrix = new FourBitMatrix(numbers);
        Assert.Equal(64, matrix.RowsAtOnce);
        using Tensor whole = matrix.ToTensor(ScalarType.Float64), part = matrix.ToTensor(ScalarType.Float64, 192, 8);
        Assert.Equal(Numbers(whole[TensorIndex.Slice(192)]), Numbers(part));
        using Tensor x = Normal(3, 8192).to(ScalarType.Float64).requires_grad_(), goal = Normal(3, 200).to(ScalarType.Float64);
        using Tensor y = FourBitProduct.Of(x, matrix, null);
        FourBitProduct.Backward((y * goal).sum());
        Assert.All(Numbers(nn.functional.linear(x, whole)).Zip(Numbers(y)), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        Assert.All(Numbers(goal.mm(whole)).Zip(Numbers(x.grad!)), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    /// <summary>Native code holds gradients and functions that the garbage collector must not take away.</summary>
    [SkippableFact]
    public async Task Products_WhileGarbageIsCollected_AreRight()
    {
        using var matrix = new FourBitMatrix(Normal(32, 32));
        using Tensor x = Normal(4, 32).requires_grad_();
        float[] first = Gradient(x, matrix);
        Assert.Contains(first, number => number != 0);
        using var stop = new CancellationTokenSource();
        var collecting = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        });
        for (int i = 0; i < 300; i++)
        {
            Assert.Equal(first, Gradient(x, matrix));
        }

        await stop.CancelAsync();
        await collecting;

        static float[] Gradient(Tensor x, FourBitMatrix matrix)
        {
            using IDisposable scope = NewDisposeScope();
            x.grad = null;
            Tensor y = x;
            for (int i = 0; i < 4; i++)
            {
                y = FourBitProduct.Of(y, matrix, null).tanh();
            }

            FourBitProduct.Backward(y.sum());
            return x.grad!.data<float>().ToArray();
        }
    }

    [SkippableFact]
    public void WhatFailsOnTheWayBack_IsSaid()
    {
        var matrix = new FourBitMatrix(Normal(4, 4));
        using Tensor x = Normal(2, 4).requires_grad_();
        using Tensor loss = FourBitProduct.Of(FourBitProduct.Of(x, matrix, null), matrix, null).sum();
        matrix.Dispose();
        Assert.ThrowsAny<InvalidOperationException>(() => FourBitProduct.Backward(loss));
        using Tensor other = x.sum();
        FourBitProduct.Backward(other);
    }

    [SkippableFact]
    public void Layers_TakeFourAndAHalfBits_AndTheRestStays()
    {
        var shape = new DecoderShape { Layers = 2, Hidden = 256, Heads = 4, KeyHeads = 2, Intermediate = 512, Vocabulary = 100, MaxRows = 16 };
        using var random = new Generator(1);
        using var decoder = new CausalDecoder(shape, CPU, random);
        ParameterSet part = decoder.Parameters;
        string[] matrices = [.. part.All.Where(each => each.Key.Contains("_proj", StringComparison.Ordinal)).Select(each => each.Key)];
        Assert.Equal(14, matrices.Length);
        var old = matrices.Select(name => part.All[name]).ToList();
        long numbers = old.Sum(weight => weight.numel());
        long rest = Bytes(part) - (4 * numbers);
        part.Adapt(Lora with { Targets = ["no_such"] }, random);
        Assert.All(old, weight => Assert.True(weight.IsInvalid));
        Assert.All(matrices, name => Assert.DoesNotContain(name, part.All.Keys));
        Assert.Equal(4.5 * numbers / 8, Bytes(part) - rest);
        Assert.True(part.All.ContainsKey("model.embed_tokens.weight"));

        part.FromFourBit();
        Assert.Equal((4 * numbers) + rest, Bytes(part));
        Assert.All(matrices, name => Assert.Contains(name, part.All.Keys));

        static long Bytes(ParameterSet part) => part.All.Values.Sum(weight => weight.numel() * weight.element_size());
    }

    [SkippableFact]
    public void Adapted_IsTheModelOfTheRoundedWeightsWithTheirAdapters()
    {
        using var tiny = new TinyNetwork(lora: Lora);
        using var plain = new TinyNetwork(lora: Lora with { FourBit = false });
        float[] before = Scores(plain);
        plain.Network.Encoder.Parameters.Load(Rounded(plain.Network.Encoder.Parameters));
        plain.Network.Decoder.Parameters.Load(Rounded(plain.Network.Decoder.Parameters));
        float[] scores = Scores(tiny);
        Near(Scores(plain), scores);
        Assert.All(before.Zip(scores), pair => Assert.NotEqual(pair.First, pair.Second));

        // What is saved, and what goes on without adapters, is the same model; in 4 bits again, too.
        Assert.DoesNotContain(tiny.Network.Decoder.Parameters.ToWeights().Keys, name => !name.EndsWith(".weight", StringComparison.Ordinal) || ParameterSet.IsAdapter(name));
        Near(scores, Scores(tiny));
        using (var random = new Generator(1))
        {
            tiny.Network.Decoder.Parameters.Adapt(Lora, random);
        }

        Assert.Contains("model.layers.0.mlp.up_proj.weight.codes", tiny.Network.Decoder.Parameters.All.Keys);
        Near(scores, Scores(tiny));
        tiny.Network.Decoder.Parameters.EndAdaptation(isKept: true);
        Near(scores, Scores(tiny));
        Assert.All(tiny.Network.Decoder.Parameters.All.Keys, name => Assert.EndsWith(".weight", name, StringComparison.Ordinal));
        Assert.DoesNotContain(tiny.Network.Decoder.Parameters.All.Keys, ParameterSet.IsAdapter);

        static Dictionary<string, Weight> Rounded(ParameterSet part)
        {
            var weights = part.All.ToDictionary(each => each.Key, each => ParameterSet.ToWeight(each.Value));
            foreach (string name in weights.Keys.Where(name => name.Contains(".layer", StringComparison.Ordinal) && weights[name].Shape.Count == 2))
            {
                using var matrix = new FourBitMatrix(part.All[name]);
                weights[name] = ParameterSet.ToWeight(matrix.ToTensor(ScalarType.Float32));
            }

            return weights;
        }
    }

    // By halving, from the distribution itself.
    private static double Quantile(double share)
    {
        (double lower, double upper) = (0, 4);
        for (int i = 0; i < 50; i++)
        {
            double middle = (lower + upper) / 2;
            (lower, upper) = (1 + erf(tensor(middle / Math.Sqrt(2), ScalarType.Float64)).item<double>()) / 2 < share ? (middle, upper) : (lower, middle);
        }

        return lower;
    }

    private static Tensor Normal(params long[] shape)
    {
        using var random = new Generator(3);
        return randn(shape, generator: random);
    }

    private static double[] Numbers(Tensor tensor) => tensor.detach().to(ScalarType.Float64).data<double>().ToArray();

    private static void Near(IEnumerable<float> expected, IEnumerable<float> actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * Math.Max(1, Math.Abs(pair.First))));

    private static float[] Scores(TinyNetwork tiny) => new WindowScores(new TinyWindowModel(tiny, 12), tiny.Tokens).Of(TinyNetwork.Windows);
}
