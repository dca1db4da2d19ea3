namespace LogGuardian.Training;

/// <summary>How a model takes up new windows without losing what it knows.</summary>
public sealed record UpdateOptions
{
    /// <summary>How it learns.</summary>
    public StageOptions Learning { get; set; } = new() { Epochs = 2, LearningRate = 2e-4 };

    /// <summary>Older windows in each epoch, as a share of the new ones; 0 to 10, default 1.</summary>
    public double Replay { get; set; } = 1;

    /// <summary>How much the label of an older window counts beside what the model said of it; 0 to 1, default 0.5.</summary>
    public double HardShare { get; set; } = 0.5;

    /// <summary>The share that the rarer class has at least among new windows with labels; 0 to 0.5, default 0.3.</summary>
    public double Minority { get; set; } = 0.3;

    /// <summary>How strongly weights are held where they were; at least 0, default 0.001.</summary>
    public double Anchor { get; set; } = 0.001;

    /// <summary>Share of the older windows with labels that are held back to measure; 0.01 to 0.9, default 0.3.</summary>
    public double HeldBack { get; set; } = 0.3;

    /// <summary>By how much their average precision may be less than before; 0 to 1, default 0.01.</summary>
    public double Tolerance { get; set; } = 0.01;

    /// <summary>What holds for all steps.</summary>
    public LoopOptions Loop { get; set; } = new();

    internal UpdateOptions Validated()
    {
        Learning.Validated(nameof(Learning));
        Loop.Validated();
        Rule.Require(Replay is >= 0 and <= 10, nameof(Replay), Replay, "between 0 and 10");
        Rule.Require(HardShare is >= 0 and <= 1, nameof(HardShare), HardShare, "between 0 and 1");
        Rule.Require(Minority is >= 0 and <= 0.5, nameof(Minority), Minority, "between 0 and 0.5");
        Rule.Require(Anchor >= 0 && double.IsFinite(Anchor), nameof(Anchor), Anchor, "at least 0");
        Rule.Require(HeldBack is >= 0.01 and <= 0.9, nameof(HeldBack), HeldBack, "between 0.01 and 0.9");
        Rule.Require(Tolerance is >= 0 and <= 1, nameof(Tolerance), Tolerance, "between 0 and 1");
        return this with { };
    }
}
