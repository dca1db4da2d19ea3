using System.Runtime.InteropServices;
using System.Text;

namespace LogGuardian.Training;

/// <summary>
/// Words that are joined together from characters. How often pairs come is counted once; each merge then changes the words with its pair alone, and the most frequent pair is found in
/// a heap in which outdated counts are put right when they come to the top.
/// </summary>
internal sealed class WordPieceMerges
{
    private const string Inside = "##";

    private readonly List<string> _tokens = [];
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly HashSet<Rune> _alphabet;
    private readonly List<int[]> _words = [];
    private readonly List<long> _counts = [];
    private readonly Dictionary<(int Left, int Right), TokenPair> _pairs = [];
    private readonly PriorityQueue<TokenPair, (long Count, string Left, string Right)> _queue;

    public WordPieceMerges(IEnumerable<Rune> alphabet)
    {
        _alphabet = [.. alphabet];
        foreach (string prefix in (string[])["", Inside])
        {
            foreach (Rune rune in _alphabet.Order())
            {
                IdOf(prefix + rune);
            }
        }

        _queue = new PriorityQueue<TokenPair, (long Count, string Left, string Right)>(Comparer<(long Count, string Left, string Right)>.Create(static (a, b) =>
            a.Count != b.Count ? b.Count.CompareTo(a.Count)
            : string.CompareOrdinal(a.Left, b.Left) is not 0 and int left ? left
            : string.CompareOrdinal(a.Right, b.Right)));
    }

    /// <summary>Adds a word that is there only once; one with a character outside of the alphabet can only be unknown and is left out.</summary>
    public void Add(string word, long count)
    {
        int[] ids = new int[word.Length];
        int length = 0;
        foreach (Rune rune in word.EnumerateRunes())
        {
            if (!_alphabet.Contains(rune))
            {
                return;
            }

            ids[length] = IdOf(length == 0 ? rune.ToString() : Inside + rune);
            length++;
        }

        _words.Add(ids[..length]);
        _counts.Add(count);
    }

    /// <summary>Joins the words together.</summary>
    /// <param name="most">The most tokens.</param>
    /// <param name="least">How often a pair must come.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The characters, those within words, and what became of them in the order of merges.</returns>
    public IReadOnlyList<string> Run(int most, long least, CancellationToken cancellationToken)
    {
        for (int word = 0; word < _words.Count; word++)
        {
            for (int i = 1; i < _words[word].Length; i++)
            {
                Count(_words[word][i - 1], _words[word][i], word, _counts[word]);
            }
        }

        foreach (TokenPair pair in _pairs.Values)
        {
            Enqueue(pair);
        }

        while (_tokens.Count < most && _queue.TryDequeue(out TokenPair? pair, out (long Count, string Left, string Right) queued))
        {
            // A pair that grew was queued again; one that shrank stands too high.
            if (pair.Count < least || pair.Count > queued.Count)
            {
                continue;
            }

            if (pair.Count < queued.Count)
            {
                Enqueue(pair);
                continue;
            }

            cancellationToken.ThrowIfCancellationRequested();
            Merge(pair);
        }

        return _tokens;
    }

    private void Merge(TokenPair pair)
    {
        int joined = IdOf(_tokens[pair.Left] + _tokens[pair.Right][Inside.Length..]);
        _pairs.Remove((pair.Left, pair.Right));
        pair.Count = 0;
        var grown = new HashSet<TokenPair>();
        foreach (int word in pair.Words)
        {
            Merge(pair, joined, word, grown);
        }

        foreach (TokenPair one in grown)
        {
            Enqueue(one);
        }
    }

    private void Merge(TokenPair pair, int joined, int word, HashSet<TokenPair> grown)
    {
        int[] ids = _words[word];
        int length = 0;
        long count = _counts[word];
        for (int i = 0; i < ids.Length; i++)
        {
            if (i + 1 == ids.Length || ids[i] != pair.Left || ids[i + 1] != pair.Right)
            {
                ids[length++] = ids[i];
                continue;
            }

            if (length > 0)
            {
                Uncount(ids[length - 1], pair.Left, count);
                grown.Add(Count(ids[length - 1], joined, word, count));
            }

            if (i + 2 < ids.Length)
            {
                Uncount(pair.Right, ids[i + 2], count);
                grown.Add(Count(joined, ids[i + 2], word, count));
            }

            ids[length++] = joined;
            i++;
        }

        _words[word] = length == ids.Length ? ids : ids[..length];
    }

    private TokenPair Count(int left, int right, int word, long count)
    {
        ref TokenPair? pair = ref CollectionsMarshal.GetValueRefOrAddDefault(_pairs, (left, right), out _);
        pair ??= new TokenPair(left, right);
        pair.Count += count;

        // A word that is noted twice is looked at twice and changed once.
        if (pair.Words.Count == 0 || pair.Words[^1] != word)
        {
            pair.Words.Add(word);
        }

        return pair;
    }

    // What was merged is not there any more: its neighbours may be the pair itself, as in aaaa.
    private void Uncount(int left, int right, long count)
    {
        if (_pairs.TryGetValue((left, right), out TokenPair? pair))
        {
            pair.Count -= count;
        }
    }

    private void Enqueue(TokenPair pair) => _queue.Enqueue(pair, (pair.Count, _tokens[pair.Left], _tokens[pair.Right]));

    private int IdOf(string token)
    {
        ref int id = ref CollectionsMarshal.GetValueRefOrAddDefault(_ids, token, out bool isKnown);
        if (!isKnown)
        {
            id = _tokens.Count;
            _tokens.Add(token);
        }

        return id;
    }
}
