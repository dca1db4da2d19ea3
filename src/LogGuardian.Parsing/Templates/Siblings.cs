using System.Collections;

namespace LogGuardian.Parsing;

/// <summary>
/// Templates that are equal but for one unit. Few: when there are too many, the unit is a parameter and they become one template. Mostly a single one,
/// at each place of each template: that one needs no list.
/// </summary>
internal sealed class Siblings : IReadOnlyList<TemplateCluster>
{
    private TemplateCluster? _first;
    private List<TemplateCluster>? _others;

    public int Count => _first is null ? 0 : 1 + (_others?.Count ?? 0);

    public TemplateCluster this[int index] => index == 0 ? _first! : _others![index - 1];

    public void Add(TemplateCluster cluster)
    {
        if (_first is null)
        {
            _first = cluster;
        }
        else
        {
            (_others ??= []).Add(cluster);
        }
    }

    /// <returns>Whether none is left.</returns>
    public bool Remove(TemplateCluster cluster)
    {
        if (_first != cluster)
        {
            _others?.Remove(cluster);
        }
        else if (_others is { Count: > 0 })
        {
            _first = _others[0];
            _others.RemoveAt(0);
        }
        else
        {
            _first = null;
        }

        return _first is null;
    }

    public IEnumerator<TemplateCluster> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
