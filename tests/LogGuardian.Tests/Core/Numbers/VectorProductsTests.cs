using System.Runtime.Intrinsics;
using CsCheck;
using LogGuardian.Core;

namespace LogGuardian.Tests.Core.Numbers;

public class VectorProductsTests
{
    [Theory]
    [InlineData(64)]
    [InlineData(128)]
    [InlineData(448)]
    public void Products_OfNumbers_AreThoseOfALoopAndTheSameByEveryMethod(int stride)
    {
        var random = new Random(stride);
        float[] rows = Numbers(random, 4 * stride);
        float[] queries = Numbers(random, 4 * stride);
        Vector128<float> four = VectorProducts.FourRows(in rows[0], in queries[0], stride);
        (Vector128<float> first, Vector128<float> second) = VectorProducts.TwoRows(in rows[0], in queries[0], stride);
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(VectorProducts.One(in rows[i * stride], in queries[0], stride), four[i]);
            Assert.Equal(VectorProducts.One(in rows[0], in queries[i * stride], stride), first[i]);
            Assert.Equal(VectorProducts.One(in rows[stride], in queries[i * stride], stride), second[i]);
            double product = Enumerable.Range(0, stride).Sum(at => (double)rows[(i * stride) + at] * queries[at]);
            Assert.Equal(product, four[i], 1e-4);
        }
    }

    [Theory]
    [InlineData(64)]
    [InlineData(448)]
    public void Products_OfBytes_AreThoseOfALoop(int stride)
    {
        var random = new Random(stride);
        sbyte[] rows = [.. Enumerable.Range(0, 4 * stride).Select(_ => (sbyte)random.Next(-127, 128))];
        byte[] queries = [.. Enumerable.Range(0, 4 * stride).Select(_ => (byte)random.Next(1, 256))];

        // The greatest products that there may be.
        rows.AsSpan(0, stride).Fill(-127);
        queries.AsSpan(0, stride).Fill(255);
        Vector128<int> four = VectorProducts.FourRows(in rows[0], in queries[0], stride);
        (Vector128<int> first, Vector128<int> second) = VectorProducts.TwoRows(in rows[0], in queries[0], stride);
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(Product(i, 0), four[i]);
            Assert.Equal(Product(0, i), first[i]);
            Assert.Equal(Product(1, i), second[i]);
        }

        int Product(int row, int query) => Enumerable.Range(0, stride).Sum(at => rows[(row * stride) + at] * queries[(query * stride) + at]);
    }

    [Fact]
    public void AddPortably_OfAnyBytes_AddsUpToTheirProducts() => Gen.Select(Gen.Byte.Array[32], Gen.SByte[-127, 127].Array[32]).Sample((query, row) =>
    {
        Vector256<int> sum = VectorProducts.AddPortably(Vector256.Create(5), Vector256.Create<byte>(query), Vector256.Create<sbyte>(row));
        Assert.Equal(40 + query.Zip(row, (q, r) => q * r).Sum(), Vector256.Sum(sum));
    });

    private static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
}
