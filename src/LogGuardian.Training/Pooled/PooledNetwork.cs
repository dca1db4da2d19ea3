using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace LogGuardian.Training;

/// <summary>
/// An encoder and a judge without attention (multiple-instance learning: Dietterich et al. 1997): a small network finds two numbers in each message, one that a single message can
/// give the window away with, joined by the logarithm of the sum of exponentials, and one of which the mean counts. The order of messages says nothing to it.
/// </summary>
internal sealed class PooledNetwork : MessageNetwork
{
    /// <summary>Names of the judge's two layers.</summary>
    public const string MessageLayer = "message", EvidenceLayer = "evidence";

    // What padding has as evidence.
    private const double Nothing = -1e9;

    public PooledNetwork(EncoderShape encoder, int width, bool firstToken, Device device, int seed)
        : this(encoder, width, firstToken, device, new Generator((ulong)seed))
    {
    }

    private PooledNetwork(EncoderShape encoder, int width, bool firstToken, Device device, Generator random)
        : base(encoder, firstToken, device, random)
    {
        using Generator _ = random;
        Judge = new ParameterSet(device);
        Judge.AddNormal(MessageLayer + ".weight", random, 1 / Math.Sqrt(encoder.Hidden), width, encoder.Hidden);
        Judge.AddConstant(MessageLayer + ".bias", 0, width);
        Judge.AddNormal(EvidenceLayer + ".weight", random, 1 / Math.Sqrt(width), 2, width);
        Judge.AddConstant(EvidenceLayer + ".bias", 0, 2);
    }

    public ParameterSet Judge { get; }

    public override ParameterSet Head => Judge;

    public override IReadOnlyList<(string Name, ParameterSet Weights)> Parts => [("encoder", Encoder.Parameters), ("judge", Judge)];

    /// <summary>What the judge says of windows.</summary>
    /// <param name="vectors">[messages, hidden of the encoder], each different message once.</param>
    /// <param name="windows">The places of each window's messages among them.</param>
    /// <returns>One number for each window.</returns>
    public Tensor LogOdds(Tensor vectors, IReadOnlyList<int[]> windows)
    {
        Tensor evidence = Judge.Dense(F.gelu(Judge.Dense(vectors, MessageLayer)), EvidenceLayer);
        int longest = windows.Max(window => window.Length);
        long[] index = new long[windows.Count * longest];
        float[] mask = new float[index.Length];
        for (int i = 0; i < windows.Count; i++)
        {
            for (int at = 0; at < windows[i].Length; at++)
            {
                index[(i * longest) + at] = windows[i][at];
                mask[(i * longest) + at] = 1;
            }
        }

        Tensor found = evidence.index_select(0, tensor(index, device: Device)).reshape(windows.Count, longest, 2);
        Tensor counted = tensor(mask, [windows.Count, longest], device: Device);
        Tensor joined = found.select(2, 0).Plus(counted.neg().Plus(1).Times(Nothing)).logsumexp(1);
        return joined.Plus((found.select(2, 1) * counted).sum(1) / counted.sum(1));
    }
}
