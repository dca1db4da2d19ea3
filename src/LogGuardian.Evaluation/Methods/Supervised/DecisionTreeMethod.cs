using Microsoft.ML;
using Microsoft.ML.Trainers.FastTree;

namespace LogGuardian.Evaluation;

/// <summary>
/// One decision tree on event counts. The first tree of a boosted ensemble splits by variance, which for two classes is Gini's impurity, the criterion of
/// loglizer's tree.
/// </summary>
internal sealed class DecisionTreeMethod(int seed) : SupervisedMethod("decision-tree", seed)
{
    private const int Leaves = 200;

    protected override bool WeightedByRarity => false;

    protected override IEstimator<ITransformer> Trainer(MLContext context) => context.BinaryClassification.Trainers.FastTree(
        new FastTreeBinaryTrainer.Options
        {
            FeatureColumnName = nameof(LabelledCounts.Features),
            LabelColumnName = nameof(LabelledCounts.Label),
            ExampleWeightColumnName = nameof(LabelledCounts.Weight),
            NumberOfTrees = 1,
            NumberOfLeaves = Leaves,
            MinimumExampleCountPerLeaf = 1,
            LearningRate = 1,
            NumberOfThreads = 1,
        });
}
