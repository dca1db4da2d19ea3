using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace LogGuardian.Parsing;

/// <summary>Where the first properties of an object stand, so that it need not be read again to find a value. A value; later properties are left out.</summary>
internal struct JsonProperties
{
    private const int MaxProperties = 8;

    private Places _places;
    private int _count;
    private bool _isClosed;

    /// <summary>Number of properties.</summary>
    public readonly int Count => _count;

    /// <summary>Notes the next property.</summary>
    /// <param name="name">Its name, quotes excluded.</param>
    /// <param name="value">Its value, quotes of a string excluded.</param>
    public void Add(JsonPart name, JsonPart value)
    {
        if (_count < MaxProperties && !_isClosed)
        {
            _places[_count++] = (name, value);
        }
    }

    /// <summary>Leaves the properties out that follow: one that is not noted comes before them.</summary>
    public void Close() => _isClosed = true;

    /// <summary>Finds a property by its place.</summary>
    [UnscopedRef]
    public readonly ref readonly (JsonPart Name, JsonPart Value) this[int index] => ref _places[index];

    [InlineArray(MaxProperties)]
    private struct Places
    {
        private (JsonPart Name, JsonPart Value) _first;
    }
}
