using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LogGuardian.Core;

/// <content>
/// The search. By numbers, each product is computed. By bytes, each has a bound, and only where that exceeds the greatest product so far is the product computed: with q = q' + e and
/// x = x' + f, where q' and x' are what the bytes are worth, q·x = q'·x' + q'·f + e·x, which is at most q'·x' + |q'||f| + |e||x|. What is found is the same.
/// </content>
internal sealed partial class NearestVectors
{
    // Rows that stay in the first cache while all queries meet them.
    private const int Chunk = 64;
    private const int Block = 4;
    private const int Offset = 128;

    // As many numbers as the second cache of a small machine holds: of fewer, bytes save nothing.
    private const int ByBytesFrom = 262_144;

    // The rounding error of a sum of n products is at most n times half of this, relative to the lengths; the rest is for the bound itself.
    private const float Rounding = 1.2e-7f;
    private const int RoundedAgain = 16;

    /// <summary>The nearest vector that has a wanted tag.</summary>
    /// <param name="query">A vector.</param>
    /// <param name="wanted">Tags, one of which it must have.</param>
    /// <param name="except">A row that is not meant; -1 for none.</param>
    public NearVector Find(ReadOnlySpan<float> query, uint wanted = uint.MaxValue, int except = -1)
    {
        NearVector found = default;
        Find(query, [wanted], [except], new Span<NearVector>(ref found));
        return found;
    }

    /// <summary>The nearest vector to each of several, which is much faster than one after the other.</summary>
    /// <param name="queries">Vectors, one behind the other.</param>
    /// <param name="wanted">For each the tags, one of which the nearest must have.</param>
    /// <param name="except">For each a row that is not meant; -1 for none.</param>
    /// <param name="found">Receives the nearest of each; of equally near ones the first.</param>
    public void Find(ReadOnlySpan<float> queries, ReadOnlySpan<uint> wanted, ReadOnlySpan<int> except, Span<NearVector> found) =>
        Find(queries, wanted, except, found, byBytes: Count * _stride >= ByBytesFrom);

    /// <summary>The same in one of the two ways.</summary>
    public void Find(ReadOnlySpan<float> queries, ReadOnlySpan<uint> wanted, ReadOnlySpan<int> except, Span<NearVector> found, bool byBytes)
    {
        found.Fill(NearVector.None);
        if (Count == 0 || found.Length == 0)
        {
            return;
        }

        // A single query is not padded to a block: that would cost four times the work.
        int padded = found.Length == 1 ? 1 : (found.Length + Block - 1) / Block * Block;
        float[] numbers = ArrayPool<float>.Shared.Rent(padded * _stride);
        byte[] codes = ArrayPool<byte>.Shared.Rent(padded * _stride);
        float[] products = ArrayPool<float>.Shared.Rent(Block * Chunk);
        Bound[] bounds = ArrayPool<Bound>.Shared.Rent(padded);
        numbers.AsSpan(0, padded * _stride).Clear();
        codes.AsSpan(0, padded * _stride).Fill(Offset);
        for (int i = 0; i < found.Length; i++)
        {
            Span<float> query = numbers.AsSpan(i * _stride, Dimension);
            queries.Slice(i * Dimension, Dimension).CopyTo(query);
            if (byBytes)
            {
                bounds[i] = BoundOf(query, codes.AsSpan(i * _stride, Dimension));
            }
        }

        for (int row = 0; row < Count; row += Chunk)
        {
            for (int i = 0; i < found.Length; i += Block)
            {
                if (byBytes)
                {
                    Multiply(row, codes, i, padded, MemoryMarshal.Cast<float, int>(products.AsSpan()));
                }
                else
                {
                    Multiply(row, numbers, i, padded, products);
                }

                for (int k = 0; k < Math.Min(Block, found.Length - i); k++)
                {
                    Span<float> own = products.AsSpan(k * Chunk, Chunk);
                    if (byBytes)
                    {
                        Limit(row, own, bounds[i + k]);
                    }

                    Take(row, own, byBytes ? numbers.AsSpan((i + k) * _stride, _stride) : [], wanted[i + k], except[i + k], ref found[i + k]);
                }
            }
        }

        ArrayPool<float>.Shared.Return(numbers);
        ArrayPool<byte>.Shared.Return(codes);
        ArrayPool<float>.Shared.Return(products);
        ArrayPool<Bound>.Shared.Return(bounds);
    }

