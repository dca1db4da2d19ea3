using LogGuardian.Inference;

namespace LogGuardian.Tests.Inference.Encoders;

public sealed class VectorCacheTests
{
    [Fact]
    public void Set_BeyondItsCapacity_DropsTheOneUsedLeastRecently()
    {
        var cache = new VectorCache(3, 2);
        float[] vector = new float[2];
        foreach (int key in new[] { 1, 2, 3 })
        {
            cache.Set((UInt128)key, [key, -key]);
        }

        Assert.True(cache.TryGet(1, vector));
        cache.Set(4, [4, -4]);
        Assert.False(cache.TryGet(2, vector));
        cache.Set(3, [30, 3]);
        cache.Set(5, [5, -5]);
        Assert.Equal([4, 3, 5], Keys(cache).Where(key => key != 1));
        Assert.True(cache.TryGet(3, vector));
        Assert.Equal([30f, 3f], vector);
        Assert.Equal(3, cache.Count);
    }

    [Fact]
    public void Cache_RandomUse_IsWhatAListWouldBe()
    {
        var random = new Random(7);
        var cache = new VectorCache(300, 3);
        var list = new List<int>();
        float[] vector = new float[3];
        for (int step = 0; step < 20_000; step++)
        {
            int key = random.Next(500);
            bool has = list.Remove(key);
            Assert.Equal(has, cache.TryGet((UInt128)key, vector));
            if (!has)
            {
                cache.Set((UInt128)key, [key, key, key]);
                list.RemoveRange(0, Math.Max(0, list.Count - 299));
            }
            else
            {
                Assert.Equal([key, key, key], vector);
            }

            list.Add(key);
        }

        Assert.Equal(list, Keys(cache));
    }

    private static List<int> Keys(VectorCache cache)
    {
        var keys = new List<int>();
        cache.ForEach(_ => { }, (key, _) => keys.Add((int)key));
        return keys;
    }
}
