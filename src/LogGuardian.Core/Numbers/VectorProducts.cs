using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LogGuardian.Core;

/// <summary>
/// Dot products of rows that lie one behind the other, each <c>stride</c> numbers long, which is a multiple of <see cref="Lanes"/>. Each pair has one sum of its own, in the order of
/// the numbers, so that a pair has the same product whichever method computes it.
/// </summary>
internal static class VectorProducts
{
    /// <summary>A multiple of the numbers in any vector that is used here.</summary>
    public const int Lanes = 64;

    public static float One(ref readonly float row, ref readonly float query, int stride)
    {
        Vector<float> sum = default;
        for (nuint i = 0; i < (nuint)stride; i += (nuint)Vector<float>.Count)
        {
            sum = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(in query, i), Vector.LoadUnsafe(in row, i), sum);
        }

        return Vector.Sum(sum);
    }

    /// <summary>Four rows with one query: as fast as memory gives the rows.</summary>
    public static Vector128<float> FourRows(ref readonly float rows, ref readonly float query, int stride)
    {
        (Vector<float> a, Vector<float> b, Vector<float> c, Vector<float> d) = default((Vector<float>, Vector<float>, Vector<float>, Vector<float>));
        nuint n = (nuint)stride;
        for (nuint i = 0; i < n; i += (nuint)Vector<float>.Count)
        {
            Vector<float> q = Vector.LoadUnsafe(in query, i);
            a = Vector.MultiplyAddEstimate(q, Vector.LoadUnsafe(in rows, i), a);
            b = Vector.MultiplyAddEstimate(q, Vector.LoadUnsafe(in rows, i + n), b);
            c = Vector.MultiplyAddEstimate(q, Vector.LoadUnsafe(in rows, i + (2 * n)), c);
            d = Vector.MultiplyAddEstimate(q, Vector.LoadUnsafe(in rows, i + (3 * n)), d);
        }

        return Vector128.Create(Vector.Sum(a), Vector.Sum(b), Vector.Sum(c), Vector.Sum(d));
    }

    /// <summary>Two rows with four queries: each number loaded is used more than once, and eight sums keep the multipliers busy.</summary>
    public static (Vector128<float> First, Vector128<float> Second) TwoRows(ref readonly float rows, ref readonly float queries, int stride)
    {
        (Vector<float> a, Vector<float> b, Vector<float> c, Vector<float> d) = default((Vector<float>, Vector<float>, Vector<float>, Vector<float>));
        (Vector<float> e, Vector<float> f, Vector<float> g, Vector<float> h) = default((Vector<float>, Vector<float>, Vector<float>, Vector<float>));
        nuint n = (nuint)stride;
        for (nuint i = 0; i < n; i += (nuint)Vector<float>.Count)
        {
            Vector<float> first = Vector.LoadUnsafe(in rows, i);
            Vector<float> second = Vector.LoadUnsafe(in rows, i + n);
            Vector<float> q = Vector.LoadUnsafe(in queries, i);
            (a, e) = (Vector.MultiplyAddEstimate(q, first, a), Vector.MultiplyAddEstimate(q, second, e));
            q = Vector.LoadUnsafe(in queries, i + n);
            (b, f) = (Vector.MultiplyAddEstimate(q, first, b), Vector.MultiplyAddEstimate(q, second, f));
            q = Vector.LoadUnsafe(in queries, i + (2 * n));
            (c, g) = (Vector.MultiplyAddEstimate(q, first, c), Vector.MultiplyAddEstimate(q, second, g));
            q = Vector.LoadUnsafe(in queries, i + (3 * n));
            (d, h) = (Vector.MultiplyAddEstimate(q, first, d), Vector.MultiplyAddEstimate(q, second, h));
        }

        return (Vector128.Create(Vector.Sum(a), Vector.Sum(b), Vector.Sum(c), Vector.Sum(d)), Vector128.Create(Vector.Sum(e), Vector.Sum(f), Vector.Sum(g), Vector.Sum(h)));
    }

    /// <summary>Four rows of bytes with one query.</summary>
    public static Vector128<int> FourRows(ref readonly sbyte rows, ref readonly byte query, int stride)
    {
        (Vector256<int> a, Vector256<int> b, Vector256<int> c, Vector256<int> d) = default((Vector256<int>, Vector256<int>, Vector256<int>, Vector256<int>));
        nuint n = (nuint)stride;
        for (nuint i = 0; i < n; i += (nuint)Vector256<byte>.Count)
        {
            Vector256<byte> q = Vector256.LoadUnsafe(in query, i);
            a = Add(a, q, Vector256.LoadUnsafe(in rows, i));
            b = Add(b, q, Vector256.LoadUnsafe(in rows, i + n));
            c = Add(c, q, Vector256.LoadUnsafe(in rows, i + (2 * n)));
            d = Add(d, q, Vector256.LoadUnsafe(in rows, i + (3 * n)));
        }

        return Vector128.Create(Vector256.Sum(a), Vector256.Sum(b), Vector256.Sum(c), Vector256.Sum(d));
    }

    /// <summary>Two rows of bytes with four queries.</summary>
    public static (Vector128<int> First, Vector128<int> Second) TwoRows(ref readonly sbyte rows, ref readonly byte queries, int stride)
    {
        (Vector256<int> a, Vector256<int> b, Vector256<int> c, Vector256<int> d) = default((Vector256<int>, Vector256<int>, Vector256<int>, Vector256<int>));
        (Vector256<int> e, Vector256<int> f, Vector256<int> g, Vector256<int> h) = default((Vector256<int>, Vector256<int>, Vector256<int>, Vector256<int>));
        nuint n = (nuint)stride;
        for (nuint i = 0; i < n; i += (nuint)Vector256<byte>.Count)
        {
            Vector256<sbyte> first = Vector256.LoadUnsafe(in rows, i);
            Vector256<sbyte> second = Vector256.LoadUnsafe(in rows, i + n);
            Vector256<byte> q = Vector256.LoadUnsafe(in queries, i);
            (a, e) = (Add(a, q, first), Add(e, q, second));
            q = Vector256.LoadUnsafe(in queries, i + n);
            (b, f) = (Add(b, q, first), Add(f, q, second));
            q = Vector256.LoadUnsafe(in queries, i + (2 * n));
            (c, g) = (Add(c, q, first), Add(g, q, second));
            q = Vector256.LoadUnsafe(in queries, i + (3 * n));
            (d, h) = (Add(d, q, first), Add(h, q, second));
        }

        return (Vector128.Create(Vector256.Sum(a), Vector256.Sum(b), Vector256.Sum(c), Vector256.Sum(d)),
            Vector128.Create(Vector256.Sum(e), Vector256.Sum(f), Vector256.Sum(g), Vector256.Sum(h)));
    }

    /// <summary>Adds products of neighbouring bytes, on any machine. A product fits 16 bits, the sum of two does not.</summary>
    public static Vector256<int> AddPortably(Vector256<int> sum, Vector256<byte> query, Vector256<sbyte> row)
    {
        Vector256<short> lower = Vector256.WidenLower(query).AsInt16() * Vector256.WidenLower(row);
        Vector256<short> upper = Vector256.WidenUpper(query).AsInt16() * Vector256.WidenUpper(row);
        return sum + Vector256.WidenLower(lower) + Vector256.WidenUpper(lower) + Vector256.WidenLower(upper) + Vector256.WidenUpper(upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Add(Vector256<int> sum, Vector256<byte> query, Vector256<sbyte> row) =>
        AvxVnni.IsSupported ? AvxVnni.MultiplyWideningAndAdd(sum, query, row) : AddPortably(sum, query, row);
}
