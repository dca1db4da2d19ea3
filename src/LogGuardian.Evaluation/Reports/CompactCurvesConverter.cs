using System.Text.Json;
using System.Text.Json.Serialization;

namespace LogGuardian.Evaluation;

/// <summary>Keeps the thousands of numbers of the curves on one line, so that people can read the rest.</summary>
internal sealed class CompactCurvesConverter : JsonConverter<EvaluationCurves>
{
    public override EvaluationCurves? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize(ref reader, CurvesJson.Default.EvaluationCurves);

    public override void Write(Utf8JsonWriter writer, EvaluationCurves value, JsonSerializerOptions options) =>
        writer.WriteRawValue(JsonSerializer.SerializeToUtf8Bytes(value, CurvesJson.Default.EvaluationCurves));
}
