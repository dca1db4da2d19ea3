using System.Buffers;
using System.Text;

namespace LogGuardian.Inference;

/// <summary>Joins the characters of a word pair by pair, in the order in which the pairs were learned.</summary>
/// <param name="vocabulary">The tokens.</param>
/// <param name="merges">The pairs, see <see cref="Pair"/>.</param>
/// <param name="unknown">The id of a character that the vocabulary lacks; -1 when it leaves.</param>
/// <param name="fuseUnknown">Whether neighbouring ones are one.</param>
/// <param name="wholeWords">Whether a word that is a token is not put together.</param>
/// <param name="bytes">The tokens that such characters consist of; null for none.</param>
internal sealed class BytePairModel(
    TokenTrie vocabulary, Dictionary<long, BytePairMerge> merges, int unknown, bool fuseUnknown, bool wholeWords, ByteTokens? bytes) : TokenModel
{
    /// <summary>Pairs that a model joins.</summary>
    public const int MaxMerges = 4_000_000;

    /// <summary>The key of two tokens.</summary>
    public static long Pair(int left, int right) => ((long)left << 32) | (uint)right;

    /// <summary>All pairs that make a token, where a vocabulary has no list of pairs.</summary>
    /// <exception cref="InvalidDataException">There are too many.</exception>
    public static Dictionary<long, BytePairMerge> AllPairs(TokenTrie vocabulary, IEnumerable<(byte[] Bytes, int Id, int Rank)> tokens)
    {
        var pairs = new Dictionary<long, BytePairMerge>();
        foreach ((byte[] text, int id, int rank) in tokens)
        {
            for (int cut = 1; cut < text.Length; cut++)
            {
                int left = vocabulary.IdOf(text.AsSpan(0, cut));
                int right = left < 0 ? -1 : vocabulary.IdOf(text.AsSpan(cut));
                if (right >= 0)
                {
                    pairs[Pair(left, right)] = new BytePairMerge(rank, id);
                }
            }

            if (pairs.Count > MaxMerges)
            {
                throw new InvalidDataException(FormattableString.Invariant(
                    $"The tokenizer's tokens make more than {MaxMerges:N0} pairs, the most that are read. Use a smaller vocabulary."));
            }
        }

        return pairs;
    }

    public override void Encode(ReadOnlySpan<byte> word, ref IdWriter ids)
    {
        if (wholeWords && vocabulary.IdOf(word) is >= 0 and int whole)
        {
            ids.Add(whole);
            return;
        }

        // A character may be as many tokens as it has bytes; each has a left and a right neighbour, and at most three entries in the queue.
        int[] rented = ArrayPool<int>.Shared.Rent(3 * word.Length);
        long[] queue = ArrayPool<long>.Shared.Rent(3 * word.Length);
        Span<int> tokens = rented.AsSpan(0, word.Length);
        Span<int> left = rented.AsSpan(word.Length, word.Length);
        Span<int> right = rented.AsSpan(2 * word.Length, word.Length);
        int count = Characters(word, tokens);
        Merge(tokens[..count], left, right, queue);
        for (int at = 0; at < count && !ids.IsFull; at = right[at])
        {
            ids.Add(tokens[at]);
        }

        ArrayPool<int>.Shared.Return(rented);
        ArrayPool<long>.Shared.Return(queue);
    }

    private int Characters(ReadOnlySpan<byte> word, Span<int> tokens)
    {
        int count = 0;
        bool wasUnknown = false;
        while (!word.IsEmpty)
        {
            Rune.DecodeFromUtf8(word, out _, out int length);
            ReadOnlySpan<byte> character = word[..length];
            word = word[length..];
            int id = vocabulary.IdOf(character);
            if (id >= 0)
            {
                tokens[count++] = id;
            }
            else if (bytes?.Have(character) == true)
            {
                foreach (byte b in character)
                {
                    tokens[count++] = bytes[b];
                }
            }
            else if (unknown >= 0)
            {
                if (!fuseUnknown || !wasUnknown)
                {
                    tokens[count++] = unknown;
                }

                wasUnknown = true;
                continue;
            }

            wasUnknown = false;
        }

        return count;
    }

    private void Merge(Span<int> tokens, Span<int> left, Span<int> right, long[] queue)
    {
        int waiting = 0;
        for (int at = 0; at < tokens.Length; at++)
        {
            left[at] = at - 1;
            right[at] = at + 1;
            Enqueue(tokens, at, at + 1, queue, ref waiting);
        }

        while (waiting > 0)
        {
            long first = RankQueue.Pop(queue, ref waiting);
            int at = (int)(first & int.MaxValue);
            int next = tokens[at] < 0 ? tokens.Length : right[at];

            // The entry is old when either token has become part of another one meanwhile: the pair that stands there now has another rank.
            if (next >= tokens.Length || !merges.TryGetValue(Pair(tokens[at], tokens[next]), out BytePairMerge merge) || merge.Rank != (int)(first >> 32))
            {
                continue;
            }

            tokens[at] = merge.Id;
            tokens[next] = -1;
            right[at] = right[next];
            if (right[at] < tokens.Length)
            {
                left[right[at]] = at;
            }

            Enqueue(tokens, at, right[at], queue, ref waiting);
            if (left[at] >= 0)
            {
                Enqueue(tokens, left[at], at, queue, ref waiting);
            }
        }
    }

    private void Enqueue(Span<int> tokens, int at, int next, long[] queue, ref int waiting)
    {
        if (next < tokens.Length && merges.TryGetValue(Pair(tokens[at], tokens[next]), out BytePairMerge merge))
        {
            RankQueue.Push(queue, ref waiting, ((long)merge.Rank << 32) | (uint)at);
        }
    }
}
