namespace LogGuardian.Inference;

/// <summary>What a tokenizer's file does not say.</summary>
internal sealed record TokenizerOptions
{
    /// <summary>Whether <c>vocab.txt</c> holds lower-case words without accents only; <c>tokenizer.json</c> says it itself.</summary>
    public bool LowerCase { get; init; } = true;

    /// <summary>Whether the tokens that begin and end a text, such as <c>[CLS]</c> and <c>[SEP]</c>, are added.</summary>
    public bool AddSpecialTokens { get; init; } = true;
}
