using System.Text.Json.Serialization;

namespace LogGuardian.Inference;

/// <summary>
/// What a model bundle says of itself: <c>manifest.json</c> beside its files. A field that is not known here is refused: a misspelt one would be ignored in silence,
/// and what a later version adds comes with a later <see cref="Version"/>.
/// </summary>
public sealed record BundleManifest
{
    /// <summary>Name of the manifest's file.</summary>
    public const string FileName = "manifest.json";

    internal const string ThisFormat = "logguardian-model";
    internal const int ThisVersion = 1;
    private static readonly Dictionary<string, BundleFile> Nothing = [];

    /// <summary>Always <c>logguardian-model</c>.</summary>
    public string Format { get; init => field = value ?? ""; } = ThisFormat;

    /// <summary>Version of the manifest; 1.</summary>
    public int Version { get; init; } = ThisVersion;

    /// <summary>What the model is called.</summary>
    public required string Name { get; init; }

    /// <summary>The license of the weights; may be empty.</summary>
    public string License { get; init => field = value ?? ""; } = "";

    /// <summary>What the model was trained on and what it is good for; free text.</summary>
    public string Card { get; init => field = value ?? ""; } = "";

    /// <summary>The files of the bundle by name; <see cref="BundleWriter"/> fills it.</summary>
    public IReadOnlyDictionary<string, BundleFile> Files { get; init => field = value ?? Nothing; } = Nothing;

    /// <summary>What of a log the model reads.</summary>
    public BundleMessage Message { get; init => field = value ?? new(); } = new();

    /// <summary>How messages become token ids.</summary>
    public required BundleTokenizer Tokenizer { get; init; }

    /// <summary>How token ids become a vector.</summary>
    public required BundleEncoder Encoder { get; init; }

    /// <summary>How vectors come into the decoder's space; null without a decoder, or where the decoder does it itself.</summary>
    public BundleProjector? Projector { get; init; }

    /// <summary>What judges a sequence of messages; null for a bundle that only encodes.</summary>
    public BundleDecoder? Decoder { get; init; }

    /// <summary>What the decoder reads beside the messages.</summary>
    public BundlePrompt? Prompt { get; init; }

    /// <summary>What the decoder may answer.</summary>
    public BundleAnswer? Answer { get; init; }

    /// <summary>What the answer is worth.</summary>
    public BundleCalibration Calibration { get; init => field = value ?? new(); } = new();

    /// <summary>What the decoder reads of a window.</summary>
    public BundleWindow Window { get; init => field = value ?? new(); } = new();

    /// <summary>Names of the files that are ONNX models.</summary>
    [JsonIgnore]
    internal IEnumerable<string> Models => new[] { Encoder.File, Projector?.File, Decoder?.File, Prompt?.Embeddings }.OfType<string>();
}
