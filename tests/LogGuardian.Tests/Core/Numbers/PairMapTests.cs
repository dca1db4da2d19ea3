using CsCheck;
using LogGuardian.Core;

namespace LogGuardian.Tests.Core.Numbers;

public class PairMapTests
{
    // Few different numbers, so that pairs repeat; negative ones stand for starts and ends.
    [Fact]
    public void GetOrAdd_AnyPairs_IsWhatADictionarySays() => Gen.Select(Gen.Int[-3, 30], Gen.Int[-3, 30]).Array[0, 2_000].Sample(
        pairs =>
        {
            var map = new PairMap();
            var expected = new Dictionary<(int, int), int>();
            for (int i = 0; i < pairs.Length; i++)
            {
                expected.TryAdd(pairs[i], i);
                Assert.Equal(expected[pairs[i]], map.GetOrAdd(pairs[i].Item1, pairs[i].Item2, i));
            }

            Assert.Equal(expected.Count, map.Count);
            for (int first = -3; first <= 30; first++)
            {
                Assert.Equal(expected.TryGetValue((first, 7), out int value), map.TryGetValue(first, 7, out int found));
                Assert.Equal(expected.ContainsKey((first, 7)) ? value : -1, found);
            }
        },
        iter: 100);

    [Fact]
    public void Clear_Full_IsEmpty()
    {
        var map = new PairMap();
        map.GetOrAdd(1, 2, 3);
        map.Clear();
        Assert.Equal(0, map.Count);
        Assert.False(map.TryGetValue(1, 2, out _));
        Assert.Equal(5, map.GetOrAdd(1, 2, 5));
    }
}
