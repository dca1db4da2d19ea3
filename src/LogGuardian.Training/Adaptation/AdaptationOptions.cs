namespace LogGuardian.Training;

/// <summary>How a model gets used to another system without labels.</summary>
public sealed record AdaptationOptions
{
    /// <summary>First: what says hidden words of the encoder's vectors, the encoder as it is. It is not kept with models.</summary>
    public StageOptions Head { get; set; } = new() { Epochs = 5 };

    /// <summary>Then: the encoder says what hidden words were.</summary>
    public StageOptions Words { get; set; } = new() { Epochs = 5, LearningRate = 2e-4 };

    /// <summary>Last: projector and decoder say which message comes next. A model without a decoder leaves it out.</summary>
    public StageOptions Order { get; set; } = new() { Epochs = 2, LearningRate = 2e-4 };

    /// <summary>Samples of the older set in each stage, as a share of those of the new one; 0 to 10, default 1.</summary>
    public double Replay { get; set; } = 1;

    /// <summary>Share of the new messages, and of the new windows, that are held back to measure; 0.01 to 0.5, default 0.1.</summary>
    public double HeldBack { get; set; } = 0.1;

    /// <summary>The share of the new windows that may be taken for anomalous; where there are more, the bias falls. 0 to 1, default 0.05; 1 leaves the bias.</summary>
    public double AnomalyShare { get; set; } = 0.05;

    /// <summary>What holds for all stages.</summary>
    public LoopOptions Loop { get; set; } = new();

    internal AdaptationOptions Validated()
    {
        Head.Validated(nameof(Head));
        Words.Validated(nameof(Words));
        Order.Validated(nameof(Order));
        Loop.Validated();
        Rule.Require(Replay is >= 0 and <= 10, nameof(Replay), Replay, "between 0 and 10");
        Rule.Require(HeldBack is >= 0.01 and <= 0.5, nameof(HeldBack), HeldBack, "between 0.01 and 0.5");
        Rule.Require(AnomalyShare is >= 0 and <= 1, nameof(AnomalyShare), AnomalyShare, "between 0 and 1");
        return this with { };
    }
}
