namespace LogGuardian.Inference;

/// <summary>Matches a text as it is.</summary>
internal sealed class LiteralPattern(byte[] literal) : TextPattern
{
    public override void Find(ReadOnlySpan<byte> text, TextPieces matches)
    {
        int from = 0;
        for (int found; literal.Length > 0 && (found = text[from..].IndexOf(literal)) >= 0; from += found + literal.Length)
        {
            matches.Add(from + found, from + found + literal.Length);
        }
    }
}
