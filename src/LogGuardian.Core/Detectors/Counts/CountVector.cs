using System.Runtime.InteropServices;

namespace LogGuardian.Core;

/// <summary>How often each template came in a window; only the templates that came. It is cleared and filled anew, so that no window costs memory.</summary>
internal sealed class CountVector
{
    private readonly List<(int Dimension, float Count)> _counts = [];

    // Of each dimension its place in the list plus one; 0 for those that did not come.
    private int[] _at = [];

    public ReadOnlySpan<(int Dimension, float Count)> Span => CollectionsMarshal.AsSpan(_counts);

    public IReadOnlyList<(int Dimension, float Count)> Counts => _counts;

    public void Increment(int dimension, float by = 1)
    {
        if (dimension >= _at.Length)
        {
            Array.Resize(ref _at, Math.Max(dimension + 1, 2 * _at.Length));
        }

        ref int at = ref _at[dimension];
        if (at > 0)
        {
            CollectionsMarshal.AsSpan(_counts)[at - 1].Count += by;
        }
        else
        {
            _counts.Add((dimension, by));
            at = _counts.Count;
        }
    }

    /// <summary>The count of a dimension; 0 when it did not come.</summary>
    public float CountOf(int dimension) => dimension < _at.Length && _at[dimension] is > 0 and var at ? _counts[at - 1].Count : 0;

    public void Scale(float factor)
    {
        foreach (ref (int Dimension, float Count) entry in CollectionsMarshal.AsSpan(_counts))
        {
            entry.Count *= factor;
        }
    }

    public void Clear()
    {
        foreach ((int dimension, _) in _counts)
        {
            _at[dimension] = 0;
        }

        _counts.Clear();
    }
}
