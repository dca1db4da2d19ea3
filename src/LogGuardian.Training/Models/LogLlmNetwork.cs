using static TorchSharp.torch;

namespace LogGuardian.Training;

/// <summary>LogLLM (arXiv 2411.08561): encoder, projector and decoder.</summary>
internal sealed class LogLlmNetwork : MessageNetwork
{
    public LogLlmNetwork(EncoderShape encoder, DecoderShape decoder, bool firstToken, Device device, int seed, ScalarType type = ScalarType.Float32)
        : this(encoder, decoder, firstToken, device, new Generator((ulong)seed), type)
    {
    }

    private LogLlmNetwork(EncoderShape encoder, DecoderShape decoder, bool firstToken, Device device, Generator random, ScalarType type)
        : base(encoder, firstToken, device, random, type)
    {
        using Generator _ = random;
        Decoder = new CausalDecoder(decoder, device, random, type);
        Projector = new ParameterSet(device, type);
        Projector.AddNormal("weight", random, 1 / Math.Sqrt(encoder.Hidden), decoder.Hidden, encoder.Hidden);
        Projector.AddConstant("bias", 0, decoder.Hidden);
    }

    public ParameterSet Projector { get; }

    public CausalDecoder Decoder { get; }

    public override ParameterSet Head => Projector;

    public override IReadOnlyList<(string Name, ParameterSet Weights)> Parts => [("encoder", Encoder.Parameters), ("projector", Projector), ("decoder", Decoder.Parameters)];

    /// <summary>The rows that the decoder reads of vectors.</summary>
    public Tensor Project(Tensor vectors) => Projector.Dense(vectors, ParameterSet.NoName);

    protected override void Release() => Decoder.Dispose();
}
