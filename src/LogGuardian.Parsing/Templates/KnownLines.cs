namespace LogGuardian.Parsing;

/// <summary>
/// From the hash of a masked line to its template. Read without a lock; writers hold one. The hash of a slot never changes once it is written, so that a
/// reader that sees the template sees its hash, too.
/// </summary>
internal sealed class KnownLines
{
    private const int MaxKnownLines = 65_536;
    private const int LeastSlots = 4_096;
    private volatile Slots _slots = new(LeastSlots);

    public TemplateCluster? Find(ulong hash)
    {
        Slots slots = _slots;
        for (int i = (int)hash & slots.Mask; ; i = (i + 1) & slots.Mask)
        {
            TemplateCluster? cluster = Volatile.Read(ref slots.Clusters[i]);
            if (cluster is null)
            {
                return null;
            }

            if (slots.Hashes[i] == hash)
            {
                cluster = cluster.Current;
                return cluster.IsEvicted ? null : cluster;
            }
        }
    }

    /// <summary>Remembers a line. When there are too many, all are forgotten: they are found by search again.</summary>
    public void Add(ulong hash, TemplateCluster cluster)
    {
        Slots slots = _slots;
        if (slots.Count >= MaxKnownLines)
        {
            slots = new Slots(LeastSlots);
        }
        else if (slots.Count >= slots.Clusters.Length / 2)
        {
            slots = slots.Copy(slots.Clusters.Length * 2);
        }

        slots.Add(hash, cluster);
        _slots = slots;
    }

    public void Clear() => _slots = new Slots(LeastSlots);

    /// <summary>Forgets lines whose template was evicted, and holds no template that became part of another.</summary>
    public void Purge() => _slots = _slots.Copy(_slots.Clusters.Length);

    private sealed class Slots(int size)
    {
        public ulong[] Hashes { get; } = new ulong[size];

        public TemplateCluster?[] Clusters { get; } = new TemplateCluster?[size];

        public int Mask { get; } = size - 1;

        public int Count { get; private set; }

        public void Add(ulong hash, TemplateCluster cluster)
        {
            int i = (int)hash & Mask;
            while (Clusters[i] is not null)
            {
                if (Hashes[i] == hash)
                {
                    Volatile.Write(ref Clusters[i], cluster);
                    return;
                }

                i = (i + 1) & Mask;
            }

            Hashes[i] = hash;
            Volatile.Write(ref Clusters[i], cluster);
            Count++;
        }

        public Slots Copy(int size)
        {
            var copy = new Slots(size);
            for (int i = 0; i < Clusters.Length; i++)
            {
                if (Clusters[i]?.Current is { IsEvicted: false } cluster)
                {
                    copy.Add(Hashes[i], cluster);
                }
            }

            return copy;
        }
    }
}
