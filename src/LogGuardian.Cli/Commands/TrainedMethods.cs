using LogGuardian.Evaluation;
using LogGuardian.Training;

namespace LogGuardian.Cli;

/// <summary>The methods of an evaluation that train LogLLM themselves.</summary>
internal static class TrainedMethods
{
    public static EvaluationMethods Add(EvaluationMethods methods, ModelTraining training)
    {
        foreach (TrainedVariant variant in TrainedVariant.All)
        {
            methods.Add(variant.Name, variant.Description, (events, seed) => new TrainedMethod(variant, training, events, seed));
        }

        return methods;
    }

    /// <summary>What results depend on, if one of these methods is among those that run.</summary>
    public static string VersionOf(IEnumerable<EvaluationCase> cases, ModelTraining training) =>
        cases.SelectMany(@case => @case.Methods).Any(name => TrainedVariant.All.Any(variant => variant.Name == name))
            ? $"{typeof(TrainableModel).Module.ModuleVersionId} {typeof(TrainedMethod).Module.ModuleVersionId} {training.Description}"
            : "";
}
