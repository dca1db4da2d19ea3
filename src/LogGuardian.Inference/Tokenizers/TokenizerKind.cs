namespace LogGuardian.Inference;

/// <summary>What a tokenizer's file holds.</summary>
public enum TokenizerKind
{
    /// <summary><c>vocab.txt</c> of BERT: a word piece on each line.</summary>
    WordPiece,

    /// <summary><c>tokenizer.json</c> of Hugging Face.</summary>
    Json,

    /// <summary><c>tokenizer.model</c> of SentencePiece.</summary>
    SentencePiece,

    /// <summary>Ranks of byte pairs, as tiktoken reads them.</summary>
    Tiktoken,
}
