using LogGuardian.Evaluation;
using LogGuardian.Inference;
using LogGuardian.Training;

namespace LogGuardian.Cli;

/// <summary>The methods of an evaluation that train LogLLM themselves.</summary>
internal static class TrainedMethods
{
    /// <param name="methods">Are added to.</param>
    /// <param name="training">How they train.</param>
    /// <param name="bundle">What may learn on; null for nothing.</param>
    public static EvaluationMethods Add(EvaluationMethods methods, ModelTraining training, ModelBundle? bundle)
    {
        foreach (TrainedVariant variant in TrainedVariant.All.Concat(bundle?.Manifest.Decoder is null ? [] : TrainedVariant.OfBundle))
        {
            methods.Add(variant.Name, variant.Description, (events, seed) => new TrainedMethod(variant, training, variant.Model.IsGiven ? bundle : null, events, seed));
        }

        return methods;
    }

    /// <summary>What results depend on, if one of these methods is among those that run.</summary>
    public static string VersionOf(IEnumerable<EvaluationCase> cases, ModelTraining training) =>
        cases.SelectMany(@case => @case.Methods).Any(name => TrainedVariant.All.Concat(TrainedVariant.OfBundle).Any(variant => variant.Name == name))
            ? $"{typeof(TrainableModel).Module.ModuleVersionId} {typeof(TrainedMethod).Module.ModuleVersionId} {training.Description}"
            : "";
}
