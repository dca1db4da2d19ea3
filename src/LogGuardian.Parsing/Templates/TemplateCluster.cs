namespace LogGuardian.Parsing;

/// <summary>A template with what is needed to match lines against it: its shape and the hash of each unit.</summary>
internal sealed class TemplateCluster(LogTemplate template, ulong shape, ulong[] hashes, UnitRole[] roles, TemplateText text, bool readsUnits)
{
    // Bytes of objects, measured on a 64-bit runtime; a place has its entry in the store.
    private const int FixedSize = 450;
    private const int UnitSize = 17;
    private const int PlaceSize = 54;

    // Set once, under the miner's lock, to a template that is in the store then: followed without a lock, a chain of them ends.
    private volatile TemplateCluster? _next;
    private IReadOnlyList<CompoundReading>? _readings;

    public LogTemplate Template { get; } = template;

    /// <summary>Hash of what stands between the units.</summary>
    public ulong Shape { get; } = shape;

    public ulong[] Hashes { get; } = hashes;

    public UnitRole[] Roles { get; } = roles;

    /// <summary>The text of each unit (a word, a mask, or a wildcard), and what stands between them.</summary>
    public TemplateText Text { get; } = text;

    /// <summary>Whether parameters are units: the values of the scanner do not show words behind wildcards, nor lists and dates as one.</summary>
    public bool ReadsUnits { get; set; } = readsUnits;

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

    /// <summary>The places that may become parameters, as bits.</summary>
    public ulong Places { get; } = ParameterRule.PlacesOf(hashes, roles, text);

    /// <summary>The places at which the values of keys stand, as bits; see <see cref="KeyedGroup"/>.</summary>
    public ulong KeyedPlaces { get; } = KeyedGroup.PlacesOf(roles, text);

    /// <summary>The sum of the units' shares, and of the shape's: equal for equal templates.</summary>
    public ulong Hash { get; } = HashOf(shape, hashes);

    /// <summary>About the bytes that it takes in a store.</summary>
    public int Size { get; } = SizeOf(text);

    /// <summary>Whether the store had no room for it any more.</summary>
    public bool IsEvicted { get; set; }

    /// <summary>Where <see cref="ShapeGroup"/> keeps it.</summary>
    public int IndexInShape { get; set; }

    /// <summary>Other readings of it. Asked for under the miner's lock.</summary>
    public IReadOnlyList<CompoundReading> Readings => _readings ??= CompoundReading.Of(this);

    public static TemplateCluster Create(ulong shape, ulong[] hashes, UnitRole[] roles, TemplateText text, bool readsUnits, IReadOnlyList<TemplateId>? supersedes = null) =>
        new(new LogTemplate(text.IdOf(roles), text.Trimmed) { Supersedes = supersedes ?? [] }, shape, hashes, roles, text, readsUnits);

    public bool IsSuperseded => _next is not null;

    /// <summary>The same template for another store, which names these as former ones.</summary>
    public TemplateCluster Copy(IReadOnlyList<TemplateId> supersedes) =>
        new(new LogTemplate(Template.Id, Template.Text) { Supersedes = supersedes }, Shape, Hashes, Roles, Text, ReadsUnits) { LastMatch = LastMatch };

    /// <summary>Whether it matches every line that the other one matches.</summary>
    public bool Covers(TemplateCluster other)
    {
        for (int i = 0; i < Hashes.Length; i++)
        {
            if (Hashes[i] != other.Hashes[i] && (Hashes[i] != Unit.Wildcard || other.Roles[i] == UnitRole.Fixed))
            {
                return false;
            }
        }

        return true;
    }

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

    private static ulong HashOf(ulong shape, ulong[] hashes)
    {
        ulong hash = shape;
        for (int i = 0; i < hashes.Length; i++)
        {
            hash += LineHash.Share(i, hashes[i]);
        }

        return hash;
    }

    private static int SizeOf(TemplateText text) => FixedSize + (2 * text.Length) + (UnitSize * text.Count) + (PlaceSize * Math.Min(text.Count, 64));

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
