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
