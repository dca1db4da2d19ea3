using System.Numerics;

namespace LogGuardian.Parsing;

/// <summary>Another way to read a template: one of its words that is made of several units and holds a value, taken as one value.</summary>
/// <param name="Key">The key of the siblings that it would have at this place.</param>
/// <param name="Shape">The shape that it would have.</param>
/// <param name="OpenHash">The hash of the template that has a wildcard at this place.</param>
/// <param name="Place">The place of the word.</param>
/// <param name="Removed">How many units fewer there would be.</param>
internal readonly record struct CompoundReading(ulong Key, ulong Shape, ulong OpenHash, int Place, int Removed)
{
    private const int MaxReadings = 4;

    public static ulong KeyOf(ulong hashOfRest, int place) => LineHash.Fold(hashOfRest, (ulong)place);

    /// <summary>The hash of the template that has wildcards at these places, and one at the place of the word; null when a word may not be one.</summary>
    public ulong? Open(TemplateCluster cluster, ulong wildcards)
    {
        if ((wildcards >> Place & 1) == 0)
        {
            return null;
        }

        ulong hash = OpenHash;
        for (ulong rest = wildcards & ~(1UL << Place); rest != 0; rest &= rest - 1)
        {
            int place = BitOperations.TrailingZeroCount(rest);
            int read = place < Place ? place : place + Removed;
            if (cluster.Roles[read] == UnitRole.Fixed)
            {
                return null;
            }

            hash += LineHash.Share(place, Unit.Wildcard) - LineHash.Share(place, cluster.Hashes[read]);
        }

        return hash;
    }

    public static IReadOnlyList<CompoundReading> Of(TemplateCluster cluster)
    {
        List<CompoundReading>? readings = null;
        for (int first = 0; first < Math.Min(cluster.Roles.Length, 64) && (readings?.Count ?? 0) < MaxReadings;)
        {
            int last = first;
            while (last + 1 < cluster.Roles.Length && !cluster.Text.Gap(last + 1).Contains(' '))
            {
                last++;
            }

            if (IsCompound(cluster, first, last))
            {
                (readings ??= []).Add(Read(cluster, first, last));
            }

            first = last + 1;
        }

        return readings ?? [];
    }

    /// <summary>Brackets or other marks around or between units, a value among them; what has '=' or ':' names its values and is read as it is.</summary>
    private static bool IsCompound(TemplateCluster cluster, int first, int last)
    {
        bool marked = Leading(cluster.Text.Gap(first)).Length > 0 || last > first;
        bool value = false;
        for (int i = first; i <= last; i++)
        {
            value |= cluster.Roles[i] == UnitRole.Value;
            if (cluster.Hashes[i] == Unit.Wildcard || (i > first && cluster.Text.Gap(i).ContainsAny('=', ':', ',')))
            {
                return false;
            }
        }

        return marked && value;
    }

    private static CompoundReading Read(TemplateCluster cluster, int first, int last)
    {
        int removed = last - first;
        TemplateText text = cluster.Text;
        ulong shape = LineHash.StartOfShape;
        for (int i = 0; i <= text.Count; i++)
        {
            ReadOnlySpan<char> gap = text.Gap(i);
            if (i <= first || i > last)
            {
                gap = i == first ? gap[..^Leading(gap).Length] : gap;
                shape = LineHash.FoldGap(shape, i == last + 1 ? AfterClosers(gap) : gap);
            }
        }

        ulong rest = shape;
        for (int i = 0; i < cluster.Hashes.Length; i++)
        {
            if (i < first || i > last)
            {
                rest += LineHash.Share(i < first ? i : i - removed, cluster.Hashes[i]);
            }
        }

        return new CompoundReading(KeyOf(rest, first), shape, rest + LineHash.Share(first, Unit.Wildcard), first, removed);
    }

    /// <summary>The marks at the end of a gap that belong to the word behind it.</summary>
    private static ReadOnlySpan<char> Leading(ReadOnlySpan<char> gap) => gap[(gap.LastIndexOf(' ') + 1)..];

    /// <summary>A gap without the marks at its beginning that belong to the word before it; a comma or full stop does not.</summary>
    private static ReadOnlySpan<char> AfterClosers(ReadOnlySpan<char> gap)
    {
        int at = 0;
        while (at < gap.Length && gap[at] is ')' or ']' or '}' or '>' or '"' or '\'' or '#')
        {
            at++;
        }

        return gap[at..];
    }
}
