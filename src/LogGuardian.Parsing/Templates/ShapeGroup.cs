namespace LogGuardian.Parsing;

/// <summary>The templates of one shape, and the sets of places at which those with wildcards have them.</summary>
internal sealed class ShapeGroup
{
    private const int MaxWildcardSets = 32;
    private readonly List<TemplateCluster> _members = [];
    private readonly List<ulong> _sets = [];

    public IReadOnlyList<TemplateCluster> Members => _members;

    /// <summary>A line is looked up with each of these sets of places opened.</summary>
    public IReadOnlyList<ulong> WildcardSets => _sets;

    public void Add(TemplateCluster cluster)
    {
        cluster.IndexInShape = _members.Count;
        _members.Add(cluster);
        if (cluster.Wildcards != 0 && !_sets.Contains(cluster.Wildcards) && _sets.Count < MaxWildcardSets)
        {
            _sets.Add(cluster.Wildcards);
        }
    }

    /// <returns>Whether none is left.</returns>
    public bool Remove(TemplateCluster cluster)
    {
        TemplateCluster last = _members[^1];
        _members[cluster.IndexInShape] = last;
        last.IndexInShape = cluster.IndexInShape;
        _members.RemoveAt(_members.Count - 1);
        if (cluster.Wildcards != 0 && !_members.Exists(member => member.Wildcards == cluster.Wildcards))
        {
            _sets.Remove(cluster.Wildcards);
        }

        return _members.Count == 0;
    }
}
