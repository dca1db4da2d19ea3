namespace LogGuardian.Inference;

/// <summary>Shows spaces by a character of their own, puts one first, and cuts the text before each, as SentencePiece does.</summary>
internal sealed class Metaspace(byte[] replacement, MetaspacePrefix prefix, bool split) : TextStep
{
    public override void Apply(ReadOnlySpan<byte> text, bool first, TextPieces output)
    {
        int start = output.Length;
        bool prepend = prefix == MetaspacePrefix.Always || (prefix == MetaspacePrefix.First && first);
        if (prepend && text[0] != ' ' && !text.StartsWith(replacement))
        {
            output.Append(replacement);
        }

        for (int space; (space = text.IndexOf((byte)' ')) >= 0; text = text[(space + 1)..])
        {
            output.Append(text[..space]);
            output.Append(replacement);
        }

        output.Append(text);
        if (!split)
        {
            output.Add(start, output.Length);
            return;
        }

        ReadOnlySpan<byte> written = output.Since(start);
        int piece = 0;
        for (int next; (next = written[Math.Min(piece + 1, written.Length)..].IndexOf(replacement)) >= 0; piece += next + 1)
        {
            output.Add(start + piece, start + piece + 1 + next);
        }

        output.Add(start + piece, output.Length);
    }
}
