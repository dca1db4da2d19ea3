namespace LogGuardian;

/// <summary>The distinct session keys of one line. Reused from line to line, so that finding keys that are known allocates nothing.</summary>
public sealed class SessionKeySet
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<string> _keys = [];

    /// <summary>The keys in order of appearance.</summary>
    public IReadOnlyList<string> Keys => _keys;

    /// <summary>Adds a key; an empty or repeated one is ignored.</summary>
    public void Add(ReadOnlySpan<char> key)
    {
        if (key.IsEmpty)
        {
            return;
        }

        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup = _known.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(key, out string? text))
        {
            if (_known.Count >= MaxInterned)
            {
                _known.Clear();
            }

            text = key.ToString();
            _known.Add(text);
        }

        if (!_keys.Contains(text))
        {
            _keys.Add(text);
        }
    }

    internal void Clear() => _keys.Clear();

    private const int MaxInterned = 65_536;
}
