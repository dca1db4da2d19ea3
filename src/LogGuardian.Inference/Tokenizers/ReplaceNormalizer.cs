namespace LogGuardian.Inference;

/// <summary>Puts a text in the place of what a pattern matches.</summary>
internal sealed class ReplaceNormalizer(TextPattern pattern, byte[] content) : TextStep
{
    private readonly SpareBuffers<TextPieces> _buffers = new();

    public override void Apply(ReadOnlySpan<byte> text, bool first, TextPieces output)
    {
        TextPieces matches = _buffers.Take();
        matches.Clear();
        pattern.Find(text, matches);
        int start = output.Length;
        int end = 0;
        for (int i = 0; i < matches.Count; i++)
        {
            (int matchStart, int matchEnd) = matches.PlaceOf(i);
            output.Append(text[end..matchStart]);
            output.Append(content);
            end = matchEnd;
        }

        output.Append(text[end..]);
        output.Add(start, output.Length);
        _buffers.Return(matches);
    }
}
