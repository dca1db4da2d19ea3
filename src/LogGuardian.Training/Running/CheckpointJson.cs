using System.Text.Json.Serialization;

namespace LogGuardian.Training;

[JsonSerializable(typeof(CheckpointState))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
