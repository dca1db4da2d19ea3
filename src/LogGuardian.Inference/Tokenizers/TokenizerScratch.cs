namespace LogGuardian.Inference;

/// <summary>The buffers that one caller of a <see cref="TextTokenizer"/> needs.</summary>
internal sealed class TokenizerScratch
{
    public TextPieces Normalized { get; } = new();

    public TextPieces NormalizedNext { get; } = new();

    public TextPieces Words { get; } = new();

    public TextPieces WordsNext { get; } = new();
}
