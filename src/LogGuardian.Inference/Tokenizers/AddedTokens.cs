using System.Buffers;
using System.Text;

namespace LogGuardian.Inference;

/// <summary>Tokens that are found in the text before anything else is done with it, such as <c>[MASK]</c>.</summary>
internal sealed class AddedTokens
{
    private readonly TokenTrie _trie = new();
    private readonly Dictionary<int, AddedToken> _tokens = [];
    private readonly SearchValues<byte> _firstBytes;

    public AddedTokens(IEnumerable<KeyValuePair<byte[], AddedToken>> tokens)
    {
        var first = new HashSet<byte>();
        foreach ((byte[] content, AddedToken token) in tokens)
        {
            if (content.Length > 0)
            {
                _trie.Add(content, token.Id);
                _tokens[token.Id] = token;
                first.Add(content[0]);
            }
        }

        _firstBytes = SearchValues.Create([.. first]);
    }

    /// <summary>The next of them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">Where to begin; what stands before belongs to nothing that follows.</param>
    /// <param name="start">Where it begins, with the white space that it takes along; the text's end when there is none.</param>
    /// <param name="end">Where it ends.</param>
    /// <returns>Its id, or -1.</returns>
    public int Next(ReadOnlySpan<byte> text, int from, out int start, out int end)
    {
        for (start = from; start < text.Length; start++)
        {
            int skipped = text[start..].IndexOfAny(_firstBytes);
            if (skipped < 0)
            {
                break;
            }

            start += skipped;
            end = start + _trie.Longest(text[start..], 0, out int id);
            if (end > start && (!_tokens[id].SingleWord || IsAlone(text, start, end)))
            {
                Widen(text, from, _tokens[id], ref start, ref end);
                return id;
            }
        }

        start = end = text.Length;
        return -1;
    }

    private static void Widen(ReadOnlySpan<byte> text, int from, AddedToken token, ref int start, ref int end)
    {
        while (token.StripLeft && start > from && Rune.DecodeLastFromUtf8(text[from..start], out Rune rune, out int length) == OperationStatus.Done && Rune.IsWhiteSpace(rune))
        {
            start -= length;
        }

        while (token.StripRight && end < text.Length && Rune.DecodeFromUtf8(text[end..], out Rune rune, out int length) == OperationStatus.Done && Rune.IsWhiteSpace(rune))
        {
            end += length;
        }
    }

    private static bool IsAlone(ReadOnlySpan<byte> text, int start, int end) =>
        (Rune.DecodeLastFromUtf8(text[..start], out Rune before, out _) != OperationStatus.Done || !Characters.IsWord(before))
        && (Rune.DecodeFromUtf8(text[end..], out Rune after, out _) != OperationStatus.Done || !Characters.IsWord(after));
}
