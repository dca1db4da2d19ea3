using static TorchSharp.torch;

namespace LogGuardian.Training;

/// <summary>Vectors of messages must have the direction and the length of given ones: one minus the cosine, and the mean square as a share of that of the given ones.</summary>
/// <param name="vectors">Learn.</param>
/// <param name="given">Gives the vectors that are wanted.</param>
/// <param name="map">Makes vectors of the given size; null where they have it.</param>
/// <param name="messages">The messages.</param>
/// <param name="maxSamples">Messages of an epoch.</param>
internal sealed class VectorsObjective(MessageVectors vectors, Func<int[], Tensor> given, ParameterSet? map, IReadOnlyList<int> messages, int maxSamples) : IObjective
{
    public int[] Order(Random random)
    {
        int[] order = [.. messages];
        random.Shuffle(order);
        return order[..Math.Min(order.Length, maxSamples)];
    }

    public Tensor Loss(ReadOnlySpan<int> samples, Random random) => Parts(samples.ToArray(), samples.Length, random)[0]();

    public IReadOnlyList<Func<Tensor>> Parts(int[] samples, int atOnce, Random random)
    {
        double size = SizeOf(samples);
        return [.. samples.Chunk(atOnce).Select<int[], Func<Tensor>>(some => () => Mean(some, size, random).Times((double)some.Length / samples.Length))];
    }

    private double SizeOf(int[] samples)
    {
        using IDisposable scope = NewDisposeScope();
        return given(samples).Squared().mean().to(ScalarType.Float64).item<double>() + 1e-12;
    }

    private Tensor Mean(int[] some, double size, Random random)
    {
        Tensor wanted = given(some);
        Tensor own = vectors.Of(some, random);
        Tensor mapped = map is null ? own : map.Dense(own, ParameterSet.NoName);
        return nn.functional.cosine_similarity(mapped, wanted, 1).mean().neg().Plus(1).Plus((mapped - wanted).Squared().mean().Over(size));
    }
}
