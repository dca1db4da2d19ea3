using System.Buffers;
using System.Text;

namespace LogGuardian.Inference;

/// <summary>SentencePiece's model: of all ways to cut a word, the one whose tokens are likeliest together.</summary>
/// <param name="vocabulary">The tokens.</param>
/// <param name="scores">The log-likelihood of each.</param>
/// <param name="unknown">The id of characters that the vocabulary lacks; neighbouring ones are one.</param>
/// <param name="bytes">The tokens that such characters consist of; null for none.</param>
internal sealed class UnigramModel(TokenTrie vocabulary, double[] scores, int unknown, ByteTokens? bytes) : TokenModel
{
    private const double UnknownPenalty = 10;

    private readonly double _unknownScore = scores.Min() - UnknownPenalty;

    public override void Encode(ReadOnlySpan<byte> word, ref IdWriter ids)
    {
        int[] rented = ArrayPool<int>.Shared.Rent(2 * (word.Length + 1));
        double[] best = ArrayPool<double>.Shared.Rent(word.Length + 1);
        Span<int> starts = rented.AsSpan(0, word.Length + 1);
        Span<int> tokens = rented.AsSpan(word.Length + 1, word.Length + 1);
        starts.Fill(-1);
        best[0] = 0;
        for (int at = 0; at < word.Length;)
        {
            at += Extend(word, at, starts, tokens, best);
        }

        Turn(starts, word.Length);
        Write(word, starts, tokens, ref ids);
        ArrayPool<int>.Shared.Return(rented);
        ArrayPool<double>.Shared.Return(best);
    }

    /// <summary>Tries all tokens that begin at a place; returns the length of the character there.</summary>
    private int Extend(ReadOnlySpan<byte> word, int at, Span<int> starts, Span<int> tokens, double[] best)
    {
        Rune.DecodeFromUtf8(word[at..], out _, out int length);
        bool hasCharacter = false;
        int node = 0;
        for (int end = at; end < word.Length && vocabulary.Step(ref node, word[end], out bool isToken); end++)
        {
            if (isToken)
            {
                int id = vocabulary.IdAt(node);
                Offer(at, end + 1, id, scores[id], starts, tokens, best);
                hasCharacter |= end + 1 - at == length;
            }
        }

        if (!hasCharacter)
        {
            Offer(at, at + length, unknown, _unknownScore, starts, tokens, best);
        }

        return length;
    }

    private static void Offer(int start, int end, int id, double score, Span<int> starts, Span<int> tokens, double[] best)
    {
        score += best[start];
        if (starts[end] < 0 || score > best[end])
        {
            (starts[end], tokens[end], best[end]) = (start, id, score);
        }
    }

    /// <summary>Turns the links from each token's end to its start around, so that they lead from the beginning of the word to its end.</summary>
    private static void Turn(Span<int> starts, int end)
    {
        int next = -1;
        while (end >= 0)
        {
            int start = starts[end];
            starts[end] = next;
            (next, end) = (end, end == 0 ? -1 : start);
        }
    }

    private void Write(ReadOnlySpan<byte> word, Span<int> ends, Span<int> tokens, ref IdWriter ids)
    {
        for (int start = 0; start < word.Length && !ids.IsFull;)
        {
            int end = ends[start];
            if (tokens[end] == unknown)
            {
                while (end < word.Length && tokens[ends[end]] == unknown)
                {
                    end = ends[end];
                }

                WriteUnknown(word[start..end], ref ids);
            }
            else
            {
                ids.Add(tokens[end]);
            }

            start = end;
        }
    }

    private void WriteUnknown(ReadOnlySpan<byte> text, ref IdWriter ids)
    {
        if (bytes?.Have(text) != true)
        {
            ids.Add(unknown);
            return;
        }

        foreach (byte b in text)
        {
            ids.Add(bytes[b]);
        }
    }
}
