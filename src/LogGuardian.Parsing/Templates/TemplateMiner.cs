namespace LogGuardian.Parsing;

/// <summary>
/// Online template mining on bytes. A table from the hash of a masked line to its template answers for most lines, without a lock; new lines
/// are cut into units and go to the <see cref="TemplateStore"/>. Safe for concurrent callers that have a <see cref="LineScratch"/> each.
/// </summary>
internal sealed class TemplateMiner(int maxVariants, int maxTemplates, MaskSet? masks = null)
{
    private readonly TemplateStore _store = new(maxVariants, maxTemplates);
    private readonly KnownLines _known = new();
    private readonly Lock _gate = new();

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
        if (_known.Find(hash) is not { } known)
        {
            return Learn(content, hash, reader);
        }

        TemplateCluster cluster = known.Current;
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
            int evictions = _store.Evictions;
            TemplateCluster cluster = _store.Find(content, reader.Units) ?? _store.Insert(Create(content, reader.Units));
            cluster.LastMatch = ++_clock;
            cluster.ReadsUnits |= reader.Units.HasJoinedUnits;
            if (_store.Evictions != evictions)
            {
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
        string[] words = new string[units.Length];
        string[] gaps = new string[units.Length + 1];
        for (int i = 0; i < units.Length; i++)
        {
            Unit unit = units[i];
            hashes[i] = unit.Hash;
            roles[i] = reader.RoleOf(content, i);
            words[i] = unit.IsValue ? NameOf(unit) : LogText.Decode(content.Slice(unit.Start, unit.Length));
            gaps[i] = reader.Gap(content, i);
        }

        gaps[^1] = reader.Gap(content, units.Length);
        return TemplateCluster.Create(reader.Shape, hashes, roles, words, gaps, reader.HasJoinedUnits);
    }

    private string NameOf(Unit unit) => unit.Kind == ParameterKind.Custom ? masks!.NameOf(unit.Rule) : MaskNames.Of(unit.Kind);
}
