namespace LogGuardian.Training;

/// <summary>How often words come. Up to twice the most words are counted; then the rarest leave, among equally rare ones those that come last in the order of their text.</summary>
internal sealed class WordCounts(int most)
{
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    public void Add(string word, long count)
    {
        _counts[word] = _counts.GetValueOrDefault(word) + count;
        if (_counts.Count > 2L * most)
        {
            Prune();
        }
    }

    /// <summary>The words that come most often, in the order of their text.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Take()
    {
        Prune();
        return [.. _counts.OrderBy(pair => pair.Key, StringComparer.Ordinal)];
    }

    private void Prune()
    {
        foreach ((string word, _) in _counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Skip(most).ToArray())
        {
            _counts.Remove(word);
        }
    }
}
