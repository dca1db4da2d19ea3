using System.Runtime.InteropServices;

namespace LogGuardian.Core;

/// <summary>
/// Which templates have a word. Tells what a word weighs, and which templates can be alike at all, so that the others need not be compared word by word. It holds no more than
/// the templates that are added to it.
/// </summary>
internal sealed class WordIndex
{
    // Every word weighs at least as much, so that a template weighs at least so much for each of its words.
    private const double LeastWeight = 1;

    private readonly Dictionary<string, List<int>> _slotsOf = new(StringComparer.Ordinal);
    private readonly Dictionary<TemplateEntry, int> _slotOf = [];
    private readonly List<TemplateEntry?> _entries = [];
    private readonly Stack<int> _free = [];
    private double[] _shared = [];

    public void Add(TemplateEntry entry)
    {
        if (!_free.TryPop(out int slot))
        {
            slot = _entries.Count;
            _entries.Add(null);
        }

        _entries[slot] = entry;
        _slotOf.Add(entry, slot);
        foreach (string word in entry.Words.Different)
        {
            (CollectionsMarshal.GetValueRefOrAddDefault(_slotsOf, word, out _) ??= []).Add(slot);
        }
    }

    public void Remove(TemplateEntry entry)
    {
        _slotOf.Remove(entry, out int slot);
        _entries[slot] = null;
        _free.Push(slot);
        foreach (string word in entry.Words.Different)
        {
            List<int> slots = _slotsOf[word];
            slots.Remove(slot);
            if (slots.Count == 0)
            {
                _slotsOf.Remove(word);
            }
        }
    }

    public void Clear()
    {
        _slotsOf.Clear();
        _slotOf.Clear();
        _entries.Clear();
        _free.Clear();
    }

    /// <summary>A word that few templates have tells which one it is; one that no other template has tells nothing.</summary>
    public double WeightOf(string word) => WeightOf(_slotsOf.GetValueOrDefault(word)?.Count ?? 0);

    /// <summary>The templates whose similarity to these words may be as large, in no order: all whose similarity is, and some whose is not.</summary>
    /// <param name="words">The words.</param>
    /// <param name="similarity">As <see cref="TemplateWords.SimilarityTo"/> has it, more than 0.</param>
    public List<TemplateEntry> MaybeAlike(TemplateWords words, double similarity)
    {
        if (_shared.Length < _entries.Count)
        {
            _shared = new double[Math.Max(_entries.Count, 2 * _shared.Length)];
        }

        Span<double> shared = _shared.AsSpan(0, _entries.Count);
        shared.Clear();
        double all = 0;
        foreach (string word in words.All)
        {
            List<int>? slots = _slotsOf.GetValueOrDefault(word);
            double weight = WeightOf(slots?.Count ?? 0);
            all += weight;
            foreach (int slot in CollectionsMarshal.AsSpan(slots))
            {
                shared[slot] += weight;
            }
        }

        var alike = new List<TemplateEntry>();
        for (int slot = 0; slot < shared.Length; slot++)
        {
            // What is shared is counted as often as these words have it, which is never less than both have it.
            if (shared[slot] > 0 && 2 * shared[slot] >= similarity * (all + Math.Max(shared[slot], LeastWeight * _entries[slot]!.Words.Count)))
            {
                alike.Add(_entries[slot]!);
            }
        }

        return alike;
    }

    private double WeightOf(int count) => count > 1 ? Math.Log2(1 + ((double)_slotOf.Count / count)) : LeastWeight;
}
