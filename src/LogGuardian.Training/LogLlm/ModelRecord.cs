using System.Text.Json;
using System.Text.Json.Serialization;
using LogGuardian.Inference;

namespace LogGuardian.Training;

/// <summary>What <c>training.json</c> of a trained model's folder says.</summary>
internal sealed record ModelRecord
{
    public const string FileName = "training.json";
    private const string ThisFormat = "logguardian-trainable";
    private const int ThisVersion = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    public string Format { get; init; } = ThisFormat;

    public int Version { get; init; } = ThisVersion;

    public ModelCard Card { get; init; } = new();

    public BundleMessage Message { get; init; } = new(MessageMasks.LogLlm);

    /// <summary>How messages become tokens.</summary>
    public required BundleTokenizer Tokenizer { get; init; }

    /// <summary>How the prompt becomes tokens of the decoder; null for a model without one.</summary>
    public BundleTokenizer? PromptTokenizer { get; init; }

    /// <summary>Numbers between a message's vector and its evidence, where no decoder but a pooled judge reads the vectors; otherwise null.</summary>
    public int? Width { get; init; }

    public bool FirstToken { get; init; }

    public int MaxMessages { get; init; } = 128;

    public BundleCalibration Calibration { get; init; } = new();

    /// <exception cref="InvalidDataException">It is not there, damaged, or of another version.</exception>
    public static ModelRecord Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            throw new InvalidDataException($"'{folder}' has no {FileName}; the folder of a trained model has one. Name the folder that a training wrote, not a bundle.");
        }

        ModelRecord record;
        try
        {
            record = JsonSerializer.Deserialize<ModelRecord>(File.ReadAllBytes(path), Json) ?? throw new JsonException("It is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"'{path}' cannot be read: {e.Message} Write the model again.", e);
        }

        return record.Format == ThisFormat && record.Version == ThisVersion
            ? record
            : throw new InvalidDataException(FormattableString.Invariant(
                $"'{path}' has the format '{record.Format}', version {record.Version}; it must be '{ThisFormat}', version {ThisVersion}. Write the model again with this version."));
    }

    public void Write(string folder) => AtomicFile.Write(Path.Combine(folder, FileName), stream => JsonSerializer.Serialize(stream, this, Json));
}
