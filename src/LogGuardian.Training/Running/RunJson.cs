using System.Text.Json.Serialization;

namespace LogGuardian.Training;

/// <summary>What a run's folder and checkpoints hold as JSON. Values may be infinite or no number, which JSON has no number for.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    NewLine = "\n",
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(PlateauState))]
[JsonSerializable(typeof(EarlyStoppingState))]
internal sealed partial class RunJson : JsonSerializerContext;
