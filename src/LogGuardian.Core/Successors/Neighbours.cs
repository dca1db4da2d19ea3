using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>What stands next to a template, most often first known. Counts in a few counters (Metwally et al., ICDT 2005): the one counted least gives way.</summary>
internal sealed class Neighbours
{
    private const int MaxNeighbours = 16;
    private readonly ulong[] _ids = new ulong[MaxNeighbours];
    private readonly int[] _counts = new int[MaxNeighbours];
    private int _used;

    public ReadOnlySpan<ulong> Ids => _ids.AsSpan(0, _used);

    public ReadOnlySpan<int> Counts => _counts.AsSpan(0, _used);

    public void Add(ulong id)
    {
        int at = Ids.IndexOf(id);
        if (at < 0 && _used < MaxNeighbours)
        {
            at = _used++;
            _ids[at] = id;
        }
        else if (at < 0)
        {
            at = Counts.IndexOf(System.Numerics.Tensors.TensorPrimitives.Min(Counts));
            _ids[at] = id;
        }

        if (++_counts[at] == int.MaxValue)
        {
            for (int i = 0; i < _used; i++)
            {
                _counts[i] /= 2;
            }
        }
    }

    /// <summary>Adds the neighbours of another one; where there are too many, those counted most remain.</summary>
    public void Merge(Neighbours other)
    {
        var counts = new Dictionary<ulong, long>();
        foreach (Neighbours from in (Neighbours[])[this, other])
        {
            for (int i = 0; i < from._used; i++)
            {
                counts[from._ids[i]] = counts.GetValueOrDefault(from._ids[i]) + from._counts[i];
            }
        }

        Hold(counts);
    }

    /// <summary>Some of them became another template.</summary>
    public void Rename(ulong[] former, ulong into)
    {
        if (!Ids.ContainsAny(former))
        {
            return;
        }

        var counts = new Dictionary<ulong, long>();
        for (int i = 0; i < _used; i++)
        {
            ulong id = former.Contains(_ids[i]) ? into : _ids[i];
            counts[id] = counts.GetValueOrDefault(id) + _counts[i];
        }

        Hold(counts);
    }

    public void Save(Utf8JsonWriter writer, string name)
    {
        writer.WriteStartArray(name);
        for (int i = 0; i < _used; i++)
        {
            writer.WriteStringValue(new TemplateId(_ids[i]).ToString());
            writer.WriteNumberValue(_counts[i]);
        }

        writer.WriteEndArray();
    }

    public void Load(JsonElement neighbours)
    {
        JsonElement[] items = [.. neighbours.EnumerateArray()];
        if (items.Length % 2 != 0 || items.Length > 2 * MaxNeighbours)
        {
            throw new JsonException(FormattableString.Invariant($"A template has {items.Length} fields of neighbours; there must be two for each, at most {2 * MaxNeighbours}. Learn again."));
        }

        _used = items.Length / 2;
        for (int i = 0; i < _used; i++)
        {
            _ids[i] = TemplateId.Parse(items[2 * i].GetString()!).Value;
            _counts[i] = items[(2 * i) + 1].GetInt32();
        }
    }

    private void Hold(Dictionary<ulong, long> counts)
    {
        _used = 0;
        foreach ((ulong id, long count) in counts.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key).Take(MaxNeighbours))
        {
            _ids[_used] = id;
            _counts[_used++] = (int)Math.Min(count, int.MaxValue / 2);
        }
    }
}
