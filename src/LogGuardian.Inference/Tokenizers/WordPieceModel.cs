namespace LogGuardian.Inference;

/// <summary>BERT's model: always the longest token that the rest of the word begins with.</summary>
internal sealed class WordPieceModel : TokenModel
{
    /// <summary>Longest word that may be cut, in characters; a file cannot ask for more.</summary>
    public const int MaxWordCharacters = 1024;

    private readonly TokenTrie _vocabulary;
    private readonly int _unknown;
    private readonly int _inside;
    private readonly int _longest;

    /// <summary>Takes a vocabulary.</summary>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="unknown">The id of words that cannot be cut.</param>
    /// <param name="prefix">What tokens within a word begin with, such as <c>##</c>.</param>
    /// <param name="longest">Characters of the longest word that is cut.</param>
    public WordPieceModel(TokenTrie vocabulary, int unknown, ReadOnlySpan<byte> prefix, int longest)
    {
        _vocabulary = vocabulary;
        _unknown = unknown;
        _inside = vocabulary.NodeOf(prefix);
        _longest = longest;
    }

    public override void Encode(ReadOnlySpan<byte> word, ref IdWriter ids)
    {
        if (word.Length > _longest && CountCharacters(word) > _longest)
        {
            ids.Add(_unknown);
            return;
        }

        // Only when the whole word was cut is it known that it can be.
        Span<int> found = stackalloc int[Math.Min(word.Length, _longest)];
        int count = 0;
        int node = 0;
        while (!word.IsEmpty)
        {
            int length = node < 0 ? 0 : _vocabulary.Longest(word, node, out found[count]);
            if (length == 0)
            {
                ids.Add(_unknown);
                return;
            }

            word = word[length..];
            node = _inside;
            count++;
        }

        ids.Add(found[..count]);
    }

    private static int CountCharacters(ReadOnlySpan<byte> word)
    {
        int count = 0;
        foreach (byte b in word)
        {
            count += (b & 0xC0) == 0x80 ? 0 : 1;
        }

        return count;
    }
}
