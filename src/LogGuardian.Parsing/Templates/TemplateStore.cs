using System.Numerics;
using System.Runtime.InteropServices;

namespace LogGuardian.Parsing;

/// <summary>
/// The templates, and the rules by which they become more general. A new combination of words is a template of its own, until more than
/// <c>maxVariants</c> templates differ in one word alone: then that word is a parameter, and they become one template. Not safe for concurrent callers.
/// </summary>
internal sealed class TemplateStore(int maxVariants, int maxTemplates)
{
    // Beyond that, what a wildcard covers is found by the lines that come, not by comparing each with each.
    private const int MaxCompared = 1_024;

    // As many as a template with a few wildcards is made of.
    private const int MaxFormer = 64;

    private readonly Dictionary<ulong, TemplateCluster> _clusters = [];
    private readonly Dictionary<ulong, Siblings> _siblings = [];
    private readonly Dictionary<ulong, ShapeGroup> _shapes = [];
    private readonly Dictionary<ulong, TemplateCluster> _compounds = [];
    private readonly KeyedGroups _keyed = new();

    public IReadOnlyCollection<TemplateCluster> Clusters => _clusters.Values;

    /// <summary>The template of a line, or null when it is new.</summary>
    public TemplateCluster? Find(ReadOnlySpan<byte> content, UnitReader reader)
    {
        ReadOnlySpan<Unit> units = reader.Units;
        ulong shape = reader.Shape;
        ulong hash = shape;
        for (int i = 0; i < units.Length; i++)
        {
            hash += LineHash.Share(i, units[i].Hash);
        }

        if (_clusters.TryGetValue(hash, out TemplateCluster? cluster))
        {
            return cluster;
        }

        if (_shapes.TryGetValue(shape, out ShapeGroup? group))
        {
            foreach (ulong set in group.WildcardSets)
            {
                ulong opened = hash;
                bool fits = true;
                for (ulong rest = set; rest != 0 && fits; rest &= rest - 1)
                {
                    int i = BitOperations.TrailingZeroCount(rest);
                    fits = reader.RoleOf(content, i) != UnitRole.Fixed;
                    opened += LineHash.Share(i, Unit.Wildcard) - LineHash.Share(i, units[i].Hash);
                }

                if (fits && _clusters.TryGetValue(opened, out cluster))
                {
                    return cluster;
                }
            }
        }

        return null;
    }

    /// <summary>Adds a template, and as long as that makes a word a parameter, the more general one.</summary>
    public TemplateCluster Insert(TemplateCluster cluster)
    {
        while (true)
        {
            if (_clusters.TryGetValue(cluster.Hash, out TemplateCluster? twin))
            {
                return twin;
            }

            if (_clusters.Count >= maxTemplates)
            {
                Evict();
            }

            Restore(cluster);
            if (ParameterPlace(cluster) is { } place)
            {
                cluster = Open([.. SiblingsAt(cluster, place).Members], place);
            }
            else if (OpenKeyed(cluster) is { } keyed)
            {
                cluster = keyed;
            }
            else if (cluster.Wildcards != 0 && Unite(cluster) is { } union)
            {
                cluster = union;
            }
            else if (JoinCompound(cluster) is { } joined)
            {
                cluster = joined;
            }
            else
            {
                return cluster;
            }
        }
    }

    /// <summary>Puts a saved template back.</summary>
    public void Restore(TemplateCluster cluster)
    {
        if (_clusters.TryAdd(cluster.Hash, cluster))
        {
            ShapeOf(cluster).Add(cluster);
            foreach (int place in ParameterRule.Places(cluster))
            {
                SiblingsAt(cluster, place).Add(cluster);
            }

            _keyed.Add(cluster);
        }
    }

    public void Clear()
    {
        _clusters.Clear();
        _siblings.Clear();
        _shapes.Clear();
        _compounds.Clear();
        _keyed.Clear();
    }

    /// <summary>The first place at which the siblings of a template are too many.</summary>
    private int? ParameterPlace(TemplateCluster cluster) =>
        ParameterRule.Places(cluster).Cast<int?>().FirstOrDefault(place => ParameterRule.IsParameter(SiblingsAt(cluster, place!.Value).Members, place.Value, maxVariants));

    /// <summary>
    /// A word that is made of several units and holds a value ("LOCAL(0)") is a value where otherwise equal lines have one ("10.0.0.1").
    /// </summary>
    private TemplateCluster? JoinCompound(TemplateCluster cluster)
    {
        foreach (CompoundReading reading in CompoundReading.Of(cluster))
        {
            if (_siblings.TryGetValue(reading.Key, out Siblings? siblings) && siblings.Members.Any(member => member.Roles[reading.Place] == UnitRole.Value))
            {
                TemplateCluster open = Open([.. siblings.Members], reading.Place);
                Replace(cluster, open);
                return open;
            }

            if (_clusters.TryGetValue(reading.OpenHash, out TemplateCluster? existing))
            {
                Replace(cluster, existing);
                return existing;
            }

            _compounds[reading.Key] = cluster;
        }

        foreach (int place in ParameterRule.Places(cluster))
        {
            if (cluster.Roles[place] == UnitRole.Value && _compounds.Remove(KeyAt(cluster, place), out TemplateCluster? compound) && !compound.IsSuperseded)
            {
                TemplateCluster open = Open([.. SiblingsAt(cluster, place).Members], place);
                Replace(compound, open);
                return open;
            }
        }

        return null;
    }

