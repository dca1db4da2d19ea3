using CsCheck;
using LogGuardian.Core;
using LogGuardian.Tests.Core.Numbers;

namespace LogGuardian.Tests.Core.Detectors;

public class NormalSequencesTests
{
    // Few symbols and many lengths: filters that leave out too much show at once.
    [Fact]
    public void Nearest_AnySet_IsWhatComparingAllSays() => Gen.Select(Gen.Int[0, 40].Array[1, 60].Array[1, 16], Gen.Int[0, 40].Array[1, 60]).Sample(
        (kept, sequence) =>
        {
            int least = Of(kept).Nearest(sequence, out _);
            Assert.Equal(kept.Min(one => EditDistanceTests.Naive(sequence, one)), least);
        },
        iter: 300);

    // Sixteen are aligned at most: the nearest may be another one, but is hardly nearer.
    [Fact]
    public void Nearest_AnyLargeSet_IsTheDistanceToOneAndCloseToTheLeast() => Gen.Select(Gen.Int[0, 40].Array[1, 60].Array[17, 60], Gen.Int[0, 40].Array[1, 60]).Sample(
        (kept, sequence) =>
        {
            NormalSequences normal = Of(kept);
            int distance = normal.Nearest(sequence, out int row);
            Assert.Equal(EditDistanceTests.Naive(sequence, normal[row]), distance);
            Assert.InRange(distance, kept.Min(one => EditDistanceTests.Naive(sequence, one)), kept.Min(one => EditDistanceTests.Naive(sequence, one)) * 1.5 + 2);
        },
        iter: 300);

    [Fact]
    public void Nearest_OneEditAmongManyOthers_IsFound() => Gen.Select(Gen.Int[0, 40].Array[20, 60].Array[200], Gen.Int[0, 199], Gen.Int[0, 19]).Sample(
        (kept, which, where) =>
        {
            int[] edited = [.. kept[which]];
            edited[where] = 41;
            Assert.Equal(kept.Min(one => EditDistanceTests.Naive(edited, one)), Of(kept).Nearest(edited, out _));
        },
        iter: 20);

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

    private static NormalSequences Of(int[][] kept)
    {
        var normal = new NormalSequences(1_000);
        foreach (int[] one in kept)
        {
            normal.Add(one);
        }

        return normal;
    }
}
