using OpenTelemetry.Logs;

namespace LogGuardian.OpenTelemetry;

/// <summary>The values of a record's scopes, outermost first.</summary>
internal sealed class ScopeValues
{
    /// <summary>Values of a record's scopes.</summary>
    private const int MaxValues = 64;

    private readonly List<KeyValuePair<string, object?>> _values = new(MaxValues);

    public int Count => _values.Count;

    public KeyValuePair<string, object?> this[int index] => _values[index];

    /// <summary>Adds the values of a scope that have a name; one that is mere text has none.</summary>
    public void Add(LogRecordScope scope)
    {
        foreach (KeyValuePair<string, object?> value in scope)
        {
            if (_values.Count < MaxValues && !string.IsNullOrEmpty(value.Key) && value.Key != "{OriginalFormat}")
            {
                _values.Add(value);
            }
        }
    }

    public void Clear() => _values.Clear();
}
