using System.Buffers.Text;
using System.Globalization;

namespace LogGuardian.Inference;

/// <summary>
/// Reads a file of tiktoken: on each line a token in base 64 and its rank, which is its id. Two neighbours become one when that is a token, the least rank
/// first. Words are those of GPT-4 and Llama 3; the file names no special tokens.
/// </summary>
internal static class TiktokenFile
{
    public static Tokenizer Read(ReadOnlySpan<byte> content)
    {
        var vocabulary = new TokenTrie();
        var tokens = new List<(byte[] Bytes, int Id)>();
        foreach (Range range in content.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = content[range].TrimEnd((byte)'\r');
            if (!line.IsEmpty)
            {
                tokens.Add(ReadLine(line, tokens.Count));
                vocabulary.Add(tokens[^1].Bytes, tokens[^1].Id);
            }
        }

        for (int b = 0; b < 256; b++)
        {
            if (vocabulary.IdOf(ByteLevel.Show([(byte)b])) < 0)
            {
                throw new InvalidDataException(FormattableString.Invariant(
                    $"The ranks have no token for the byte 0x{b:X2}; a file of tiktoken has one for each byte. Use the whole file."));
            }
        }

        return new TextTokenizer
        {
            Added = new AddedTokens([]),
            AddedNormalized = new AddedTokens([]),
            Normalizers = [],
            Splits = [new SplitStep(new BytePairWords(modern: true, digits: 3), SplitBehavior.Isolated, invert: false), new ByteLevel()],
            Model = new BytePairModel(vocabulary, BytePairModel.AllPairs(vocabulary, tokens.Select(token => (token.Bytes, token.Id, token.Id))), unknown: -1, fuseUnknown: false, wholeWords: true, bytes: null),
            Before = [],
            After = [],
            VocabularySize = tokens.Max(token => token.Id) + 1,
            Padding = 0,
        };
    }

    private static (byte[] Bytes, int Id) ReadLine(ReadOnlySpan<byte> line, int number)
    {
        int space = line.IndexOf((byte)' ');
        byte[] bytes = new byte[Math.Max(0, space)];
        if (space <= 0 || Base64.DecodeFromUtf8(line[..space], bytes, out _, out int length) != System.Buffers.OperationStatus.Done || length == 0
            || !int.TryParse(line[(space + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int rank) || rank >= Tokenizer.MaxVocabulary
            || number >= Tokenizer.MaxVocabulary)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"Line {number + 1} of the ranks is no token in base 64 with a rank below {Tokenizer.MaxVocabulary:N0}. Use a file of tiktoken."));
        }

        return (ByteLevel.Show(bytes.AsSpan(0, length)), rank);
    }
}
