namespace LogGuardian.Training;

/// <summary>How a trained model is tuned with a handful of labelled windows.</summary>
public sealed record TuningOptions
{
    /// <summary>The thin matrices that learn; the last part of their names in <see cref="LoraOptions.Targets"/>. By default of rank 4.</summary>
    public LoraOptions Lora { get; set; } = new() { Rank = 4, Alpha = 16, Dropout = 0.1 };

    /// <summary>Layers of the encoder that have them, the last ones; at least 0, default 1.</summary>
    public int EncoderLayers { get; set; } = 1;

    /// <summary>Layers of the decoder that have them, the last ones; at least 0, default 1. A model without a decoder has none.</summary>
    public int DecoderLayers { get; set; } = 1;

    /// <summary>The most epochs; how many there are is chosen by windows that are left out. 1 to 1,000, default 30.</summary>
    public int MaxEpochs { get; set; } = 30;

    /// <summary>Edited copies of each window in an epoch; 1 to 1,000, default 8.</summary>
    public int Copies { get; set; } = 8;

    /// <summary>Share of messages and of their words that are edited in copies; 0 to 1, default 0.2.</summary>
    public double Edits { get; set; } = 0.2;

    /// <summary>The rate; above 0, default 1e-3.</summary>
    public double LearningRate { get; set; } = 1e-3;

    /// <summary>How strongly weights are held where they were; at least 0, default 0.01.</summary>
    public double Anchor { get; set; } = 0.01;

    /// <summary>How far the chances of labels stay from 0 and 1; 0 to 0.4, default 0.05.</summary>
    public double Smoothing { get; set; } = 0.05;

    /// <summary>Parts that labelled windows are left out in, one after the other, to choose the number of epochs; 2 to 16, default 4. As many as there are windows leave out each alone.</summary>
    public int Folds { get; set; } = 4;

    /// <summary>The share of unlabelled windows that may be anomalous where labels do not tell the classes apart; 0 to 0.5, default 0.02.</summary>
    public double AnomalyShare { get; set; } = 0.02;

    /// <summary>The most unlabelled windows that are looked at, drawn at random; 1 to 1,000,000, default 1,000.</summary>
    public int MaxUnlabelled { get; set; } = 1000;

    /// <summary>What holds for all steps. Weights do not shrink by default: they are held by <see cref="Anchor"/>.</summary>
    public LoopOptions Loop { get; set; } = new() { WeightDecay = 0 };

    internal TuningOptions Validated()
    {
        Lora.Validated();
        Loop.Validated();
        Rule.Require(EncoderLayers >= 0, nameof(EncoderLayers), EncoderLayers, "at least 0");
        Rule.Require(DecoderLayers >= 0, nameof(DecoderLayers), DecoderLayers, "at least 0");
        Rule.Require(MaxEpochs is >= 1 and <= 1000, nameof(MaxEpochs), MaxEpochs, "between 1 and 1,000");
        Rule.Require(Copies is >= 1 and <= 1000, nameof(Copies), Copies, "between 1 and 1,000");
        Rule.Require(Edits is >= 0 and <= 1, nameof(Edits), Edits, "between 0 and 1");
        Rule.Require(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "above 0");
        Rule.Require(Anchor >= 0 && double.IsFinite(Anchor), nameof(Anchor), Anchor, "at least 0");
        Rule.Require(Smoothing is >= 0 and <= 0.4, nameof(Smoothing), Smoothing, "between 0 and 0.4");
        Rule.Require(Folds is >= 2 and <= FewShotTuning.MostLabelled, nameof(Folds), Folds, $"between 2 and {FewShotTuning.MostLabelled}");
        Rule.Require(AnomalyShare is >= 0 and <= 0.5, nameof(AnomalyShare), AnomalyShare, "between 0 and 0.5");
        Rule.Require(MaxUnlabelled is >= 1 and <= 1_000_000, nameof(MaxUnlabelled), MaxUnlabelled, "between 1 and 1,000,000");
        return this with { };
    }
}