    /// <summary>Makes parameters of the values of keys that vary too much, in all templates that are equal but for such values.</summary>
    private TemplateCluster? OpenKeyed(TemplateCluster cluster)
    {
        (IReadOnlyList<TemplateCluster> members, ulong parameters) = _keyed.Find(cluster, maxVariants);
        if ((parameters & ~cluster.Wildcards) == 0 || !ParameterRule.KeepsWords(cluster, cluster.Wildcards | parameters))
        {
            return null;
        }

        foreach (TemplateCluster member in members.ToArray())
        {
            if (member != cluster && (parameters & ~member.Wildcards) != 0)
            {
                Restore(Open([member], member.Wildcards | parameters));
            }
        }

        return Open([cluster], cluster.Wildcards | parameters);
    }

    /// <summary>A template with wildcards takes the templates of its shape that it covers, and joins one whose lines it may take.</summary>
    private TemplateCluster? Unite(TemplateCluster cluster)
    {
        foreach (TemplateCluster other in ShapeOf(cluster).Members.Take(MaxCompared).ToArray())
        {
            if (other == cluster || !cluster.Overlaps(other))
            {
                continue;
            }

            ulong wildcards = cluster.Wildcards | other.Wildcards;
            if (wildcards == cluster.Wildcards)
            {
                Replace(other, cluster);
            }
            else if (other.Wildcards != 0 && ParameterRule.KeepsWords(cluster, wildcards))
            {
                return Open([cluster, other], wildcards);
            }
        }

        return null;
    }

    private TemplateCluster Open(TemplateCluster[] members, int place) => Open(members, members[0].Wildcards | 1UL << place);

    /// <summary>The template with wildcards that takes the place of others.</summary>
    private TemplateCluster Open(TemplateCluster[] members, ulong wildcards)
    {
        TemplateCluster any = members[0];
        ulong[] hashes = [.. any.Hashes];
        UnitRole[] roles = [.. any.Roles];
        string[] words = [.. any.Words];
        for (ulong rest = wildcards; rest != 0; rest &= rest - 1)
        {
            int place = BitOperations.TrailingZeroCount(rest);
            hashes[place] = Unit.Wildcard;
            roles[place] = UnitRole.Value;
            words[place] = MaskNames.Wildcard;
        }

        TemplateCluster open = TemplateCluster.Create(any.Shape, hashes, roles, words, any.Gaps, readsUnits: true, [.. Former(members)]);
        open = _clusters.GetValueOrDefault(open.Hash) ?? open;
        foreach (TemplateCluster member in members)
        {
            Replace(member, open);
        }

        return open;
    }

    private static IEnumerable<TemplateId> Former(TemplateCluster[] members) =>
        members.SelectMany(member => member.Template.Supersedes.Append(member.Template.Id)).Distinct().Take(MaxFormer);

    private void Replace(TemplateCluster cluster, TemplateCluster by)
    {
        Remove(cluster);
        cluster.Supersede(by);
    }

    private void Remove(TemplateCluster cluster)
    {
        _clusters.Remove(cluster.Hash);
        ShapeOf(cluster).Remove(cluster);
        _keyed.Remove(cluster);
        foreach (int place in ParameterRule.Places(cluster))
        {
            ulong key = KeyAt(cluster, place);
            if (_siblings.TryGetValue(key, out Siblings? siblings) && siblings.Remove(cluster))
            {
                _siblings.Remove(key);
            }
        }
    }

    /// <summary>Equal for templates that are equal but for this place.</summary>
    private static ulong KeyAt(TemplateCluster cluster, int place) =>
        CompoundReading.KeyOf(cluster.Hash - LineHash.Share(place, cluster.Hashes[place]), place);

    private Siblings SiblingsAt(TemplateCluster cluster, int place)
    {
        ref Siblings? siblings = ref CollectionsMarshal.GetValueRefOrAddDefault(_siblings, KeyAt(cluster, place), out _);
        return siblings ??= new Siblings();
    }

    private ShapeGroup ShapeOf(TemplateCluster cluster)
    {
        ref ShapeGroup? group = ref CollectionsMarshal.GetValueRefOrAddDefault(_shapes, cluster.Shape, out _);
        return group ??= new ShapeGroup();
    }

    /// <summary>The tenth that was matched longest ago leaves.</summary>
    private void Evict()
    {
        foreach (TemplateCluster cluster in _clusters.Values.OrderBy(cluster => cluster.LastMatch).Take(Math.Max(1, maxTemplates / 10)).ToArray())
        {
            Remove(cluster);
        }

        foreach ((ulong key, TemplateCluster compound) in _compounds.ToArray())
        {
            if (!_clusters.ContainsKey(compound.Hash))
            {
                _compounds.Remove(key);
            }
        }
    }
}
