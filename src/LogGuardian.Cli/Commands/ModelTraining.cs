using LogGuardian.Inference;
using LogGuardian.Training;

namespace LogGuardian.Cli;

/// <summary>How the methods of an evaluation that train LogLLM do it; checked.</summary>
internal sealed record ModelTraining
{
    public const int MostSamples = 16_000_000;
    public const int MostMessages = 4_096;

    private const int UsualEpochs = 8;

    // A prompt's question and answer have room beside so many messages, too.
    private const int LeastRows = 256;

    private static readonly EncoderShape SmallEncoder = new() { Layers = 2, Hidden = 64, Heads = 2, Intermediate = 256 };
    private static readonly DecoderShape SmallDecoder = new() { Layers = 1, Hidden = 64, Heads = 2, KeyHeads = 1, Intermediate = 176 };

    public EncoderShape Encoder { get; init; } = new() { Layers = 2 };

    public DecoderShape Decoder { get; init; } = new();

    /// <summary>How often the last stage learns from each window; null for 8 times, and more where windows are few.</summary>
    public int? Epochs { get; init; }

    /// <summary>The most windows of an epoch.</summary>
    public int Samples { get; init; } = 16_000;

    public double Rate { get; init; } = 7e-4;

    /// <summary>Share of the numbers that layers leave out at random.</summary>
    public double Dropout { get; init; }

    /// <summary>Share of messages that are learned in other words.</summary>
    public double Edits { get; init; }

    public MessageMasks Masks { get; init; } = MessageMasks.LogLlm;

    /// <summary>The most messages that a model reads at once.</summary>
    public int Messages { get; init; } = 300;

    public string Device { get; init; } = "cpu";

    /// <summary>0 for as many as Torch takes.</summary>
    public int Threads { get; init; }

    /// <summary>For the report, and to tell results of other settings apart.</summary>
    public string Description => FormattableString.Invariant(
        $"encoder {Encoder.Layers}x{Encoder.Hidden}, decoder {Decoder.Layers}x{Decoder.Hidden}, {Messages} messages masked by {Masks}, {(Epochs is null ? "at least 8" : Epochs)} epochs of at most {Samples} windows, rate {Rate}, dropout {Dropout}, edits {Edits}, {Device}");

    /// <summary>The same of a model that is given.</summary>
    public string Learning => FormattableString.Invariant($"{(Epochs is null ? "default" : Epochs)} epochs, edits {Edits}, {Device}");

    public TrainableModelOptions Model(int seed) => Model(Encoder, Decoder, seed);

    public TrainableModelOptions Student(int seed) => Model(SmallEncoder, SmallDecoder, seed);

    public PooledModelOptions Pooled(int seed) => new() { Encoder = SmallEncoder, MaxMessages = Messages, Device = Device, Seed = seed };

    public LogLlmTrainingOptions Stages(int seed)
    {
        LogLlmTrainingOptions options = FastStages.Of(Loop(seed), Rate);
        return options with
        {
            Order = options.Order with { MaxSamples = Samples },
            Template = options.Template with { MaxSamples = Math.Min(Samples, options.Template.MaxSamples) },
            Projection = options.Projection with { MaxSamples = Samples },
            Embedding = options.Embedding with { MaxSamples = Samples },
            Whole = options.Whole with { MaxSamples = Samples, Epochs = Epochs ?? UsualEpochs, LeastSteps = Epochs is null ? options.Whole.LeastSteps : 0 },
            Edits = Edits,
            Dropout = Dropout,
        };
    }

    public DistillationOptions Distillation(int seed)
    {
        LogLlmTrainingOptions stages = Stages(seed);
        return new DistillationOptions
        {
            Vectors = stages.Words,
            Answers = stages.Whole,
            Edits = Edits,
            MaxRepeats = stages.MaxRepeats,
            Loop = stages.Loop,
        };
    }

    /// <summary>How a model without a decoder learns on from a few labels.</summary>
    public TuningOptions Tuning(int seed)
    {
        var options = new TuningOptions();
        return options with { MaxEpochs = Epochs ?? options.MaxEpochs, Loop = options.Loop with { Seed = seed, Threads = Threads } };
    }

    /// <summary>How a model without a decoder gets used to logs without labels.</summary>
    public AdaptationOptions Adaptation(int seed)
    {
        var options = new AdaptationOptions();
        return options with { Words = options.Words with { Epochs = Epochs ?? options.Words.Epochs }, Loop = options.Loop with { Seed = seed, Threads = Threads } };
    }

    /// <summary>How a model without a decoder, which knows words already, learns on from labels.</summary>
    public PooledTrainingOptions Teaching(int seed, int windows) => FastStages.Teaching(Loop(seed), windows, Epochs) with { Edits = Edits };

    private TrainableModelOptions Model(EncoderShape encoder, DecoderShape decoder, int seed) => new()
    {
        Encoder = encoder,
        Decoder = decoder with { MaxRows = Math.Max(LeastRows, 2 * Messages) },
        MaxMessages = Messages,
        Device = Device,
        Seed = seed,
    };

    private LoopOptions Loop(int seed) => new() { Seed = seed, Threads = Threads };
}
