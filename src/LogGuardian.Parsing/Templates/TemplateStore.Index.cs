using System.Numerics;
using System.Runtime.InteropServices;

namespace LogGuardian.Parsing;

/// <content>What finds templates: by their hash, their shape, and what they are equal in.</content>
internal sealed partial class TemplateStore
{
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
        _keyed.Clear();
        _bytes = 0;
    }

    private void Put(TemplateCluster cluster)
    {
        _clusters.Add(cluster.Hash, cluster);
        _bytes += cluster.Size;
        ShapeOf(cluster).Add(cluster);
        _keyed.Add(cluster);
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
        _keyed.Remove(cluster);
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
