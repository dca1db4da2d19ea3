using System.Buffers;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace LogGuardian.Inference;

/// <summary>
/// A unigram model of SentencePiece with its normalization, as Microsoft.ML.Tokenizers reads it. A text begins with the model's token for that, or, where it has
/// none, ends with its token for the end, as with T5.
/// </summary>
internal sealed class SentencePieceUnigram : Tokenizer
{
    private readonly SentencePieceTokenizer _tokenizer;
    private readonly int[] _before;
    private readonly int[] _after;

    private SentencePieceUnigram(SentencePieceTokenizer tokenizer, bool addSpecialTokens)
    {
        _tokenizer = tokenizer;
        Count = tokenizer.Vocabulary.Values.Max() + 1;
        PadId = tokenizer.Vocabulary.GetValueOrDefault("<pad>");
        bool begins = tokenizer.BeginningOfSentenceId is > 0;
        _before = addSpecialTokens && begins ? [tokenizer.BeginningOfSentenceId] : [];
        _after = addSpecialTokens && !begins && tokenizer.EndOfSentenceId > 0 ? [tokenizer.EndOfSentenceId] : [];
    }

    public override int Count { get; }

    public override int PadId { get; }

    public static SentencePieceUnigram Read(byte[] content, TokenizerOptions options)
    {
        SentencePieceTokenizer tokenizer;
        try
        {
            tokenizer = SentencePieceTokenizer.Create(new MemoryStream(content, writable: false), addBeginningOfSentence: false, addEndOfSentence: false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The library says in its own ways that a file is damaged, by whatever its reader or its tables run into.
            throw new InvalidDataException($"The tokenizer is no model of SentencePiece: {e.Message} Use its tokenizer.model.", e);
        }

        return tokenizer.Vocabulary.Count is > 0 and <= MaxVocabulary
            ? new SentencePieceUnigram(tokenizer, options.AddSpecialTokens)
            : throw new InvalidDataException(FormattableString.Invariant(
                $"The tokenizer has {tokenizer.Vocabulary.Count:N0} tokens; it must have 1 to {MaxVocabulary:N0}. Use a smaller vocabulary."));
    }

    protected override int EncodeValid(ReadOnlySpan<byte> utf8, Span<int> ids)
    {
        int room = RoomFor(ids, _before.Length + _after.Length);
        _before.CopyTo(ids);
        int count = _before.Length;
        if (room > 0 && !utf8.IsEmpty)
        {
            char[] rented = ArrayPool<char>.Shared.Rent(utf8.Length);
            int length = Encoding.UTF8.GetChars(utf8, rented);
            int former = -1;
            foreach (int id in _tokenizer.EncodeToIds(rented.AsSpan(0, length), addBeginningOfSentence: false, addEndOfSentence: false))
            {
                // SentencePiece itself takes neighbouring unknown characters for one; the library does not.
                if (count - _before.Length < room && (id != _tokenizer.UnknownId || former != id))
                {
                    ids[count++] = id;
                }

                former = id;
            }

            ArrayPool<char>.Shared.Return(rented);
        }

        _after.CopyTo(ids[count..]);
        return count + _after.Length;
    }
}
