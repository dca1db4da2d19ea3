using System.Numerics.Tensors;
using System.Text;
using System.Text.Json;
using CsCheck;
using LogGuardian.Core;

namespace LogGuardian.Tests.Core.Numbers;

public class NearestVectorsTests
{
    private const uint Any = uint.MaxValue;

    // From vectors that are alike, as those of an encoder are, to vectors that have nothing in common; among equal ones the first is found by either way.
    [Fact]
    public void Find_ByBytesAndByNumbers_FindsWhatALoopFinds() => Gen.Select(Gen.Int[1, 300], Gen.Int[1, 200], Gen.Int[1, 11], Gen.Double[0, 3], Gen.Int).Sample(
        (dimension, count, queryCount, alike, seed) =>
        {
            var random = new Random(seed);
            float[] common = Unit(random, dimension, [], 0);
            var vectors = new NearestVectors(dimension, 256);
            var tags = new uint[count];
            for (int row = 0; row < count; row++)
            {
                tags[row] = 1u << random.Next(3);
                ReadOnlySpan<float> vector = row > 0 && random.Next(8) == 0 ? vectors.VectorOf(random.Next(row)) : Unit(random, dimension, common, alike);
                Assert.Equal(row, vectors.Add(vector, tags[row]));
            }

            float[] queries = [.. Enumerable.Range(0, queryCount).SelectMany(i => i % 3 == 2 ? vectors.VectorOf(i % count).ToArray() : Unit(random, dimension, common, alike))];
            uint[] wanted = [.. Enumerable.Range(0, queryCount).Select(_ => (uint)random.Next(8))];
            int[] except = [.. Enumerable.Range(0, queryCount).Select(_ => random.Next(-1, count))];
            var byBytes = new NearVector[queryCount];
            var byNumbers = new NearVector[queryCount];
            vectors.Find(queries, wanted, except, byBytes, byBytes: true);
            vectors.Find(queries, wanted, except, byNumbers, byBytes: false);
            Assert.Equal(byNumbers, byBytes);
            for (int i = 0; i < queryCount; i++)
            {
                ReadOnlySpan<float> query = queries.AsSpan(i * dimension, dimension);
                Assert.Equal(byNumbers[i], vectors.Find(query, wanted[i], except[i]));
                double best = double.NegativeInfinity;
                for (int row = 0; row < count; row++)
                {
                    best = (tags[row] & wanted[i]) != 0 && row != except[i] ? Math.Max(best, TensorPrimitives.Dot(query, vectors.VectorOf(row))) : best;
                }

                Assert.Equal(double.IsNegativeInfinity(best), !byNumbers[i].Exists);
                if (byNumbers[i].Exists)
                {
                    Assert.Equal(best, byNumbers[i].Similarity, 1e-5);
                    Assert.True((tags[byNumbers[i].Row] & wanted[i]) != 0 && byNumbers[i].Row != except[i]);
                }
            }
        },
        iter: 300);

    [Fact]
    public void Find_LargeSet_FindsByBytesWhatItFindsByNumbers()
    {
        var random = new Random(7);
        float[] common = Unit(random, 384, [], 0);
        var vectors = new NearestVectors(384, 3_000);
        for (int i = 0; i < 3_000; i++)
        {
            vectors.Add(Unit(random, 384, common, 2), 1);
        }

        float[] queries = [.. Enumerable.Range(0, 64).SelectMany(_ => Unit(random, 384, common, 2))];
        uint[] wanted = [.. Enumerable.Repeat(Any, 64)];
        int[] except = [.. Enumerable.Repeat(-1, 64)];
        NearVector[][] found = [new NearVector[64], new NearVector[64], new NearVector[64]];
        vectors.Find(queries, wanted, except, found[0], byBytes: true);
        vectors.Find(queries, wanted, except, found[1], byBytes: false);
        vectors.Find(queries, wanted, except, found[2]);
        Assert.Equal(found[1], found[0]);
        Assert.Equal(found[1], found[2]);
        Assert.True(found[0].DistinctBy(near => near.Row).Count() > 10);
    }

    [Fact]
    public void Find_NothingWanted_FindsNone()
    {
        var vectors = new NearestVectors(3, 10);
        Assert.Equal((-1, 2.0), (vectors.Find([1, 0, 0]).Row, vectors.Find([1, 0, 0]).Distance));
        vectors.Add([1, 0, 0], 0b01);
        Assert.False(vectors.Find([1, 0, 0], wanted: 0b10).Exists);
        Assert.False(vectors.Find([1, 0, 0], except: 0).Exists);
        vectors.Tag(0, 0b10);
        Assert.Equal(0, vectors.Find([1, 0, 0], wanted: 0b10).Distance, 1e-6);
    }

