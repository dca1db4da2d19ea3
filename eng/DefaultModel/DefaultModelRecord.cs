using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using LogGuardian.Inference;
using LogGuardian.Training;

namespace DefaultModel;

/// <summary>What is kept beside the model, so that others can make it again and compare: <c>default-model.json</c>.</summary>
internal sealed record DefaultModelRecord
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Hash of the bundle.</summary>
    public required string Bundle { get; init; }

    public required string ZipSha256 { get; init; }

    public required long ZipBytes { get; init; }

    public required string License { get; init; }

    public required string Card { get; init; }

    public required string Command { get; init; }

    public required int Seed { get; init; }

    public required IReadOnlyDictionary<string, double> Results { get; init; }

    public required string Machine { get; init; }

    public required double Minutes { get; init; }

    /// <summary>One checksum of all inputs.</summary>
    public required string InputsSha256 { get; init; }

    public required IReadOnlyList<InputFile> Inputs { get; init; }

    public static DefaultModelRecord Of(ModelBundle bundle, ModelCard card, IReadOnlyList<InputFile> inputs, IReadOnlyDictionary<string, double> results, TimeSpan took)
    {
        byte[] zip = File.ReadAllBytes(bundle.Path);
        return new DefaultModelRecord
        {
            Bundle = bundle.Hash,
            ZipSha256 = Convert.ToHexStringLower(SHA256.HashData(zip)),
            ZipBytes = zip.Length,
            License = card.License,
            Card = card.Text,
            Command = "eng/default-model.sh",
            Seed = Recipe.Seed,
            Results = results,
            Machine = string.Create(CultureInfo.InvariantCulture, $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}"),
            Minutes = Math.Round(took.TotalMinutes, 1),
            InputsSha256 = InputFile.HashOf(inputs),
            Inputs = inputs,
        };
    }

    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, Json) + "\n");
}
