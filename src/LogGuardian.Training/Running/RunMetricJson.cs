using System.Text.Json.Serialization;

namespace LogGuardian.Training;

/// <summary>Metrics as JSON, each on a line.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(RunMetric))]
internal sealed partial class RunMetricJson : JsonSerializerContext;
