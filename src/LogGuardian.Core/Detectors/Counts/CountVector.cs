using System.Runtime.InteropServices;

namespace LogGuardian.Core;

/// <summary>How often each template came in a window; only the templates that came.</summary>
internal sealed class CountVector
{
    private readonly List<(int Dimension, float Count)> _counts = [];
    private readonly Dictionary<int, int> _at = [];

    public ReadOnlySpan<(int Dimension, float Count)> Span => CollectionsMarshal.AsSpan(_counts);

    public IReadOnlyList<(int Dimension, float Count)> Counts => _counts;

    public void Increment(int dimension, float by = 1)
    {
        ref int at = ref CollectionsMarshal.GetValueRefOrAddDefault(_at, dimension, out bool known);
        if (known)
        {
            _counts[at] = (dimension, _counts[at].Count + by);
        }
        else
        {
            at = _counts.Count;
            _counts.Add((dimension, by));
        }
    }

    public void Scale(float factor)
    {
        for (int i = 0; i < _counts.Count; i++)
        {
            _counts[i] = (_counts[i].Dimension, _counts[i].Count * factor);
        }
    }
}
