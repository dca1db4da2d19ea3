using LogGuardian.Training;

namespace LogGuardian.Cli;

/// <summary>One way to train a model.</summary>
/// <param name="Name">The method's name.</param>
/// <param name="Description">What it does, in a few words.</param>
internal sealed record TrainedVariant(string Name, string Description)
{
    private static readonly StageOptions Nothing = new() { Epochs = 0 };

    /// <summary>Those that make a model.</summary>
    public static IReadOnlyList<TrainedVariant> All { get; } =
    [
        new("logllm-stages", "trains LogLLM on the training part, in its three stages (needs labels)"),
        new("logllm-joint", "trains it in one stage with as many steps, for comparison (needs labels)") { Change = stages => stages with { AtOnce = true } },
        new("logllm-without-1", "trains it without stage 1, the form of the answer (needs labels)") { Change = stages => stages with { Template = Nothing } },
        new("logllm-without-2", "trains it without stage 2, the projector (needs labels)") { Change = stages => stages with { Projection = Nothing, Embedding = Nothing } },
        new("logllm-without-3", "trains it without stage 3, all of it (needs labels)") { Change = stages => stages with { Whole = Nothing } },
        new("logllm-student", "trains it, and a smaller one by its answers, which judges (needs labels)") { Student = StudentKind.Decoder },
        new("logllm-pooled", "trains it, and a model without decoder by its answers, which judges (needs labels)") { Student = StudentKind.Pooled },
    ];

    /// <summary>Those that let a bundle without a decoder learn on.</summary>
    public static IReadOnlyList<TrainedVariant> OfBundle { get; } =
    [
        new("logllm-adapted", "gets the bundle used to the training part, without labels") { Model = (true, 0) },
        new("logllm-tuned", "tunes the bundle with the 16 windows of the training part that suggest would have labelled, and the others without their labels") { Model = (true, FewShotTuning.MostLabelled) },
        new("logllm-taught", "teaches the bundle all labels of the training part") { Model = (true, null) },
        new("logguardian-adapted", "LogGuardian's default detectors with the bundle, adapted in the same way, and no label told to either") { Model = (true, 0), InPipeline = true },
        new("logguardian-tuned", "LogGuardian's default detectors with the bundle, tuned in the same way") { Model = (true, FewShotTuning.MostLabelled), InPipeline = true },
        new("logguardian-taught", "LogGuardian's default detectors with the bundle, taught in the same way") { Model = (true, null), InPipeline = true },
    ];

    /// <summary>What is other than in the three stages.</summary>
    public Func<LogLlmTrainingOptions, LogLlmTrainingOptions> Change { get; init; } = stages => stages;

    /// <summary>Who judges in the place of the model.</summary>
    public StudentKind Student { get; init; }

    /// <summary>Whether the model of <c>--model</c> learns on, and not a new one; the most labels that it is told, or null for all.</summary>
    public (bool IsGiven, int? Labels) Model { get; init; }

    /// <summary>Whether the default detectors judge with it, which learn from what is not labelled anomalous, or it judges alone.</summary>
    public bool InPipeline { get; init; }
}
