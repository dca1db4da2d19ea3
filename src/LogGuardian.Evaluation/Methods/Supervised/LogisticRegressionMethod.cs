using Microsoft.ML;
using Microsoft.ML.Trainers;

namespace LogGuardian.Evaluation;

/// <summary>Logistic regression on tf-idf event counts with an L2 penalty of C = 100, as loglizer has it.</summary>
internal sealed class LogisticRegressionMethod(int seed) : SupervisedMethod("logistic-regression", seed)
{
    protected override bool WeightedByRarity => true;

    protected override IEstimator<ITransformer> Trainer(MLContext context) => context.BinaryClassification.Trainers.LbfgsLogisticRegression(
        new LbfgsLogisticRegressionBinaryTrainer.Options
        {
            FeatureColumnName = nameof(LabelledCounts.Features),
            LabelColumnName = nameof(LabelledCounts.Label),
            ExampleWeightColumnName = nameof(LabelledCounts.Weight),
            L1Regularization = 0,
            L2Regularization = 0.01f,
            NumberOfThreads = 1,
        });
}
