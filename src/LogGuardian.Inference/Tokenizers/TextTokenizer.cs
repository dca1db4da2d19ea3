namespace LogGuardian.Inference;

/// <summary>Hugging Face's way from a text to ids: added tokens are found, the rest is normalized, cut into words, and words into tokens.</summary>
internal sealed class TextTokenizer : Tokenizer
{
    private readonly SpareBuffers<TokenizerScratch> _buffers = new();

    /// <summary>Tokens that are found in the text as it came.</summary>
    public required AddedTokens Added { get; init; }

    /// <summary>Tokens that are found in the normalized text.</summary>
    public required AddedTokens AddedNormalized { get; init; }

    public required TextStep[] Normalizers { get; init; }

    public required TextStep[] Splits { get; init; }

    public required TokenModel Model { get; init; }

    /// <summary>What every text begins with.</summary>
    public required int[] Before { get; init; }

    /// <summary>What every text ends with.</summary>
    public required int[] After { get; init; }

    public required int VocabularySize { get; init; }

    public required int Padding { get; init; }

    public override int Count => VocabularySize;

    public override int PadId => Padding;

    protected override int EncodeValid(ReadOnlySpan<byte> utf8, Span<int> ids)
    {
        int room = RoomFor(ids, Before.Length + After.Length);
        TokenizerScratch scratch = _buffers.Take();
        Before.CopyTo(ids);
        var writer = new IdWriter(ids.Slice(Before.Length, room));
        int from = 0;
        while (from < utf8.Length && !writer.IsFull)
        {
            int id = Added.Next(utf8, from, out int start, out int end);
            EncodePart(utf8[from..start], from == 0, scratch, ref writer);
            if (id >= 0)
            {
                writer.Add(id);
            }

            from = end;
        }

        _buffers.Return(scratch);
        After.CopyTo(ids[(Before.Length + writer.Count)..]);
        return Before.Length + writer.Count + After.Length;
    }

    private void EncodePart(ReadOnlySpan<byte> text, bool first, TokenizerScratch scratch, ref IdWriter writer)
    {
        TextPieces normalized = Run(Normalizers, text, first, scratch.Normalized, scratch.NormalizedNext);
        for (int piece = 0; piece < normalized.Count; piece++)
        {
            ReadOnlySpan<byte> whole = normalized[piece];
            int from = 0;
            while (from < whole.Length && !writer.IsFull)
            {
                int id = AddedNormalized.Next(whole, from, out int start, out int end);
                TextPieces words = Run(Splits, whole[from..start], first && from == 0, scratch.Words, scratch.WordsNext);
                for (int i = 0; i < words.Count && !writer.IsFull; i++)
                {
                    Model.Encode(words[i], ref writer);
                }

                if (id >= 0)
                {
                    writer.Add(id);
                }

                from = end;
            }
        }
    }

    private static TextPieces Run(TextStep[] steps, ReadOnlySpan<byte> text, bool first, TextPieces output, TextPieces next)
    {
        output.Clear();
        if (text.IsEmpty)
        {
            return output;
        }

        if (steps.Length == 0)
        {
            output.Append(text);
            output.Add(0, text.Length);
            return output;
        }

        steps[0].Apply(text, first, output);
        foreach (TextStep step in steps.AsSpan(1))
        {
            next.Clear();
            for (int i = 0; i < output.Count; i++)
            {
                step.Apply(output[i], first && i == 0, next);
            }

            (output, next) = (next, output);
        }

        return output;
    }
}
