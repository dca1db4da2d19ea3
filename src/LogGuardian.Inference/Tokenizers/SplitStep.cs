namespace LogGuardian.Inference;

/// <summary>Cuts a text at the places that a pattern matches; inverted, at those that it does not.</summary>
internal sealed class SplitStep(TextPattern pattern, SplitBehavior behavior, bool invert) : TextStep
{
    private readonly SpareBuffers<TextPieces> _buffers = new();

    public override void Apply(ReadOnlySpan<byte> text, bool first, TextPieces output)
    {
        TextPieces matches = _buffers.Take();
        matches.Clear();
        pattern.Find(text, matches);
        int origin = output.Length;
        output.Append(text);
        var parts = new SplitParts(output, origin, behavior);
        int end = 0;
        for (int i = 0; i < matches.Count; i++)
        {
            (int matchStart, int matchEnd) = matches.PlaceOf(i);
            parts.Add(end, matchStart, invert);
            parts.Add(matchStart, matchEnd, !invert);
            end = matchEnd;
        }

        parts.Add(end, text.Length, invert);
        parts.Finish();
        _buffers.Return(matches);
    }
}
