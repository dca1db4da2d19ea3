using System.Numerics;

namespace LogGuardian.Parsing;

/// <summary>
/// The templates, and the rules by which they become more general. A new combination of words is a template of its own, until more than
/// <c>maxVariants</c> templates differ in one word alone: then that word is a parameter, and they become one template. Not safe for concurrent callers.
/// </summary>
internal sealed partial class TemplateStore(int maxVariants, int maxTemplates)
{
    // Beyond that, what a wildcard covers is found by the lines that come, not by comparing each with each.
    private const int MaxCompared = 1_024;

    // As many as a template with a few wildcards is made of.
    public const int MaxFormer = 64;

    // Lines of a hundred words make large templates; most have a dozen.
    private const int BytesPerTemplate = 4_096;

    private readonly Dictionary<ulong, TemplateCluster> _clusters = [];
    private readonly Dictionary<ulong, Siblings> _siblings = [];
    private readonly Dictionary<ulong, ShapeGroup> _shapes = [];
    private readonly KeyedGroups _keyed = new();

    // By the key and by the shape of their other readings.
    private readonly Dictionary<ulong, Siblings> _compounds = [];
    private readonly long _maxBytes = (long)maxTemplates * BytesPerTemplate;
    private long _bytes;

    /// <summary>How often templates had to leave.</summary>
    public int Evictions { get; private set; }

    public IReadOnlyCollection<TemplateCluster> Clusters => _clusters.Values;

    /// <summary>Adds a template, and as long as that makes a word a parameter, the more general one.</summary>
    /// <returns>The template of the store that its lines have now.</returns>
    public TemplateCluster Insert(TemplateCluster cluster)
    {
        while (true)
        {
            if (_clusters.TryGetValue(cluster.Hash, out TemplateCluster? twin))
            {
                return twin;
            }

            MakeRoom(cluster.Size);
            Put(cluster);
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

    /// <summary>Replaces all by saved templates.</summary>
    public void Restore(IEnumerable<TemplateCluster> clusters)
    {
        Clear();
        foreach (TemplateCluster cluster in clusters)
        {
            if (!_clusters.ContainsKey(cluster.Hash))
            {
                MakeRoom(cluster.Size);
                Put(cluster);
            }
        }
    }

    /// <summary>Replaces all by these, inserted one by one; a template that is part of another is named as a former one of it.</summary>
    public void Rebuild(IEnumerable<TemplateCluster> clusters)
    {
        Clear();
        foreach (TemplateCluster cluster in clusters)
        {
            TemplateCluster current = CoverOf(cluster) ?? Insert(cluster);
            TemplateId[] former = [.. Former([current, cluster]).Where(id => id != current.Template.Id).Take(MaxFormer)];
            if (former.Length > current.Template.Supersedes.Count)
            {
                TemplateCluster named = current.Copy(former);
                Replace(current, named);
                Put(named);
            }
        }
    }

    /// <summary>The first place at which the siblings of a template are too many.</summary>
    private int? ParameterPlace(TemplateCluster cluster)
    {
        foreach (int place in ParameterRule.Places(cluster))
        {
            if (ParameterRule.IsParameter(SiblingsAt(cluster, place).Members, place, maxVariants))
            {
                return place;
            }
        }

        return null;
    }

    /// <summary>
    /// A word that is made of several units and holds a value ("LOCAL(0)") is a value where otherwise equal lines have one ("10.0.0.1").
    /// </summary>
    private TemplateCluster? JoinCompound(TemplateCluster cluster)
    {
        foreach (CompoundReading reading in CompoundReading.Of(cluster))
        {
            if (CoverOf(cluster, reading) is { } existing)
            {
                Replace(cluster, existing);
                return existing;
            }

            if (_siblings.TryGetValue(reading.Key, out Siblings? siblings)
                && siblings.Members.Any(member => member.Roles[reading.Place] == UnitRole.Value)
                && MayOpen(siblings.Members[0], reading.Place))
            {
                return Open([.. siblings.Members], reading.Place);
            }
        }

        foreach (int place in ParameterRule.Places(cluster))
        {
            if (cluster.Roles[place] == UnitRole.Value && _compounds.ContainsKey(KeyAt(cluster, place)) && MayOpen(cluster, place))
            {
                return Open([.. SiblingsAt(cluster, place).Members], place);
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
            if (member != cluster && member.Current == member && (parameters & ~member.Wildcards) != 0)
            {
                TemplateCluster open = Open([member], member.Wildcards | parameters);
                if (!_clusters.ContainsKey(open.Hash))
                {
                    Put(open);
                }
            }
        }

        return cluster.Current != cluster ? cluster.Current : Open([cluster], cluster.Wildcards | parameters);
    }

    private static bool MayOpen(TemplateCluster cluster, int place) => ParameterRule.KeepsWords(cluster, cluster.Wildcards | 1UL << place);

    /// <summary>Joins a template with wildcards with another one whose lines it may take.</summary>
    private TemplateCluster? Unite(TemplateCluster cluster)
    {
        foreach (TemplateCluster other in ShapeOf(cluster).Members.Take(MaxCompared))
        {
            ulong wildcards = cluster.Wildcards | other.Wildcards;
            if (other != cluster && other.Wildcards != 0 && cluster.Overlaps(other) && ParameterRule.KeepsWords(cluster, wildcards))
            {
                return Open([cluster, other], wildcards);
            }
        }

        return null;
    }

    private TemplateCluster Open(TemplateCluster[] members, int place) => Open(members, members[0].Wildcards | 1UL << place);

    /// <summary>The template with wildcards that takes the place of others, and of all that it covers.</summary>
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

        TemplateCluster open = TemplateCluster.Create(any.Shape, hashes, roles, words, any.Gaps, readsUnits: true);
        members = [.. members, .. ShapeOf(any).Members.Take(MaxCompared).Where(open.Covers).Except(members), .. CompoundsOf(open)];
        open = _clusters.GetValueOrDefault(open.Hash) ?? open.Copy([.. Former(members).Take(MaxFormer)]);
        open.LastMatch = Math.Max(open.LastMatch, members.Max(member => member.LastMatch));
        foreach (TemplateCluster member in members)
        {
            if (member != open)
            {
                Replace(member, open);
            }
        }

        return open;
    }

    /// <summary>The templates that another reading makes lines of this one.</summary>
    private TemplateCluster[] CompoundsOf(TemplateCluster open) =>
        _compounds.TryGetValue(open.Shape, out Siblings? read)
            ? [.. read.Members.Take(MaxCompared).Where(compound => CompoundReading.Of(compound).Any(reading => reading.Shape == open.Shape && reading.Open(compound, open.Wildcards) == open.Hash)).Distinct()]
            : [];

    private static IEnumerable<TemplateId> Former(TemplateCluster[] members) =>
        members.SelectMany(member => member.Template.Supersedes.Append(member.Template.Id)).Distinct();

    private void Replace(TemplateCluster cluster, TemplateCluster by)
    {
        Remove(cluster);
        cluster.Supersede(by);
    }
}
