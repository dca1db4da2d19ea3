namespace LogGuardian.Training;

/// <summary>
/// How LogLLM is trained. Rates, epochs, batch and the share of the rare class are those of its authors (arXiv 2411.08561) by default; before their stages, models without
/// weights of their own learn words and order, so that there is something that can be frozen.
/// </summary>
public sealed record LogLlmTrainingOptions
{
    /// <summary>LoRA on the encoder; null, the default, for all of its weights. Published: rank 4, alpha 32, dropout 0.01.</summary>
    public LoraOptions? EncoderLora { get; set; }

    /// <summary>LoRA on the decoder; null, the default, for all of its weights. Published: rank 8, alpha 16, dropout 0.1.</summary>
    public LoraOptions? DecoderLora { get; set; }

    /// <summary>Before: the encoder says what hidden words were. Needs no labels.</summary>
    public StageOptions Words { get; set; } = new() { Epochs = 10 };

    /// <summary>Before: the decoder says which message comes next. Needs no labels.</summary>
    public StageOptions Order { get; set; } = new() { Epochs = 2 };

    /// <summary>Stage 1: the decoder learns the form of the answer.</summary>
    public StageOptions Template { get; set; } = new() { MaxSamples = 1000 };

    /// <summary>Stage 2, first part: the projector alone.</summary>
    public StageOptions Projection { get; set; } = new();

    /// <summary>Stage 2, second part: projector and encoder.</summary>
    public StageOptions Embedding { get; set; } = new() { LearningRate = 5e-5 };

    /// <summary>Stage 3: all of it.</summary>
    public StageOptions Whole { get; set; } = new() { Epochs = 2, LearningRate = 5e-5 };

    /// <summary>
    /// Whether the steps of stages 1 and 2 are given to stage 3, so that all of it learns all the time, for as long as the three take; default false. Says what stages are worth.
    /// </summary>
    public bool AtOnce { get; set; }

    /// <summary>The share that the rarer class has at least of what is learned, by repetition; 0 to 0.5, default 0.3.</summary>
    public double Minority { get; set; } = 0.3;

    /// <summary>
    /// How many windows of equal messages and labels are learned in an epoch; at least 1, default all. Logs repeat themselves: HDFS has 22 times as many
    /// sessions as different ones. What is held back stays as it is.
    /// </summary>
    public int MaxRepeats { get; set; } = int.MaxValue;

    /// <summary>How many times an anomalous window counts; default 1.</summary>
    public double AnomalyWeight { get; set; } = 1;

    /// <summary>
    /// Share of the numbers that a layer adds which are left out at random while it learns to answer, in encoder and decoder (arXiv 1207.0580); 0, the default, to 0.9. That of LoRA comes beside it.
    /// </summary>
    public double Dropout { get; set; }

    /// <summary>Share of messages that are learned in other words, see <see cref="Embedding"/> and <see cref="Whole"/>; 0, the default, to 1.</summary>
    public double Edits { get; set; }

    /// <summary>Share of the labelled windows that are held back, to measure and to calibrate; 0.01 to 0.5, default 0.1.</summary>
    public double HeldBack { get; set; } = 0.1;

    /// <summary>When a stage ends because its held-back windows get no better; null, the default, for never. Of each stage after <see cref="Template"/> the weights that did best on them are kept in any case.</summary>
    public EarlyStopping? Stop { get; set; }

    /// <summary>What holds for all stages.</summary>
    public LoopOptions Loop { get; set; } = new();

    internal LogLlmTrainingOptions Validated()
    {
        EncoderLora?.Validated();
        DecoderLora?.Validated();
        Words.Validated(nameof(Words));
        Order.Validated(nameof(Order));
        Template.Validated(nameof(Template));
        Projection.Validated(nameof(Projection));
        Embedding.Validated(nameof(Embedding));
        Whole.Validated(nameof(Whole));
        Stop?.Validated();
        Loop.Validated();
        Rule.Require(Minority is >= 0 and <= 0.5, nameof(Minority), Minority, "between 0 and 0.5");
        Rule.Require(MaxRepeats >= 1, nameof(MaxRepeats), MaxRepeats, "at least 1");
        Rule.Require(AnomalyWeight > 0 && double.IsFinite(AnomalyWeight), nameof(AnomalyWeight), AnomalyWeight, "above 0");
        Rule.Require(Dropout is >= 0 and <= 0.9, nameof(Dropout), Dropout, "between 0 and 0.9");
        Rule.Require(Edits is >= 0 and <= 1, nameof(Edits), Edits, "between 0 and 1");
        Rule.Require(HeldBack is >= 0.01 and <= 0.5, nameof(HeldBack), HeldBack, "between 0.01 and 0.5");
        return this with { };
    }
}