    private Bound BoundOf(ReadOnlySpan<float> query, Span<byte> codes)
    {
        (float scale, double error) = Encode(query, MemoryMarshal.Cast<byte, sbyte>(codes));
        double length = LengthOf(query);

        // The multiplier takes one side without a sign; the sums of the rows take the offset out again.
        foreach (ref byte code in codes)
        {
            code = (byte)(code + Offset);
        }

        double rest = (error * _longest) + (length * _longest * Rounding * (_stride + RoundedAgain));
        return new Bound(scale, MathF.BitIncrement((float)(length + error)), MathF.BitIncrement((float)rest));
    }

    private void Multiply(int row, float[] queries, int first, int padded, Span<float> products)
    {
        for (int i = 0; i < Chunk; i += padded == 1 ? Block : 2)
        {
            ref float rows = ref _rows[(row + i) * _stride];
            if (padded == 1)
            {
                VectorProducts.FourRows(in rows, in queries[0], _stride).StoreUnsafe(ref products[i]);
                continue;
            }

            (Vector128<float> one, Vector128<float> two) = VectorProducts.TwoRows(in rows, in queries[first * _stride], _stride);
            for (int k = 0; k < Block; k++)
            {
                products[(k * Chunk) + i] = one[k];
                products[(k * Chunk) + i + 1] = two[k];
            }
        }
    }

    private void Multiply(int row, byte[] queries, int first, int padded, Span<int> products)
    {
        for (int i = 0; i < Chunk; i += padded == 1 ? Block : 2)
        {
            ref sbyte rows = ref _codes[(row + i) * _stride];
            if (padded == 1)
            {
                VectorProducts.FourRows(in rows, in queries[0], _stride).StoreUnsafe(ref products[i]);
                continue;
            }

            (Vector128<int> one, Vector128<int> two) = VectorProducts.TwoRows(in rows, in queries[first * _stride], _stride);
            for (int k = 0; k < Block; k++)
            {
                products[(k * Chunk) + i] = one[k];
                products[(k * Chunk) + i + 1] = two[k];
            }
        }
    }

    /// <summary>Makes of products of bytes, in place, what the products are at most.</summary>
    private void Limit(int row, Span<float> products, Bound bound)
    {
        ref int codes = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<float, int>(products));
        for (int i = 0; i < Chunk; i += Vector<float>.Count)
        {
            Vector<int> exact = Vector.LoadUnsafe(ref codes, (nuint)i) - (new Vector<int>(_sums, row + i) * Offset);
            Vector<float> worth = Vector.ConvertToSingle(exact) * new Vector<float>(_scales, row + i) * bound.Scale;
            (worth + (new Vector<float>(_errors, row + i) * bound.Length) + new Vector<float>(bound.Rest)).CopyTo(products[i..]);
        }
    }

    /// <param name="row">The first row of the chunk.</param>
    /// <param name="products">Its products with a query, or what they are at most.</param>
    /// <param name="query">The query if the products are to be computed; empty if they are there.</param>
    /// <param name="wanted">The tags wanted.</param>
    /// <param name="except">The row that is not meant.</param>
    /// <param name="found">The nearest one so far.</param>
    private void Take(int row, ReadOnlySpan<float> products, ReadOnlySpan<float> query, uint wanted, int except, ref NearVector found)
    {
        for (int i = 0; i < Chunk; i += Vector<float>.Count)
        {
            if (!Vector.GreaterThanAny(new Vector<float>(products[i..]), new Vector<float>(found.Similarity)))
            {
                continue;
            }

            for (int at = i; at < i + Vector<float>.Count; at++)
            {
                if (products[at] > found.Similarity && (_tags[row + at] & wanted) != 0 && row + at != except)
                {
                    float product = query.IsEmpty ? products[at] : VectorProducts.One(in _rows[(row + at) * _stride], in query[0], _stride);
                    found = product > found.Similarity ? new NearVector(row + at, product) : found;
                }
            }
        }
    }

    /// <summary>What a step of a query's bytes is worth, at most how long their worth is, and by how much a product is greater than theirs at most, whatever the row.</summary>
    private readonly record struct Bound(float Scale, float Length, float Rest);
}
