using System.Text.Json.Serialization;

namespace LogGuardian.Inference;

/// <summary>How text becomes token ids.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Kind">What the file holds.</param>
/// <param name="Lowercase">Whether a word-piece vocabulary is of lower case.</param>
/// <param name="MaxTokens">The longest text in tokens, special ones included; 3 to 8,192. What is longer is cut.</param>
public sealed record BundleTokenizer(
    string File,
    [property: JsonConverter(typeof(LowerCaseEnum<TokenizerKind>))] TokenizerKind Kind,
    bool Lowercase = true,
    int MaxTokens = 64);
