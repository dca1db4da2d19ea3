namespace LogGuardian.Parsing;

/// <summary>Templates that are equal but for one unit. Few: when there are too many, the unit is a parameter and they become one template.</summary>
internal sealed class Siblings
{
    private readonly List<TemplateCluster> _members = new(1);

    public IReadOnlyList<TemplateCluster> Members => _members;

    public void Add(TemplateCluster cluster) => _members.Add(cluster);

    /// <returns>Whether none is left.</returns>
    public bool Remove(TemplateCluster cluster)
    {
        _members.Remove(cluster);
        return _members.Count == 0;
    }
}
