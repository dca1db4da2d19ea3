namespace LogGuardian.Training;

/// <summary>How a WordPiece vocabulary is learned.</summary>
internal sealed record WordPieceOptions
{
    /// <summary>The most tokens, special ones included; 8 to 1,000,000, default 4,096. Fewer come out where no further pair is frequent enough.</summary>
    public int Size { get; set; } = 4096;

    /// <summary>How often two tokens must stand side by side to become one; at least 1, default 2.</summary>
    public long MinFrequency { get; set; } = 2;

    /// <summary>Whether capitals and accents leave, as the tokenizer that reads the vocabulary must do too; default true.</summary>
    public bool LowerCase { get; set; } = true;

    /// <summary>Whether the printable characters of ASCII are tokens even if no text has them; default true: what is read later may have them.</summary>
    public bool Ascii { get; set; } = true;

    /// <summary>The most characters that the texts bring in; 1 to 100,000, default 1,000. The rarest stay out, and words with them are unknown words.</summary>
    public int MaxAlphabet { get; set; } = 1000;

    /// <summary>The most distinct words that are learned from; 1 to 10,000,000, default 200,000. Up to twice as many are counted; then the rarest leave.</summary>
    public int MaxWords { get; set; } = 200_000;

    /// <summary>
    /// Texts that are one token each, such as <c>&lt;*&gt;</c>; default none, see <see cref="WordPieceMasks"/>. Only <c>tokenizer.json</c> can say so; whoever reads <c>vocab.txt</c>
    /// cuts them at their punctuation.
    /// </summary>
    public IReadOnlyList<string> Masks { get; set; } = [];

    internal WordPieceOptions Validated()
    {
        Rule.Require(Size is >= 8 and <= 1_000_000, nameof(Size), Size, "between 8 and 1,000,000");
        Rule.Require(MinFrequency >= 1, nameof(MinFrequency), MinFrequency, "at least 1");
        Rule.Require(MaxAlphabet is >= 1 and <= 100_000, nameof(MaxAlphabet), MaxAlphabet, "between 1 and 100,000");
        Rule.Require(MaxWords is >= 1 and <= 10_000_000, nameof(MaxWords), MaxWords, "between 1 and 10,000,000");
        foreach (string mask in Masks)
        {
            Rule.Require(
                mask.Length > 0 && mask.AsSpan().IndexOfAny('\r', '\n') < 0 && !WordPieceVocabulary.Special.Contains(mask),
                nameof(Masks),
                $"'{mask}'",
                "not empty, one line, and none of BERT's own special tokens");
        }

        Rule.Require(Masks.Distinct(StringComparer.Ordinal).Count() == Masks.Count, nameof(Masks), string.Join(' ', Masks), "different from each other");
        return this with { Masks = Masks.Count == 0 ? Masks : [.. Masks] };
    }
}
