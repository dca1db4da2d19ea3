namespace LogGuardian.Core;

/// <summary>Holds the windows of sources that are still warming up. Bounded over all sources: when full, the source that came last is released early.</summary>
internal sealed class WarmUp
{
    private const int MaxLines = 500_000;
    private readonly Dictionary<string, List<HeldWindow>> _held = new(StringComparer.Ordinal);
    private int _lines;

    public bool IsFull => _lines > MaxLines;

    public IReadOnlyList<string> Sources => [.. _held.Keys];

    public bool Holds(string source) => _held.Count > 0 && _held.ContainsKey(source);

    public void Hold(string source, HeldWindow window)
    {
        if (!_held.TryGetValue(source, out List<HeldWindow>? list))
        {
            _held[source] = list = [];
        }

        list.Add(window);
        _lines += window.Window.Count;
    }

    public IReadOnlyList<HeldWindow> Release(string source)
    {
        if (!_held.Remove(source, out List<HeldWindow>? list))
        {
            return [];
        }

        _lines -= list.Sum(held => held.Window.Count);
        return list;
    }
}
