using System.Text;
using System.Text.Unicode;

namespace LogGuardian.Inference;

/// <summary>Reads <c>vocab.txt</c>: BERT's whole tokenizer follows from it.</summary>
internal static class VocabularyFile
{
    private const int LongestWord = 100;

    private static readonly string[] SpecialTokens = ["[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]"];

    public static Tokenizer Read(ReadOnlySpan<byte> content, TokenizerOptions options)
    {
        if (!Utf8.IsValid(content))
        {
            throw new InvalidDataException("The vocabulary is not UTF-8, as vocab.txt must be. Export it again.");
        }

        content = content.StartsWith("\uFEFF"u8) ? content[3..] : content;
        var vocabulary = new TokenTrie();
        int count = 0;
        for (; !content.IsEmpty; count++)
        {
            int end = content.IndexOf((byte)'\n');
            ReadOnlySpan<byte> token = end < 0 ? content : content[..end];
            content = end < 0 ? [] : content[(end + 1)..];
            if (count == Tokenizer.MaxVocabulary)
            {
                throw new InvalidDataException(FormattableString.Invariant(
                    $"The vocabulary has more than {Tokenizer.MaxVocabulary:N0} tokens, the most that are read. Use a smaller one."));
            }

            vocabulary.Add(token.TrimEnd((byte)'\r'), count);
        }

        int unknown = Require(vocabulary, "[UNK]");
        int begin = Require(vocabulary, "[CLS]");
        int finish = Require(vocabulary, "[SEP]");
        return new TextTokenizer
        {
            Added = new AddedTokens(SpecialTokens.Select(Encoding.UTF8.GetBytes).Where(token => vocabulary.IdOf(token) >= 0)
                .Select(token => KeyValuePair.Create(token, new AddedToken(vocabulary.IdOf(token))))),
            AddedNormalized = new AddedTokens([]),
            Normalizers = [new BertNormalizer(clean: true, spaceCjk: true, stripAccents: options.LowerCase, lowerCase: options.LowerCase)],
            Splits = [new BertSplit()],
            Model = new WordPieceModel(vocabulary, unknown, "##"u8, LongestWord),
            Before = options.AddSpecialTokens ? [begin] : [],
            After = options.AddSpecialTokens ? [finish] : [],
            VocabularySize = count,
            Padding = Math.Max(0, vocabulary.IdOf("[PAD]"u8)),
        };
    }

    private static int Require(TokenTrie vocabulary, string token) => vocabulary.IdOf(Encoding.UTF8.GetBytes(token)) is >= 0 and int id
        ? id
        : throw new InvalidDataException($"The vocabulary has no {token}; a vocab.txt of BERT has [UNK], [CLS] and [SEP]. Use the whole file, or kind 'json' for another tokenizer.");
}
