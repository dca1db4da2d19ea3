namespace LogGuardian.Inference;

/// <summary>A token of a SentencePiece model.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">Its text as UTF-8.</param>
/// <param name="Score">Higher is joined earlier.</param>
/// <param name="Type">What it is.</param>
internal sealed record SentencePiece(int Id, byte[] Text, float Score, SentencePieceType Type);