    [Fact]
    public void Add_MoreThanTheCapacity_TakesThePlaceOfTheOneUsedLongestAgo()
    {
        var vectors = new NearestVectors(4, 3);
        Assert.Equal([0, 1, 2], new[] { vectors.Add(Axis(0), 1), vectors.Add(Axis(1), 1), vectors.Add(Axis(2), 1) });
        vectors.Use(0);
        Assert.Equal(1, vectors.Add(Axis(3), 1));
        Assert.Equal((3, 2), (vectors.Count, vectors.Find(Axis(2)).Row));
        Assert.Equal(1, vectors.Find(Axis(3)).Row);
        Assert.Equal(1, vectors.Find(Axis(1)).Distance, 1e-6);
        Assert.Equal([2, 0, 1], vectors.ByUse());
    }

    [Fact]
    public void Remove_Vector_GivesItsRowToTheLastOne()
    {
        var vectors = new NearestVectors(4, 5);
        for (int i = 0; i < 4; i++)
        {
            vectors.Add(Axis(i), 1u << i);
        }

        vectors.Remove(1);
        Assert.Equal((3, 1), (vectors.Count, vectors.Find(Axis(3), wanted: 0b1000).Row));
        Assert.False(vectors.Find(Axis(1), wanted: 0b0010).Exists);
        vectors.Remove(2);
        vectors.Remove(1);
        vectors.Remove(0);
        Assert.False(vectors.Find(Axis(0)).Exists);
        Assert.Equal(0, vectors.Add(Axis(2), 1));
    }

    [Fact]
    public void SaveAndLoad_Vectors_FindTheSameAndLetTheSameLeave()
    {
        var random = new Random(3);
        var vectors = new NearestVectors(19, 40);
        for (int i = 0; i < 60; i++)
        {
            vectors.Add(Unit(random, 19, [], 0), 1);
            vectors.Use(random.Next(vectors.Count));
        }

        uint[] tags = [.. Enumerable.Repeat(1u, 40)];
        var restored = new NearestVectors(19, 40);
        restored.Load(JsonDocument.Parse(Saved(vectors)).RootElement, tags);
        Assert.Equal(Saved(vectors), Saved(restored));
        for (int i = 0; i < 30; i++)
        {
            float[] vector = Unit(random, 19, [], 0);
            Assert.Equal(vectors.Find(vector), restored.Find(vector));
            Assert.Equal(vectors.Add(vector, 1), restored.Add(vector, 1));
        }

        Assert.Equal(Saved(vectors), Saved(restored));
    }

    [Theory]
    [InlineData("""{"used":[1],"vectors":""}""")]
    [InlineData("""{"used":[1,2],"vectors":"ADwAAA=="}""")]
    [InlineData("""{"used":[1],"vectors":"ADwAPA=="}""")]
    [InlineData("""{"used":[1],"vectors":"AH4AAA=="}""")]
    public void Load_DamagedVectors_IsRefusedAndNothingChanges(string saved)
    {
        var vectors = new NearestVectors(2, 10);
        vectors.Add([0, 1], 1);
        string before = Saved(vectors);
        Assert.Throws<JsonException>(() => vectors.Load(JsonDocument.Parse(saved).RootElement, [1]));
        Assert.Equal(before, Saved(vectors));
        vectors.Load(JsonDocument.Parse("""{"used":[1],"vectors":"ADwAAA=="}""").RootElement, [1]);
        Assert.Equal(0, vectors.Find([1, 0]).Distance, 1e-6);
    }

    [Fact]
    public void Constructor_MoreNumbersThanAnArrayHolds_IsRefused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new NearestVectors(4_096, 1_000_000));
        Assert.Contains("it must be at most 524", error.Message, StringComparison.Ordinal);
    }

    private static float[] Axis(int at) => [.. Enumerable.Range(0, 4).Select(i => i == at ? 1f : 0)];

    private static float[] Unit(Random random, int dimension, float[] common, double alike)
    {
        float[] vector = new float[dimension];
        for (int i = 0; i < dimension; i++)
        {
            vector[i] = (random.NextSingle() - 0.5f) + (common.Length == 0 ? 0 : (float)(alike * common[i]));
        }

        float length = TensorPrimitives.Norm<float>(vector);
        TensorPrimitives.Divide(vector, length, vector);
        return vector;
    }

    private static string Saved(NearestVectors vectors)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            vectors.Save(writer);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
