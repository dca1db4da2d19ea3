namespace LogGuardian.Inference;

/// <summary>A step from text to words: changes a piece, or cuts it into several. Safe for concurrent callers.</summary>
internal abstract class TextStep
{
    /// <summary>Does the step.</summary>
    /// <param name="text">A piece; valid UTF-8, not empty.</param>
    /// <param name="first">Whether nothing of the message stands before it.</param>
    /// <param name="output">Receives what becomes of it.</param>
    public abstract void Apply(ReadOnlySpan<byte> text, bool first, TextPieces output);
}
