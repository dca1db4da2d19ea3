using System.Numerics;

namespace LogGuardian.Parsing;

/// <summary>
/// Templates that are equal but for the values of their keys (<c>tag="x", name=y</c>). Such values vary together, so that no two templates may differ in
/// one alone: each place is judged by how many values it has in all of them.
/// </summary>
internal sealed class KeyedGroup
{
    // More do not change what is a parameter.
    private const int MaxMembers = 256;

    private readonly List<TemplateCluster> _members = [];

    public IReadOnlyList<TemplateCluster> Members => _members;

    /// <summary>The places of a template at which the value of a key stands, as bits; 0 when there are fewer than two.</summary>
    public static ulong PlacesOf(UnitRole[] roles, TemplateText text)
    {
        ulong places = 0;
        for (int i = 1; i < roles.Length && i < 64; i++)
        {
            places |= roles[i] != UnitRole.Fixed && IsBehindKey(text.Gap(i)) ? 1UL << i : 0;
        }

        return BitOperations.PopCount(places) > 1 ? places : 0;
    }

    /// <summary>Equal for templates that are equal but for the values of their keys.</summary>
    public static ulong KeyOf(TemplateCluster cluster, ulong places)
    {
        ulong hash = cluster.Hash;
        for (ulong rest = places; rest != 0; rest &= rest - 1)
        {
            int place = BitOperations.TrailingZeroCount(rest);
            hash += LineHash.Share(place, Unit.Wildcard) - LineHash.Share(place, cluster.Hashes[place]);
        }

        return LineHash.Fold(hash, places);
    }

    public void Add(TemplateCluster cluster)
    {
        if (_members.Count < MaxMembers)
        {
            _members.Add(cluster);
        }
    }

    /// <returns>Whether none is left.</returns>
    public bool Remove(TemplateCluster cluster)
    {
        _members.Remove(cluster);
        return _members.Count == 0;
    }

    /// <summary>The places that are parameters, as bits: they have more values than allowed, or are wildcards in one of the templates.</summary>
    public ulong Parameters(ulong places, int maxVariants)
    {
        ulong parameters = 0;
        if (_members.Count > 1)
        {
            Span<ulong> values = stackalloc ulong[Math.Min(maxVariants + 1, MaxMembers)];
            for (ulong rest = places; rest != 0; rest &= rest - 1)
            {
                int place = BitOperations.TrailingZeroCount(rest);
                int count = Distinct(place, values);
                parameters |= count > maxVariants || (count > 1 && values[..count].Contains(Unit.Wildcard)) ? 1UL << place : 0;
            }
        }

        return parameters;
    }

    /// <summary>The different values at a place, until there is no room for more.</summary>
    private int Distinct(int place, Span<ulong> values)
    {
        int count = 0;
        foreach (TemplateCluster member in _members)
        {
            ulong value = member.Hashes[place];
            if (!values[..count].Contains(value))
            {
                values[count++] = value;
                if (count == values.Length)
                {
                    break;
                }
            }
        }

        return count;
    }

    private static bool IsBehindKey(ReadOnlySpan<char> gap)
    {
        ReadOnlySpan<char> marks = gap.TrimEnd("\"' ");
        return marks.EndsWith('=') || marks.EndsWith("\":");
    }
}
