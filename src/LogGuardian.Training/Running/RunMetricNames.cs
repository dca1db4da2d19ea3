namespace LogGuardian.Training;

/// <summary>Names of the values that reports show as curves.</summary>
internal static class RunMetricNames
{
    public const string Loss = "loss";

    public const string LearningRate = "learning_rate";

    public const string ValidationLoss = "validation_loss";

    public const string ValidationF1 = "validation_f1";

    public const string ValidationAveragePrecision = "validation_average_precision";
}
