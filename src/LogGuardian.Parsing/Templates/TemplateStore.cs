using System.Numerics;

namespace LogGuardian.Parsing;

/// <summary>
/// The templates, and the rules by which they become more general. A new combination of words is a template of its own, until more than
/// <c>maxVariants</c> templates differ in one word alone: then that word is a parameter, and they become one template. Not safe for concurrent callers.
/// </summary>
internal sealed class TemplateStore(int maxVariants, int maxTemplates)
{
    /// <summary>Former templates that a template names: as many as one with a few wildcards is made of.</summary>
    public const int MaxFormer = 64;

    // Lines of a hundred words make large templates; most have a dozen.
    private const int BytesPerTemplate = 4_096;

    private readonly TemplateIndex _index = new();

    /// <summary>About the bytes of all templates that had to leave.</summary>
    public long EvictedBytes { get; private set; }

    /// <summary>About the bytes that all templates may take.</summary>
    public long MaxBytes { get; } = (long)maxTemplates * BytesPerTemplate;

    public IReadOnlyCollection<TemplateCluster> Clusters => _index.Clusters;

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

        if (_index.Find(hash) is { } same)
        {
            return same;
        }

        foreach (ulong set in _index.WildcardSets(shape))
        {
            ulong opened = hash;
            bool fits = true;
            for (ulong rest = set; rest != 0 && fits; rest &= rest - 1)
            {
                int i = BitOperations.TrailingZeroCount(rest);
                fits = reader.RoleOf(content, i) != UnitRole.Fixed;
                opened += LineHash.Share(i, Unit.Wildcard) - LineHash.Share(i, units[i].Hash);
            }

            if (fits && _index.Find(opened) is { } cover)
            {
                return cover;
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
            if (_index.Find(cluster.Hash) is { } twin)
            {
                return twin;
            }

            MakeRoom(cluster.Size);
            _index.Put(cluster);
            if (ParameterPlace(cluster) is { } place)
            {
                cluster = Open(_index.SiblingsAt(cluster, place).ToArray(), place);
            }
            else if (cluster.Wildcards != 0 && Unite(cluster) is { } union)
            {
                cluster = union;
            }
            else if (JoinCompound(cluster) is { } joined)
            {
                cluster = joined;
            }
            else if (OpenKeyed(cluster) is { } keyed)
            {
                cluster = keyed;
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
        _index.Clear();
        foreach (TemplateCluster cluster in clusters)
        {
            if (_index.Find(cluster.Hash) is null)
            {
                MakeRoom(cluster.Size);
                _index.Put(cluster);
            }
        }
    }

    /// <summary>Replaces all by these, inserted one by one; a template that is part of another is named as a former one of it.</summary>
    public void Rebuild(IEnumerable<TemplateCluster> clusters)
    {
        _index.Clear();
        foreach (TemplateCluster cluster in clusters)
        {
            TemplateCluster current = _index.CoverOf(cluster) ?? Insert(cluster);
            TemplateId[] former = [.. Former([current, cluster]).Where(id => id != current.Template.Id).Take(MaxFormer)];
            if (former.Length > current.Template.Supersedes.Count)
            {
                TemplateCluster named = current.Copy(former);
                Replace(current, named);
                _index.Put(named);
            }
        }
    }

    /// <summary>The first place at which the siblings of a template are too many.</summary>
    private int? ParameterPlace(TemplateCluster cluster)
    {
        for (ulong rest = cluster.Places; rest != 0; rest &= rest - 1)
        {
            int place = BitOperations.TrailingZeroCount(rest);
            if (ParameterRule.IsParameter(_index.SiblingsAt(cluster, place), place, maxVariants))
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
        foreach (CompoundReading reading in cluster.Readings)
        {
            if (_index.CoverOf(cluster, reading) is { } existing)
            {
                Replace(cluster, existing);
                return existing;
            }

            TemplateCluster[] siblings = _index.SiblingsOf(reading).ToArray();
            if (Array.Exists(siblings, member => member.Roles[reading.Place] == UnitRole.Value) && MayOpen(siblings[0], reading.Place))
            {
                return Open(siblings, reading.Place);
            }
        }

        for (ulong rest = cluster.Places; rest != 0; rest &= rest - 1)
        {
            int place = BitOperations.TrailingZeroCount(rest);
            if (cluster.Roles[place] == UnitRole.Value && _index.HasCompoundsAt(cluster, place) && MayOpen(cluster, place))
            {
                return Open(_index.SiblingsAt(cluster, place).ToArray(), place);
            }
        }

        return null;
    }

    /// <summary>Makes parameters of the values of keys that vary too much, in all templates that are equal but for such values.</summary>
    private TemplateCluster? OpenKeyed(TemplateCluster cluster)
    {
        (IReadOnlyList<TemplateCluster> members, ulong parameters) = _index.KeyedWith(cluster, maxVariants);
        if ((parameters & ~cluster.Wildcards) == 0 || !ParameterRule.KeepsWords(cluster, cluster.Wildcards | parameters))
        {
            return null;
        }

        foreach (TemplateCluster member in members.ToArray())
        {
            if (member != cluster && !member.IsSuperseded && (parameters & ~member.Wildcards) != 0)
            {
                Insert(Open([member], member.Wildcards | parameters));
            }
        }

        return cluster.IsSuperseded ? cluster.Current : Open([cluster], cluster.Wildcards | parameters);
    }

    private static bool MayOpen(TemplateCluster cluster, int place) => ParameterRule.KeepsWords(cluster, cluster.Wildcards | 1UL << place);

    /// <summary>Joins a template with wildcards with another one whose lines it may take.</summary>
    private TemplateCluster? Unite(TemplateCluster cluster)
    {
        foreach (TemplateCluster other in _index.OfShape(cluster))
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
        for (ulong rest = wildcards; rest != 0; rest &= rest - 1)
        {
            int place = BitOperations.TrailingZeroCount(rest);
            hashes[place] = Unit.Wildcard;
            roles[place] = UnitRole.Value;
        }

        TemplateCluster open = TemplateCluster.Create(any.Shape, hashes, roles, any.Text.WithWildcards(wildcards), readsUnits: true);
        members = [.. members, .. _index.OfShape(any).Where(open.Covers).Except(members), .. _index.CompoundsOf(open)];
        open = _index.Find(open.Hash) ?? open.Copy([.. Former(members).Take(MaxFormer)]);
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

    private static IEnumerable<TemplateId> Former(TemplateCluster[] members) =>
        members.SelectMany(member => member.Template.Supersedes.Append(member.Template.Id)).Distinct();

    private void Replace(TemplateCluster cluster, TemplateCluster by)
    {
        _index.Remove(cluster);
        cluster.Supersede(by);
    }

    /// <summary>When there are too many templates, or too long ones, a tenth leaves: those matched longest ago.</summary>
    private void MakeRoom(int bytes)
    {
        if (_index.Count < maxTemplates && _index.Bytes + bytes <= MaxBytes)
        {
            return;
        }

        // Sorted by what it was: other threads match lines meanwhile.
        TemplateCluster[] oldest = [.. _index.Clusters];
        Array.Sort(Array.ConvertAll(oldest, cluster => cluster.LastMatch), oldest);
        foreach (TemplateCluster cluster in oldest)
        {
            if (_index.Count <= maxTemplates - Math.Max(1, maxTemplates / 10) && _index.Bytes + bytes <= MaxBytes - (MaxBytes / 10))
            {
                break;
            }

            _index.Remove(cluster);
            cluster.IsEvicted = true;
            EvictedBytes += cluster.Size;
        }
    }
}
