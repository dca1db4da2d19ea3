using System.Globalization;
using System.Text;

namespace LogGuardian.Inference;

/// <summary>The templates of a window, numbered in the order in which they come first.</summary>
internal sealed class WindowKinds
{
    private readonly int[] _kinds;
    private readonly List<int> _firsts = [];
    private readonly List<int> _counts = [];

    public WindowKinds(LogWindow window)
    {
        var numbers = new Dictionary<TemplateId, int>();
        _kinds = new int[window.Count];
        for (int i = 0; i < _kinds.Length; i++)
        {
            TemplateId id = window.Lines.Span[i].Template.Id;
            if (!numbers.TryGetValue(id, out int kind))
            {
                numbers.Add(id, kind = _firsts.Count);
                _firsts.Add(i);
                _counts.Add(0);
            }

            _kinds[i] = kind;
            _counts[kind]++;
        }
    }

    public int Count => _firsts.Count;

    /// <summary>The first line of each, those of the rarest before the others: what is rare says more.</summary>
    public IEnumerable<int> Firsts => _firsts.OrderBy(index => _counts[_kinds[index]]).ThenBy(index => index);

    /// <summary>Other lines, spread over the window.</summary>
    /// <param name="most">How many at most.</param>
    public IEnumerable<int> Others(int most)
    {
        int others = _kinds.Length - Count;
        double step = Math.Max(1, (double)others / Math.Max(1, most));
        double next = 0;
        int seen = 0;
        for (int i = 0; i < _kinds.Length; i++)
        {
            if (!IsFirst(i) && seen++ >= (int)next)
            {
                next += step;
                yield return i;
            }
        }
    }

    public bool IsFirst(int index) => _firsts[_kinds[index]] == index;

    public int NumberOf(int index) => _kinds[index] + 1;

    public int CountOf(int index) => _counts[_kinds[index]];

    /// <summary>The kinds of all lines, repeats as <c>3×12</c>.</summary>
    /// <param name="most">How many repeats are written; the rest is said to be left out.</param>
    public string Order(int most)
    {
        var order = new StringBuilder();
        int runs = 0;
        for (int i = 0, end; i < _kinds.Length; i = end)
        {
            if (runs++ == most)
            {
                return order.Append(CultureInfo.InvariantCulture, $" … (the last {_kinds.Length - i} lines are left out)").ToString();
            }

            for (end = i + 1; end < _kinds.Length && _kinds[end] == _kinds[i];)
            {
                end++;
            }

            order.Append(order.Length == 0 ? "" : " ").Append(CultureInfo.InvariantCulture, $"{_kinds[i] + 1}");
            if (end - i > 1)
            {
                order.Append(CultureInfo.InvariantCulture, $"×{end - i}");
            }
        }

        return order.ToString();
    }
}
