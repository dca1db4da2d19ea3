using System.Text.Json;
using System.Text.Json.Serialization;

namespace LogGuardian.Inference;

/// <summary>Reads answers, and takes nothing but what was asked for.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ChatVerdict))]
internal sealed partial class ChatJson : JsonSerializerContext;
