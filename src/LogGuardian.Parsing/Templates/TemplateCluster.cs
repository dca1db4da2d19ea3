using System.IO.Hashing;
using System.Text;

namespace LogGuardian.Parsing;

/// <summary>A template with what is needed to match lines against it: its shape and the hash of each unit.</summary>
internal sealed class TemplateCluster(LogTemplate template, ulong shape, ulong[] hashes, UnitRole[] roles, string[] words, string[] gaps, bool readsUnits)
{
    private TemplateCluster? _next;

    public LogTemplate Template { get; } = template;

    /// <summary>Hash of what stands between the units.</summary>
    public ulong Shape { get; } = shape;

    public ulong[] Hashes { get; } = hashes;

    public UnitRole[] Roles { get; } = roles;

    /// <summary>The text of each unit: a word, a mask, or a wildcard.</summary>
    public string[] Words { get; } = words;

    public string[] Gaps { get; } = gaps;

    /// <summary>Whether parameters are units: the values of the scanner do not show words behind wildcards, nor lists and dates as one.</summary>
    public bool ReadsUnits { get; } = readsUnits;

    /// <summary>Number of the last line that matched, for eviction.</summary>
    public long LastMatch { get; set; }

    /// <summary>The template that this one became part of when a word of it turned out to be a parameter.</summary>
    public TemplateCluster Current
    {
        get
        {
            TemplateCluster current = this;
            while (current._next is { } next)
            {
                current = next;
            }

            return current;
        }
    }

    /// <summary>The first 64 places that are wildcards, as bits.</summary>
    public ulong Wildcards { get; } = WildcardsOf(hashes);

    /// <summary>Where <see cref="ShapeGroup"/> keeps it.</summary>
    public int IndexInShape { get; set; }

    public static TemplateCluster Create(ulong shape, ulong[] hashes, UnitRole[] roles, string[] words, string[] gaps, bool readsUnits, IReadOnlyList<TemplateId>? supersedes = null)
    {
        var text = new StringBuilder();
        var canonical = new StringBuilder();
        for (int i = 0; i < words.Length; i++)
        {
            text.Append(gaps[i]).Append(words[i]);
            canonical.Append(gaps[i]).Append(roles[i] == UnitRole.Value ? MaskNames.Canonical(words[i]) : words[i]);
        }

        text.Append(gaps[^1]);
        canonical.Append(gaps[^1]);
        var id = new TemplateId(XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(canonical.ToString())) | 1);
        return new TemplateCluster(new LogTemplate(id, text.ToString().Trim()) { Supersedes = supersedes ?? [] }, shape, hashes, roles, words, gaps, readsUnits);
    }

    public bool IsSuperseded => _next is not null;

    /// <summary>Whether a line may match both: wherever they differ, one has a wildcard that takes what the other has.</summary>
    public bool Overlaps(TemplateCluster other)
    {
        if (other.Hashes.Length != Hashes.Length)
        {
            return false;
        }

        for (int i = 0; i < Hashes.Length; i++)
        {
            if (Hashes[i] != other.Hashes[i]
                && !(Hashes[i] == Unit.Wildcard && other.Roles[i] != UnitRole.Fixed)
                && !(other.Hashes[i] == Unit.Wildcard && Roles[i] != UnitRole.Fixed))
            {
                return false;
            }
        }

        return true;
    }

    public void Supersede(TemplateCluster by) => _next = by;

    /// <summary>The sum of the units' shares, and of the shape's: equal for equal templates.</summary>
    public ulong Hash
    {
        get
        {
            ulong hash = Shape;
            for (int i = 0; i < Hashes.Length; i++)
            {
                hash += LineHash.Share(i, Hashes[i]);
            }

            return hash;
        }
    }

    private static ulong WildcardsOf(ulong[] hashes)
    {
        ulong wildcards = 0;
        for (int i = 0; i < hashes.Length && i < 64; i++)
        {
            wildcards |= hashes[i] == Unit.Wildcard ? 1UL << i : 0;
        }

        return wildcards;
    }
}
