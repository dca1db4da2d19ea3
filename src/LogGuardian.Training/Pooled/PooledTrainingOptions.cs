namespace LogGuardian.Training;

/// <summary>How a model without a decoder learns from labels.</summary>
public sealed record PooledTrainingOptions
{
    /// <summary>First: the encoder says what hidden words were. Needs no labels.</summary>
    public StageOptions Words { get; set; } = new() { Epochs = 10 };

    /// <summary>Then: encoder and judge learn which windows are anomalous.</summary>
    public StageOptions Answers { get; set; } = new() { Epochs = 3 };

    /// <summary>The share that the rarer class has at least of what is learned, by repetition; 0 to 0.5, default 0.3.</summary>
    public double Minority { get; set; } = 0.3;

    /// <summary>How many windows of equal messages and labels are learned in an epoch; at least 1, default all.</summary>
    public int MaxRepeats { get; set; } = int.MaxValue;

    /// <summary>How far the chances that are learned stay from 0 and 1, for labels that are not always right; 0, the default, to 0.4.</summary>
    public double Smoothing { get; set; }

    /// <summary>
    /// How much more the strongest sign of a window counts than many weak ones: at 1, the default, chances of messages add up as those of independent signs do, and a long window of harmless messages
    /// is suspected more than a short one; at 4 or more the strongest message decides nearly alone. 1 to 100.
    /// </summary>
    public double Sharpness { get; set; } = 1;

    /// <summary>Share of messages that are learned in other words; 0, the default, to 1.</summary>
    public double Edits { get; set; }

    /// <summary>Share of the labelled windows that are held back, to measure and to calibrate; 0.01 to 0.5, default 0.1.</summary>
    public double HeldBack { get; set; } = 0.1;

    /// <summary>
    /// The share of the normal windows that were held back of which at least the strangest are called anomalous, rounded up. Incidents to come look less anomalous than those that were learned: with few of them the
    /// threshold belongs where normal windows end, and not in the middle between the classes. 0, the default, leaves it where an anomaly is as likely as not; to 0.5.
    /// </summary>
    public double FalseAlarmShare { get; set; }

    /// <summary>When a stage ends because its held-back windows get no better; null, the default, for never. The weights that did best on them are kept in any case.</summary>
    public EarlyStopping? Stop { get; set; }

    /// <summary>What holds for both stages.</summary>
    public LoopOptions Loop { get; set; } = new();

    internal PooledTrainingOptions Validated()
    {
        Words.Validated(nameof(Words));
        Answers.Validated(nameof(Answers));
        Rule.Require(Minority is >= 0 and <= 0.5, nameof(Minority), Minority, "between 0 and 0.5");
        Rule.Require(MaxRepeats >= 1, nameof(MaxRepeats), MaxRepeats, "at least 1");
        Rule.Require(Smoothing is >= 0 and <= 0.4, nameof(Smoothing), Smoothing, "between 0 and 0.4");
        Rule.Require(Sharpness is >= 1 and <= 100, nameof(Sharpness), Sharpness, "between 1 and 100");
        Rule.Require(Edits is >= 0 and <= 1, nameof(Edits), Edits, "between 0 and 1");
        Rule.Require(HeldBack is >= 0.01 and <= 0.5, nameof(HeldBack), HeldBack, "between 0.01 and 0.5");
        Rule.Require(FalseAlarmShare is >= 0 and <= 0.5, nameof(FalseAlarmShare), FalseAlarmShare, "between 0 and 0.5");
        Stop?.Validated();
        Loop.Validated();
        return this with { };
    }
}
