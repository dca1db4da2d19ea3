namespace LogGuardian.Inference;

/// <summary>Cuts a word into tokens. Safe for concurrent callers.</summary>
internal abstract class TokenModel
{
    /// <summary>Encodes a word; what finds no room is left out.</summary>
    /// <param name="word">Valid UTF-8, not empty.</param>
    /// <param name="ids">Receives the ids.</param>
    public abstract void Encode(ReadOnlySpan<byte> word, ref IdWriter ids);
}
