using CsCheck;
using LogGuardian.Core;
using LogGuardian.Tests.Core.Numbers;

namespace LogGuardian.Tests.Core.Detectors;

public class NormalSequencesTests
{
    // Few symbols and many lengths: filters that leave out too much show at once.
    [Fact]
    public void Nearest_AnySet_IsWhatComparingAllSays() => Gen.Select(Gen.Int[0, 40].Array[1, 60].Array[1, 30], Gen.Int[0, 40].Array[1, 60]).Sample(
        (kept, sequence) =>
        {
            var normal = new NormalSequences(100);
            foreach (int[] one in kept)
            {
                normal.Add(one);
            }

            int least = normal.Nearest(sequence, out int row);
            Assert.Equal(kept.Min(one => EditDistanceTests.Naive(sequence, one)), least);
            Assert.Equal(least, EditDistanceTests.Naive(sequence, normal[row]));
        },
        iter: 300);

    [Fact]
    public void Add_MoreThanAllowed_ForgetsTheOneThatCameLongestAgo()
    {
        var normal = new NormalSequences(3);
        normal.Add([1, 1, 1, 1]);
        normal.Add([2, 2, 2]);
        normal.Add([3, 3]);
        normal.Add([1, 1, 1, 1]);
        normal.Add([4]);
        Assert.Equal(3, normal.Count);
        Assert.Equal([0, 3, 0, 0], new int[][] { [1, 1, 1, 1], [2, 2, 2], [3, 3], [4] }.Select(sequence => normal.Nearest(sequence, out _)));
    }

    [Fact]
    public void Join_Symbols_MakesSequencesEqual()
    {
        var normal = new NormalSequences(10);
        normal.Add([1, 2, 3]);
        normal.Add([1, 4, 3]);
        normal.Add([2, 4, 1]);
        normal.Join([2, 4]);
        Assert.Equal(2, normal.Count);
        Assert.Equal(0, normal.Nearest([1, 2, 3], out _));
        Assert.Equal(0, normal.Nearest([2, 1], out _));
    }

    [Fact]
    public void Edits_AnyTwoSequences_MakeOneOfTheOtherAndAreAsFewAsCanBe() => Gen.Select(Gen.Int[0, 4].Array[0, 30], Gen.Int[0, 4].Array[0, 30]).Sample(
        (sequence, other) =>
        {
            List<(int At, int? Came, int? Expected)> edits = Alignment.Edits(sequence, other);
            Assert.Equal(EditDistanceTests.Naive(sequence, other), edits.Count);
            var edited = new List<int>(sequence);
            foreach ((int at, int? came, int? expected) in Enumerable.Reverse(edits))
            {
                if (came is { } symbol)
                {
                    Assert.Equal(symbol, edited[at]);
                    edited.RemoveAt(at);
                }

                if (expected is { } missing)
                {
                    edited.Insert(at, missing);
                }
            }

            Assert.Equal(other, edited);
        },
        iter: 300);
}
