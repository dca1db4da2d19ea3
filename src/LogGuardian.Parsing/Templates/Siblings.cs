namespace LogGuardian.Parsing;

/// <summary>
/// Templates that are equal but for one unit. Few: when there are too many, the unit is a parameter and they become one template. Mostly a single one,
/// at each place of each template: that one needs neither a list nor an object. A value that is changed where it is kept.
/// </summary>
internal struct Siblings
{
    private TemplateCluster? _first;
    private List<TemplateCluster>? _others;

    public readonly int Count => _first is null ? 0 : 1 + (_others?.Count ?? 0);

    public readonly TemplateCluster this[int index] => index == 0 ? _first! : _others![index - 1];

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

    /// <summary>Takes one out; the last one takes its place.</summary>
    /// <returns>Whether none is left.</returns>
    public bool Remove(TemplateCluster cluster)
    {
        int index = _first == cluster ? 0 : (_others?.IndexOf(cluster) ?? -1) + 1;
        if (index > 0 || _first == cluster)
        {
            TemplateCluster? last = _others is { Count: > 0 } ? _others[^1] : null;
            if (index == 0)
            {
                _first = last;
            }
            else
            {
                _others![index - 1] = last!;
            }

            _others?.RemoveAt(_others.Count - 1);
            _others = _others is { Count: > 0 } ? _others : null;
        }

        return _first is null;
    }

    public readonly TemplateCluster[] ToArray() => _first is null ? [] : [_first, .. _others ?? []];
}
