using System.Buffers.Binary;
using System.Numerics;

namespace LogGuardian.Core;

/// <summary>Records as bytes, first in first out, in a fixed room. Safe for many writers and one reader; nothing is allocated but what the reader takes.</summary>
internal sealed class ByteRing(int capacity)
{
    private const int HeaderBytes = sizeof(int);
    private readonly byte[] _bytes = new byte[BitOperations.RoundUpToPowerOf2((uint)capacity)];
    private readonly Lock _gate = new();
    private long _head;
    private long _tail;

    /// <summary>Adds a record.</summary>
    /// <param name="record">Its bytes.</param>
    /// <param name="isHalfFull">Whether it is the one that fills half the room.</param>
    /// <returns>False when there is no room.</returns>
    public bool TryAdd(ReadOnlySpan<byte> record, out bool isHalfFull)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        BinaryPrimitives.WriteInt32LittleEndian(header, record.Length);
        lock (_gate)
        {
            long before = _tail - _head;
            long after = before + HeaderBytes + record.Length;
            isHalfFull = before < _bytes.Length / 2 && after >= _bytes.Length / 2;
            if (after > _bytes.Length)
            {
                return false;
            }

            CopyIn(header);
            CopyIn(record);
            return true;
        }
    }

    /// <summary>Takes the oldest records, at most so many bytes unless the first alone is larger.</summary>
    /// <param name="most">Bytes.</param>
    /// <param name="lengths">Receives the length of each record, in order.</param>
    /// <returns>The records one after the other; empty when there is none.</returns>
    public byte[] Take(int most, List<int> lengths)
    {
        lengths.Clear();
        lock (_gate)
        {
            int total = 0;
            for (long at = _head; at < _tail;)
            {
                int length = LengthAt(at);
                if (lengths.Count > 0 && total + length > most)
                {
                    break;
                }

                lengths.Add(length);
                total += length;
                at += HeaderBytes + length;
            }

            byte[] taken = total == 0 ? [] : GC.AllocateUninitializedArray<byte>(total);
            int to = 0;
            foreach (int length in lengths)
            {
                _head += HeaderBytes;
                CopyOut(taken.AsSpan(to, length));
                to += length;
            }

            return taken;
        }
    }

    private int LengthAt(long at)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        for (int i = 0; i < HeaderBytes; i++)
        {
            header[i] = _bytes[(at + i) & (_bytes.Length - 1)];
        }

        return BinaryPrimitives.ReadInt32LittleEndian(header);
    }

    private void CopyIn(ReadOnlySpan<byte> from)
    {
        int at = (int)(_tail & (_bytes.Length - 1));
        int first = Math.Min(from.Length, _bytes.Length - at);
        from[..first].CopyTo(_bytes.AsSpan(at));
        from[first..].CopyTo(_bytes);
        _tail += from.Length;
    }

    private void CopyOut(Span<byte> to)
    {
        int at = (int)(_head & (_bytes.Length - 1));
        int first = Math.Min(to.Length, _bytes.Length - at);
        _bytes.AsSpan(at, first).CopyTo(to);
        _bytes.AsSpan(0, to.Length - first).CopyTo(to[first..]);
        _head += to.Length;
    }
}
