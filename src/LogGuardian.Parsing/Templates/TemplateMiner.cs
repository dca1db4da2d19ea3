namespace LogGuardian.Parsing;

/// <summary>
/// Online template mining on bytes. A table from the hash of a masked line to its template answers for most lines, without a lock; new lines
/// are cut into units and go to the <see cref="TemplateStore"/>. Safe for concurrent callers that have a <see cref="LineScratch"/> each.
/// </summary>
internal sealed class TemplateMiner(int maxVariants, int maxTemplates, MaskSet? masks = null)
{
    // The part of the store's bytes that evicted templates may take, too.
    private const int EvictedShare = 8;

    private readonly TemplateStore _store = new(maxVariants, maxTemplates);
    private readonly KnownLines _known = new();
    private readonly TemplateTextBuilder _text = new();
    private readonly Lock _gate = new();

    // What the store evicted keeps its memory until the table of known lines lets go of it, too: not at once, as that takes a pass over all of it.
    private long _purged;

    // Counts lines that were not known: what is matched between two of them is equally fresh.
    private long _clock;

    /// <summary>A copy of the templates.</summary>
    public IReadOnlyList<TemplateCluster> Clusters
    {
        get
        {
            lock (_gate)
            {
                return [.. _store.Clusters];
            }
        }
    }

    /// <summary>The template of a line's content.</summary>
    public TemplateCluster Match(ReadOnlySpan<byte> content, LineScratch reader)
    {
        ulong hash = reader.Scan(content);
        if (_known.Find(hash) is not { } cluster)
        {
            return Learn(content, hash, reader);
        }

        if (cluster.ReadsUnits)
        {
            reader.ReadUnits(content);
        }

        long now = Volatile.Read(ref _clock);
        if (cluster.LastMatch != now)
        {
            cluster.LastMatch = now;
        }

        return cluster;
    }

    /// <summary>Replaces all templates by saved ones.</summary>
    public void Restore(IEnumerable<TemplateCluster> clusters)
    {
        lock (_gate)
        {
            _known.Clear();
            _store.Restore(clusters);
        }
    }

    /// <summary>
    /// Adds what another miner learned, for replicas that share the work. All templates are inserted anew in an order of their own, so that it does
    /// not matter who merges whom.
    /// </summary>
    public void Merge(IEnumerable<TemplateCluster> clusters)
    {
        lock (_gate)
        {
            TemplateCluster[] union = TemplateUnion.Of([.. _store.Clusters, .. clusters]);
            _known.Clear();
            _store.Rebuild(union);
            _clock = Math.Max(_clock, union.Length);
        }
    }

    private TemplateCluster Learn(ReadOnlySpan<byte> content, ulong hash, LineScratch reader)
    {
        reader.ReadUnits(content);
        lock (_gate)
        {
            TemplateCluster cluster = _store.Find(content, reader.Units) ?? _store.Insert(Create(content, reader.Units));
            cluster.LastMatch = ++_clock;
            cluster.ReadsUnits |= reader.Units.HasJoinedUnits;
            if (_store.EvictedBytes >= _purged + (_store.MaxBytes / EvictedShare))
            {
                _purged = _store.EvictedBytes;
                _known.Purge();
            }

            _known.Add(hash, cluster);
            return cluster;
        }
    }

    private TemplateCluster Create(ReadOnlySpan<byte> content, UnitReader reader)
    {
        ReadOnlySpan<Unit> units = reader.Units;
        var hashes = new ulong[units.Length];
        var roles = new UnitRole[units.Length];
        for (int i = 0; i < units.Length; i++)
        {
            Unit unit = units[i];
            hashes[i] = unit.Hash;
            roles[i] = reader.RoleOf(content, i);
            _text.AddGap(reader.Gap(content, i));
            if (unit.IsValue)
            {
                _text.AddWord(NameOf(unit));
            }
            else
            {
                _text.AddWord(content.Slice(unit.Start, unit.Length));
            }
        }

        _text.AddGap(reader.Gap(content, units.Length));
        return TemplateCluster.Create(reader.Shape, hashes, roles, _text.Build(), reader.HasJoinedUnits);
    }

    private string NameOf(Unit unit) => unit.Kind == ParameterKind.Custom ? masks!.NameOf(unit.Rule) : MaskNames.Of(unit.Kind);
}
