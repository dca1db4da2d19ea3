using LogGuardian.Training;

namespace LogGuardian.Cli;

/// <summary>Stages for small models of which all learns.</summary>
internal static class FastStages
{
    /// <summary>Steps of words, however few messages there are.</summary>
    public const int LeastOfWords = 200;

    /// <summary>Steps of the last stage, however few windows there are.</summary>
    public const int LeastOfWhole = 500;

    private const int Batch = 32;
    private const double HeldWindows = 100, LeastHeld = 0.1, MostHeld = 0.3, FalseAlarms = 0.05;

    /// <summary>How a model without a decoder that knows words already, for it came of a bundle or a teacher, learns from labels.</summary>
    /// <param name="loop">Seed and threads.</param>
    /// <param name="windows">How many there are. By too few of them neither the best weights nor the threshold can be told: a hundred are held back, but no more than three tenths, and the threshold lies where normal windows end.</param>
    /// <param name="epochs">How often; null for as often as it takes.</param>
    public static PooledTrainingOptions Teaching(LoopOptions loop, int windows, int? epochs)
    {
        double held = Math.Clamp(HeldWindows / Math.Max(1, windows), LeastHeld, MostHeld);
        var options = new PooledTrainingOptions
        {
            Words = new StageOptions { Epochs = 0 },
            HeldBack = held,
            FalseAlarmShare = held > LeastHeld ? FalseAlarms : 0,
            MaxRepeats = TrainingInputs.MostRepeats,
            Loop = loop,
        };
        return options with { Answers = epochs is { } some ? options.Answers with { Epochs = some } : options.Answers with { LeastSteps = LeastOfWhole } };
    }

    /// <param name="loop">Seed and threads.</param>
    /// <param name="rate">The rate of all stages.</param>
    public static LogLlmTrainingOptions Of(LoopOptions loop, double rate = 5e-4)
    {
        var options = new LogLlmTrainingOptions { MaxRepeats = TrainingInputs.MostRepeats, Loop = loop with { BatchSize = Batch, MicroBatchSize = Batch } };
        return options with
        {
            Words = options.Words with { LearningRate = rate, LeastSteps = LeastOfWords },
            Order = options.Order with { LearningRate = rate },
            Template = options.Template with { LearningRate = rate },
            Projection = options.Projection with { LearningRate = rate },
            Embedding = options.Embedding with { LearningRate = rate },
            Whole = options.Whole with { LearningRate = rate, Epochs = 3, LeastSteps = LeastOfWhole },
        };
    }
}
