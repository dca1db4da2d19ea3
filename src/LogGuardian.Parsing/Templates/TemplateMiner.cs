using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace LogGuardian.Parsing;

/// <summary>
/// Online template mining after Drain (He et al., ICWS 2017): candidates share the number of words and the first constant word; the most similar
/// one takes the line and generalises. In front stands a table from the hash of a masked line to its template, which answers for most lines.
/// Not safe for concurrent callers.
/// </summary>
internal sealed class TemplateMiner(double similarityThreshold, int maxTemplates)
{
    private const int MaxKnownLines = 65_536;

    private readonly Dictionary<ulong, TemplateCluster> _known = [];
    private readonly Dictionary<(int Count, ulong First), List<TemplateCluster>> _leaves = [];
    private readonly Dictionary<TemplateId, TemplateCluster> _clusters = [];
    private readonly Tokenizer _tokenizer = new();
    private long _line;

    public ReadOnlySpan<Token> Tokens => _tokenizer.Tokens;

    public ReadOnlySpan<MaskedValue> Values => _tokenizer.Values;

    public IReadOnlyCollection<TemplateCluster> Clusters => _clusters.Values;

    /// <summary>The template of a line's content; a new one when none is similar enough.</summary>
    public TemplateCluster Match(ReadOnlySpan<byte> content)
    {
        _tokenizer.Tokenize(content);
        _line++;
        if (!_known.TryGetValue(_tokenizer.LineHash, out TemplateCluster? cluster))
        {
            cluster = Search() ?? Create(content);
            if (_known.Count >= MaxKnownLines)
            {
                _known.Clear();
            }

            _known.Add(_tokenizer.LineHash, cluster);
        }

        cluster.LastMatch = _line;
        return cluster;
    }

    /// <summary>Puts a saved template back.</summary>
    public void Restore(TemplateCluster cluster)
    {
        if (_clusters.TryAdd(cluster.Template.Id, cluster))
        {
            LeafOf(cluster.Hashes.Length, cluster.Hashes.Length > 0 && cluster.Literal[0] ? cluster.Hashes[0] : Token.Wildcard).Add(cluster);
        }
    }

    public void Clear()
    {
        _known.Clear();
        _leaves.Clear();
        _clusters.Clear();
    }

    private TemplateCluster? Search()
    {
        ReadOnlySpan<Token> tokens = _tokenizer.Tokens;
        ulong first = tokens.Length > 0 && tokens[0].IsLiteral ? tokens[0].Hash : Token.Wildcard;
        if (!_leaves.TryGetValue((tokens.Length, first), out List<TemplateCluster>? leaf))
        {
            return null;
        }

        TemplateCluster? best = null;
        double bestSimilarity = 0;
        foreach (TemplateCluster candidate in leaf)
        {
            double similarity = candidate.Similarity(tokens);
            if (similarity > bestSimilarity)
            {
                (best, bestSimilarity) = (candidate, similarity);
            }
        }

        if (best is null || bestSimilarity < similarityThreshold)
        {
            return null;
        }

        best.Merge(tokens);
        return best;
    }

    private TemplateCluster Create(ReadOnlySpan<byte> content)
    {
        if (_clusters.Count >= maxTemplates)
        {
            Evict();
        }

        ReadOnlySpan<Token> tokens = _tokenizer.Tokens;
        var hashes = new ulong[tokens.Length];
        var words = new string[tokens.Length];
        var literal = new bool[tokens.Length];
        for (int i = 0; i < tokens.Length; i++)
        {
            hashes[i] = tokens[i].Hash;
            words[i] = WordOf(content, i);
            literal[i] = tokens[i].IsLiteral;
        }

        string text = string.Join(' ', words);
        var id = new TemplateId(XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(text)) | 1);
        if (_clusters.TryGetValue(id, out TemplateCluster? twin))
        {
            // The same text from other bytes (white space, a literal "<NUM>"): one template.
            return twin;
        }

        var cluster = new TemplateCluster(new LogTemplate(id, text), hashes, words, literal);
        Restore(cluster);
        return cluster;
    }

    private string WordOf(ReadOnlySpan<byte> content, int index)
    {
        Token token = _tokenizer.Tokens[index];
        var word = new StringBuilder();
        int at = token.Start;
        foreach (MaskedValue value in _tokenizer.Values)
        {
            if (value.Token == index)
            {
                word.Append(LogText.Decode(content[at..value.Start])).Append(MaskNames.Of(value.Kind));
                at = value.Start + value.Length;
            }
        }

        return word.Append(LogText.Decode(content[at..(token.Start + token.Length)])).ToString();
    }

    private List<TemplateCluster> LeafOf(int count, ulong first)
    {
        ref List<TemplateCluster>? leaf = ref CollectionsMarshal.GetValueRefOrAddDefault(_leaves, (count, first), out _);
        return leaf ??= [];
    }

    /// <summary>The tenth that was matched longest ago leaves.</summary>
    private void Evict()
    {
        TemplateCluster[] kept = [.. _clusters.Values.OrderByDescending(cluster => cluster.LastMatch).Take(maxTemplates / 10 * 9)];
        Clear();
        foreach (TemplateCluster cluster in kept)
        {
            Restore(cluster);
        }
    }
}
