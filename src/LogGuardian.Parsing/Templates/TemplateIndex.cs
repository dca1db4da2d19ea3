using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LogGuardian.Parsing;

/// <summary>The templates of a store by all that they are looked for: their hash, their shape, their siblings at each place, and their other readings.</summary>
internal sealed class TemplateIndex
{
    /// <summary>Beyond that, what a wildcard covers is found by the lines that come, not by comparing each with each.</summary>
    public const int MaxCompared = 1_024;

    private readonly Dictionary<ulong, TemplateCluster> _clusters = [];
    private readonly Dictionary<ulong, Siblings> _siblings = [];
    private readonly Dictionary<ulong, ShapeGroup> _shapes = [];

    // By the key and by the shape of their other readings.
    private readonly Dictionary<ulong, HashSet<TemplateCluster>> _compounds = [];
    private readonly KeyedGroups _keyed = new();

    public IReadOnlyCollection<TemplateCluster> Clusters => _clusters.Values;

    public int Count => _clusters.Count;

    /// <summary>About the bytes that the templates take.</summary>
    public long Bytes { get; private set; }

    public TemplateCluster? Find(ulong hash) => _clusters.GetValueOrDefault(hash);

    /// <summary>The sets of places at which templates of a shape have wildcards.</summary>
    public IReadOnlyList<ulong> WildcardSets(ulong shape) => _shapes.TryGetValue(shape, out ShapeGroup? group) ? group.WildcardSets : [];

    /// <summary>Templates of the same shape; when there are very many, some of them.</summary>
    public IEnumerable<TemplateCluster> OfShape(TemplateCluster cluster) => _shapes.TryGetValue(cluster.Shape, out ShapeGroup? group) ? group.Members.Take(MaxCompared) : [];

    /// <summary>The templates that differ from this one at a place alone, and this one.</summary>
    public Siblings SiblingsAt(TemplateCluster cluster, int place) => _siblings.GetValueOrDefault(KeyAt(cluster, place));

    /// <summary>The templates that a reading would make siblings.</summary>
    public Siblings SiblingsOf(CompoundReading reading) => _siblings.GetValueOrDefault(reading.Key);

    /// <summary>Whether a template would be a sibling at this place if it was read otherwise.</summary>
    public bool HasCompoundsAt(TemplateCluster cluster, int place) => _compounds.ContainsKey(KeyAt(cluster, place));

    /// <summary>The templates that differ from this one in values of keys alone, and the places at which these are parameters, as bits.</summary>
    public (IReadOnlyList<TemplateCluster> Members, ulong Parameters) KeyedWith(TemplateCluster cluster, int maxVariants) => _keyed.Find(cluster, maxVariants);

    /// <summary>A template with wildcards that matches all lines of another one.</summary>
    public TemplateCluster? CoverOf(TemplateCluster cluster)
    {
        foreach (ulong set in WildcardSets(cluster.Shape))
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

    /// <summary>A template with wildcards that matches all lines of another one when they are read otherwise.</summary>
    public TemplateCluster? CoverOf(TemplateCluster cluster, CompoundReading reading)
    {
        foreach (ulong set in WildcardSets(reading.Shape))
        {
            if (reading.Open(cluster, set) is { } opened && _clusters.TryGetValue(opened, out TemplateCluster? cover))
            {
                return cover;
            }
        }

        return null;
    }

    /// <summary>The templates that another reading makes lines of this one.</summary>
    public TemplateCluster[] CompoundsOf(TemplateCluster open) =>
        _compounds.TryGetValue(open.Shape, out HashSet<TemplateCluster>? read)
            ? [.. read.Take(MaxCompared).Where(compound => compound.Readings.Any(reading => reading.Shape == open.Shape && reading.Open(compound, open.Wildcards) == open.Hash))]
            : [];

    public void Clear()
    {
        _clusters.Clear();
        _siblings.Clear();
        _shapes.Clear();
        _compounds.Clear();
        _keyed.Clear();
        Bytes = 0;
    }

    public void Put(TemplateCluster cluster)
    {
        _clusters.Add(cluster.Hash, cluster);
        Bytes += cluster.Size;
        _keyed.Add(cluster);
        In(_shapes, cluster.Shape).Add(cluster);
        for (ulong rest = cluster.Places; rest != 0; rest &= rest - 1)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_siblings, KeyAt(cluster, BitOperations.TrailingZeroCount(rest)), out _).Add(cluster);
        }

        foreach (CompoundReading reading in cluster.Readings)
        {
            In(_compounds, reading.Key).Add(cluster);
            In(_compounds, reading.Shape).Add(cluster);
        }
    }

    public void Remove(TemplateCluster cluster)
    {
        _clusters.Remove(cluster.Hash);
        Bytes -= cluster.Size;
        _keyed.Remove(cluster);
        if (_shapes.TryGetValue(cluster.Shape, out ShapeGroup? group) && group.Remove(cluster))
        {
            _shapes.Remove(cluster.Shape);
        }

        for (ulong rest = cluster.Places; rest != 0; rest &= rest - 1)
        {
            ulong key = KeyAt(cluster, BitOperations.TrailingZeroCount(rest));
            ref Siblings siblings = ref CollectionsMarshal.GetValueRefOrNullRef(_siblings, key);
            if (!Unsafe.IsNullRef(ref siblings) && siblings.Remove(cluster))
            {
                _siblings.Remove(key);
            }
        }

        foreach (CompoundReading reading in cluster.Readings)
        {
            RemoveReading(reading.Key, cluster);
            RemoveReading(reading.Shape, cluster);
        }
    }

    private void RemoveReading(ulong key, TemplateCluster cluster)
    {
        if (_compounds.TryGetValue(key, out HashSet<TemplateCluster>? read) && read.Remove(cluster) && read.Count == 0)
        {
            _compounds.Remove(key);
        }
    }

    /// <summary>Equal for templates that are equal but for this place.</summary>
    private static ulong KeyAt(TemplateCluster cluster, int place) =>
        CompoundReading.KeyOf(cluster.Hash - LineHash.Share(place, cluster.Hashes[place]), place);

    private static T In<T>(Dictionary<ulong, T> all, ulong key)
        where T : class, new()
    {
        ref T? found = ref CollectionsMarshal.GetValueRefOrAddDefault(all, key, out _);
        return found ??= new T();
    }
}
