using System.Runtime.InteropServices;

namespace LogGuardian.Parsing;

/// <summary>Finds the templates that are equal to one but for the values of their keys.</summary>
internal sealed class KeyedGroups
{
    private readonly Dictionary<ulong, KeyedGroup> _groups = [];

    public void Add(TemplateCluster cluster)
    {
        if (cluster.KeyedPlaces is var places and not 0)
        {
            ref KeyedGroup? group = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, KeyedGroup.KeyOf(cluster, places), out _);
            (group ??= new KeyedGroup()).Add(cluster);
        }
    }

    public void Remove(TemplateCluster cluster)
    {
        if (cluster.KeyedPlaces is var places and not 0
            && _groups.TryGetValue(KeyedGroup.KeyOf(cluster, places), out KeyedGroup? group)
            && group.Remove(cluster))
        {
            _groups.Remove(KeyedGroup.KeyOf(cluster, places));
        }
    }

    public void Clear() => _groups.Clear();

    /// <summary>The templates of a template's group, and the places at which the values of keys are parameters in it, as bits.</summary>
    public (IReadOnlyList<TemplateCluster> Members, ulong Parameters) Find(TemplateCluster cluster, int maxVariants) =>
        cluster.KeyedPlaces is var places and not 0 && _groups.TryGetValue(KeyedGroup.KeyOf(cluster, places), out KeyedGroup? group)
            ? (group.Members, group.Parameters(places, maxVariants))
            : ([], 0);
}
