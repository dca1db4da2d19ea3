namespace LogGuardian.Hosting;

/// <summary>The names that a record has until now, and the values of its scopes. One for each thread; what it holds is let go after each record.</summary>
internal sealed class RecordNames
{
    /// <summary>Values of all scopes of a record; those of the innermost scopes are left out when there are more.</summary>
    private const int MaxScopeValues = 32;

    private readonly KeyValuePair<string, object?>[] _scopes = new KeyValuePair<string, object?>[MaxScopeValues];
    private readonly List<string> _names = [];
    private int _count;

    /// <summary>Whether the thread is in the middle of a record, so that it is a value or a scope of it that logs.</summary>
    public bool IsInUse { get; private set; }

    public void Begin() => IsInUse = true;

    public void End()
    {
        _scopes.AsSpan(0, _count).Clear();
        _count = 0;
        _names.Clear();
        IsInUse = false;
    }

    /// <summary>Notes a name; false when the record has it.</summary>
    public bool Add(string name)
    {
        foreach (string known in _names)
        {
            if (known == name)
            {
                return false;
            }
        }

        _names.Add(name);
        return true;
    }

    /// <summary>Takes the named values of a scope; one without names says nothing that can be compared.</summary>
    public void AddScope(object? scope)
    {
        switch (scope)
        {
            case IReadOnlyList<KeyValuePair<string, object?>> list:
                for (int i = 0; i < list.Count && _count < MaxScopeValues; i++)
                {
                    _scopes[_count++] = list[i];
                }

                break;

            // Before the interface, whose enumerator would be allocated.
            case Dictionary<string, object?> dictionary:
                foreach (KeyValuePair<string, object?> pair in dictionary)
                {
                    if (_count < MaxScopeValues)
                    {
                        _scopes[_count++] = pair;
                    }
                }

                break;
            case IEnumerable<KeyValuePair<string, object?>> pairs:
                foreach (KeyValuePair<string, object?> pair in pairs)
                {
                    if (_count == MaxScopeValues)
                    {
                        break;
                    }

                    _scopes[_count++] = pair;
                }

                break;
            default:
                break;
        }
    }

    /// <summary>The values of the scopes, those of the innermost first: the first value of a name counts.</summary>
    public Span<KeyValuePair<string, object?>> TakeScopes()
    {
        Span<KeyValuePair<string, object?>> scopes = _scopes.AsSpan(0, _count);
        scopes.Reverse();
        return scopes;
    }
}
