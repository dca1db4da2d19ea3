using System.Text;
using System.Text.RegularExpressions;

namespace LogGuardian.Inference;

/// <summary>
/// Reads <c>tokenizer.model</c> of SentencePiece. Unigram models are left to Microsoft.ML.Tokenizers, which has their normalization; of byte-pair models it joins
/// the wrong one of two equal neighbours, such as in <c>eee</c>, so that these are read here.
/// </summary>
internal static class SentencePieceFile
{
    private const int Unigram = 1;
    private const int BytePairs = 2;

    public static Tokenizer Read(byte[] content, TokenizerOptions options)
    {
        SentencePieceModel model = SentencePieceModel.Read(content);
        return model.Kind switch
        {
            Unigram => SentencePieceUnigram.Read(content, options),
            BytePairs => ReadBytePairs(model, options),
            _ => throw JsonFields.Unsupported(FormattableString.Invariant($"SentencePiece's model type {model.Kind}"), "Supported are unigram and BPE."),
        };
    }

    private static TextTokenizer ReadBytePairs(SentencePieceModel model, TokenizerOptions options)
    {
        if (model.HasCharacterMap)
        {
            throw JsonFields.Unsupported("a byte-pair model of SentencePiece with a normalization of its own", "Use the model's tokenizer.json with kind 'json'.");
        }

        var vocabulary = new TokenTrie();
        var bytes = new TokenTrie();
        foreach (SentencePiece piece in model.Pieces)
        {
            if (piece.Type is SentencePieceType.Normal or SentencePieceType.Byte)
            {
                (piece.Type == SentencePieceType.Byte ? bytes : vocabulary).Add(piece.Text, piece.Id);
            }
        }

        IEnumerable<(byte[], int, int)> ranked = model.Pieces.Where(piece => piece.Type == SentencePieceType.Normal)
            .GroupBy(piece => piece.Score).OrderByDescending(group => group.Key).SelectMany((group, rank) => group.Select(piece => (piece.Text, piece.Id, rank)));
        return new TextTokenizer
        {
            Added = new AddedTokens([]),
            AddedNormalized = new AddedTokens(model.Pieces.Where(piece => piece.Type == SentencePieceType.UserDefined)
                .Select(piece => KeyValuePair.Create(piece.Text, new AddedToken(piece.Id)))),
            Normalizers = [.. Normalizers(model)],
            Splits = [],
            Model = new BytePairModel(vocabulary, BytePairModel.AllPairs(vocabulary, ranked), model.Unknown, fuseUnknown: true, wholeWords: false, new ByteTokens(bytes)),
            Before = options.AddSpecialTokens && model.Begin >= 0 ? [model.Begin] : [],
            After = options.AddSpecialTokens && model.Begin < 0 && model.End >= 0 ? [model.End] : [],
            VocabularySize = model.Pieces.Count,
            Padding = Math.Max(0, model.Padding),
        };
    }

    private static IEnumerable<TextStep> Normalizers(SentencePieceModel model)
    {
        if (model.RemovesExtraSpaces)
        {
            yield return new ReplaceNormalizer(new RegexPattern(new Regex("^ +| +$", RegexOptions.NonBacktracking)), []);
            yield return new ReplaceNormalizer(new RegexPattern(new Regex(" {2,}", RegexOptions.NonBacktracking)), [(byte)' ']);
        }

        if (model.BeginsWithSpace)
        {
            yield return new EdgeNormalizer(stripLeft: false, stripRight: false, [(byte)' ']);
        }

        yield return new ReplaceNormalizer(new LiteralPattern([(byte)' ']), Encoding.UTF8.GetBytes("\u2581"));
    }
}
