using LogGuardian.Inference;

namespace LogGuardian.Training;

/// <summary>What an exported bundle holds, and what it is checked with.</summary>
internal sealed record BundleContents
{
    /// <summary>What the model is called.</summary>
    public required string Name { get; init; }

    /// <summary>The license of the weights.</summary>
    public string License { get; init; } = "";

    /// <summary>What the model was trained on and what it is good for.</summary>
    public string Card { get; init; } = "";

    /// <summary>What of a log the model reads.</summary>
    public BundleMessage Message { get; init; } = new();

    /// <summary>The text of the tokenizer's file: of <c>vocab.txt</c>, a word piece on each line, or of <c>tokenizer.json</c>.</summary>
    public required string Vocabulary { get; init; }

    /// <summary>What <see cref="Vocabulary"/> is; word pieces or JSON.</summary>
    public TokenizerKind VocabularyKind { get; init; }

    /// <summary>Whether the vocabulary is of lower case.</summary>
    public bool Lowercase { get; init; } = true;

    /// <summary>The longest message in tokens; null for as many as the encoder reads.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Size of the encoder.</summary>
    public required EncoderShape Encoder { get; init; }

    /// <summary>Weights of the encoder by Hugging Face's names.</summary>
    public required IReadOnlyDictionary<string, Weight> EncoderWeights { get; init; }

    /// <summary>How the vectors of tokens become that of the message; not <see cref="EncoderPooling.None"/>.</summary>
    public EncoderPooling Pooling { get; init; } = EncoderPooling.Mean;

    /// <summary>Whether the projector was trained with vectors of length 1.</summary>
    public bool Normalize { get; init; } = true;

    /// <summary>Projector, prompt and decoder; null for a bundle that only encodes.</summary>
    public ExportedDecoder? Decoder { get; init; }

    /// <summary>What judges in the place of a decoder; null for none. Not together with <see cref="Decoder"/>.</summary>
    public ExportedJudge? Judge { get; init; }

    /// <summary>Whether matrices and word vectors become whole numbers of eight bits: a fourth of the size.</summary>
    public bool Quantized { get; init; }

    /// <summary>What the written bundle must compute.</summary>
    public required ExportCheck Check { get; init; }

    /// <exception cref="ArgumentException">A value is not what it must be; the message names it.</exception>
    public BundleContents Validated()
    {
        Encoder.Validated();
        Rule.Require(Pooling != EncoderPooling.None, nameof(Pooling), Pooling, "cls, mean or max: an exported encoder gives the vectors of tokens");
        Rule.Require(MaxTokens is null || MaxTokens <= Encoder.MaxTokens, nameof(MaxTokens), MaxTokens, $"at most the {Encoder.MaxTokens} that the encoder reads");
        Rule.Require(VocabularyKind is TokenizerKind.WordPiece or TokenizerKind.Json, nameof(VocabularyKind), VocabularyKind, "word pieces or JSON: the others are no text");
        int tokens = Vocabulary.AsSpan().TrimEnd('\n').Count('\n') + 1;
        Rule.Require(
            VocabularyKind == TokenizerKind.Json || tokens <= Encoder.Vocabulary, nameof(Vocabulary) + "'s number of tokens", tokens, $"at most {Encoder.Vocabulary}, for which the encoder has vectors");
        Rule.Require(Decoder is null || Judge is null, nameof(Judge), "there", "left out where there is a decoder");
        Decoder?.Validated();
        Check.Validated(Encoder, Decoder?.MaxMessages ?? Judge?.MaxMessages);
        return this;
    }
}
