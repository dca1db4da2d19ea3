using System.Text.Json.Serialization;

namespace LogGuardian.Evaluation;

/// <summary>Curves as JSON on one line.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(EvaluationCurves))]
internal sealed partial class CurvesJson : JsonSerializerContext;
