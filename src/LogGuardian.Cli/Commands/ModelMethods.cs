using LogGuardian.Evaluation;
using LogGuardian.Inference;

namespace LogGuardian.Cli;

/// <summary>The methods of an evaluation that use a model bundle.</summary>
internal static class ModelMethods
{
    public static EvaluationMethods Of(ModelBundle model)
    {
        EvaluationMethods methods = new EvaluationMethods()
            .Add("meaning", "the meaning detector alone, by the bundle's encoder", EvaluationMethods.FromDetector("meaning", builder => builder.DetectWithMeaning(model)))
            .Add("logguardian-model", "LogGuardian's default detectors and those of the bundle, as a cascade", EvaluationMethods.FromDetector(
                "logguardian-model", builder => Detectors.AddModel(builder.DetectWithDefaults(), model)));
        return model.Manifest.Decoder is null
            ? methods
            : methods
                .Add("logllm", "LogLLM alone: the bundle's decoder reads every window", EvaluationMethods.FromDetector("logllm", builder => builder.DetectWithLogLlm(model)))
                .Add("logllm-answer", "LogLLM's answer as it is, without calibration by the training part", (events, _) => new AnswerMethod("logllm-answer", events, model));
    }
}
