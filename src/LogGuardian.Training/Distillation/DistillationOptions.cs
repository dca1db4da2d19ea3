namespace LogGuardian.Training;

/// <summary>How a student learns from a teacher.</summary>
public sealed record DistillationOptions
{
    /// <summary>First: the student's vectors become those of the teacher through a linear map that learns with them.</summary>
    public StageOptions Vectors { get; set; } = new() { Epochs = 10 };

    /// <summary>Then: its answers become those of the teacher, and of labels where there are any.</summary>
    public StageOptions Answers { get; set; } = new() { Epochs = 3 };

    /// <summary>By what log-odds are divided before they are compared: the higher, the more counts how sure the teacher is. 1 to 100, default 2.</summary>
    public double Temperature { get; set; } = 2;

    /// <summary>How much a label counts beside the teacher's answer; 0 to 1, default 0.3.</summary>
    public double HardShare { get; set; } = 0.3;

    /// <summary>The share that the rarer class has at least of what is learned, by repetition; 0 to 0.5, default 0.3.</summary>
    public double Minority { get; set; } = 0.3;

    /// <summary>Share of messages that the student reads in other words than the teacher; 0, the default, to 1.</summary>
    public double Edits { get; set; }

    /// <summary>Share of the windows that are held back, to measure and to calibrate; 0.01 to 0.5, default 0.1.</summary>
    public double HeldBack { get; set; } = 0.1;

    /// <summary>The most windows that the teacher is asked about, drawn at random; 16 to 16,000,000, default 1,000,000.</summary>
    public int MaxWindows { get; set; } = 1_000_000;

    /// <summary>How many windows of equal messages and labels are learned in an epoch; at least 1, default all. What is held back stays as it is.</summary>
    public int MaxRepeats { get; set; } = int.MaxValue;

    /// <summary>When a stage ends because held-back windows get no better; null, the default, for never. The weights that did best on them are kept in any case.</summary>
    public EarlyStopping? Stop { get; set; }

    /// <summary>What holds for both stages.</summary>
    public LoopOptions Loop { get; set; } = new();

    internal DistillationOptions Validated()
    {
        Vectors.Validated(nameof(Vectors));
        Answers.Validated(nameof(Answers));
        Rule.Require(Temperature is >= 1 and <= 100, nameof(Temperature), Temperature, "between 1 and 100");
        Rule.Require(HardShare is >= 0 and <= 1, nameof(HardShare), HardShare, "between 0 and 1");
        Rule.Require(Minority is >= 0 and <= 0.5, nameof(Minority), Minority, "between 0 and 0.5");
        Rule.Require(Edits is >= 0 and <= 1, nameof(Edits), Edits, "between 0 and 1");
        Rule.Require(HeldBack is >= 0.01 and <= 0.5, nameof(HeldBack), HeldBack, "between 0.01 and 0.5");
        Rule.Require(MaxWindows is >= 16 and <= TrainingSet.MaxWindows, nameof(MaxWindows), MaxWindows, $"between 16 and {TrainingSet.MaxWindows}");
        Rule.Require(MaxRepeats >= 1, nameof(MaxRepeats), MaxRepeats, "at least 1");
        Stop?.Validated();
        Loop.Validated();
        return this with { };
    }
}
