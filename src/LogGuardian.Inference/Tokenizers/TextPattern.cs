namespace LogGuardian.Inference;

/// <summary>Finds places in a text. Safe for concurrent callers.</summary>
internal abstract class TextPattern
{
    /// <summary>Finds all matches, from left to right and without overlap.</summary>
    /// <param name="text">Valid UTF-8.</param>
    /// <param name="matches">Receives them as pieces; empty ones are left out.</param>
    public abstract void Find(ReadOnlySpan<byte> text, TextPieces matches);
}
