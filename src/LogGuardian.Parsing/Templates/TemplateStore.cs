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
    public const int MaxFormer = 64;

    // Lines of a hundred words make large templates; most have a dozen.
    private const int BytesPerTemplate = 4_096;

    private readonly Dictionary<ulong, TemplateCluster> _clusters = [];
    private readonly Dictionary<ulong, Siblings> _siblings = [];
    private readonly Dictionary<ulong, ShapeGroup> _shapes = [];

    // By the key and by the shape of their other readings.
    private readonly Dictionary<ulong, Siblings> _compounds = [];
    private readonly long _maxBytes = (long)maxTemplates * BytesPerTemplate;
    private long _bytes;

    /// <summary>How often templates had to leave.</summary>
    public int Evictions { get; private set; }

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

    private TemplateCluster? CoverOf(TemplateCluster cluster)
    {
        if (!_shapes.TryGetValue(cluster.Shape, out ShapeGroup? group))
        {
            return null;
        }

        foreach (ulong set in group.WildcardSets)
        {
            ulong opened = cluster.Hash;
            bool fits = (cluster.Wildcards & ~set) == 0;
            for (ulong rest = set; rest != 0 && fits; rest &= rest - 1)
            {
                int i = BitOperations.TrailingZeroCount(rest);
                fits = cluster.Roles[i] != UnitRole.Fixed;
                opened += LineHash.Share(i, Unit.Wildcard) - LineHash.Share(i, cluster.Hashes[i]);
            }

            if (fits && _clusters.TryGetValue(opened, out TemplateCluster? cover))
            {
                return cover;
            }
        }

        return null;
    }

    private TemplateCluster? CoverOf(TemplateCluster cluster, CompoundReading reading)
    {
        if (_shapes.TryGetValue(reading.Shape, out ShapeGroup? group))
        {
            foreach (ulong set in group.WildcardSets)
            {
                if (reading.Open(cluster, set) is { } opened && _clusters.TryGetValue(opened, out TemplateCluster? cover))
                {
                    return cover;
                }
            }
        }

        return null;
    }

    private void Clear()
    {
        _clusters.Clear();
        _siblings.Clear();
        _shapes.Clear();
        _compounds.Clear();
        _bytes = 0;
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

    private void Put(TemplateCluster cluster)
    {
        _clusters.Add(cluster.Hash, cluster);
        _bytes += cluster.Size;
        ShapeOf(cluster).Add(cluster);
        foreach (int place in ParameterRule.Places(cluster))
        {
            SiblingsAt(cluster, place).Add(cluster);
        }

        foreach (CompoundReading reading in CompoundReading.Of(cluster))
        {
            In(_compounds, reading.Key).Add(cluster);
            In(_compounds, reading.Shape).Add(cluster);
        }
    }

    private void Remove(TemplateCluster cluster)
    {
        _clusters.Remove(cluster.Hash);
        _bytes -= cluster.Size;
        if (ShapeOf(cluster).Remove(cluster))
        {
            _shapes.Remove(cluster.Shape);
        }

        foreach (int place in ParameterRule.Places(cluster))
        {
            RemoveFrom(_siblings, KeyAt(cluster, place), cluster);
        }

        foreach (CompoundReading reading in CompoundReading.Of(cluster))
        {
            RemoveFrom(_compounds, reading.Key, cluster);
            RemoveFrom(_compounds, reading.Shape, cluster);
        }
    }

    private static void RemoveFrom(Dictionary<ulong, Siblings> all, ulong key, TemplateCluster cluster)
    {
        if (all.TryGetValue(key, out Siblings? siblings) && siblings.Remove(cluster))
        {
            all.Remove(key);
        }
    }

    /// <summary>Equal for templates that are equal but for this place.</summary>
    private static ulong KeyAt(TemplateCluster cluster, int place) =>
        CompoundReading.KeyOf(cluster.Hash - LineHash.Share(place, cluster.Hashes[place]), place);

    private Siblings SiblingsAt(TemplateCluster cluster, int place) => In(_siblings, KeyAt(cluster, place));

    private ShapeGroup ShapeOf(TemplateCluster cluster) => In(_shapes, cluster.Shape);

    private static T In<T>(Dictionary<ulong, T> all, ulong key)
        where T : class, new()
    {
        ref T? found = ref CollectionsMarshal.GetValueRefOrAddDefault(all, key, out _);
        return found ??= new T();
    }

    /// <summary>When there are too many templates, or too long ones, a tenth leaves: those matched longest ago.</summary>
    private void MakeRoom(int bytes)
    {
        if (_clusters.Count < maxTemplates && _bytes + bytes <= _maxBytes)
        {
            return;
        }

        // Sorted by what it was: other threads match lines meanwhile.
        foreach (TemplateCluster cluster in _clusters.Values.OrderBy(cluster => cluster.LastMatch).ToArray())
        {
            if (_clusters.Count <= maxTemplates - Math.Max(1, maxTemplates / 10) && _bytes + bytes <= _maxBytes - (_maxBytes / 10))
            {
                break;
            }

            Remove(cluster);
            cluster.IsEvicted = true;
        }

        Evictions++;
    }
}
