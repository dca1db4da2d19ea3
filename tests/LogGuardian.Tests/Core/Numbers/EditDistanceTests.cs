using CsCheck;
using LogGuardian.Core;

namespace LogGuardian.Tests.Core.Numbers;

public class EditDistanceTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("abc", "xyz", 3)]
    [InlineData("abcdef", "bcdefa", 2)]
    public void To_KnownPairs_IsTheLeastNumberOfEdits(string pattern, string text, int expected)
    {
        var distance = new EditDistance();
        distance.Prepare(Symbols(pattern));
        Assert.Equal(expected, distance.To(Symbols(text), int.MaxValue - 1));
    }

    // Lengths around one, two and three words of 64 rows; one instance throughout, so that nothing of the pattern before may stay.
    [Fact]
    public void To_AnyTwoSequences_IsWhatTheTableSays()
    {
        var distance = new EditDistance();
        Gen<int[]> sequences = Gen.Int[0, 5].Array[0, 200];
        Gen.Select(sequences, sequences, Gen.Int[0, 40]).Sample(
            (one, other, most) =>
            {
                int expected = Naive(one, other);
                lock (distance)
                {
                    distance.Prepare(one);
                    Assert.Equal(expected, distance.To(other, 1_000));
                    int bounded = distance.To(other, most);
                    Assert.True(expected <= most ? bounded == expected : bounded > most, $"{bounded} where {expected} is right and {most} of interest");
                }
            },
            iter: 300);
    }

    [Fact]
    public void To_SequencesThatDifferLittle_IsWhatTheTableSays()
    {
        var distance = new EditDistance();
        Gen.Select(Gen.Int[0, 20].Array[60, 140], Gen.Int[0, 59], Gen.Int[0, 59]).Sample(
            (one, removed, replaced) =>
            {
                int[] other = [.. one.Where((_, i) => i != removed)];
                other[Math.Min(replaced, other.Length - 1)] = 30;
                lock (distance)
                {
                    distance.Prepare(one);
                    Assert.Equal(Naive(one, other), distance.To(other, 3));
                }
            },
            iter: 300);
    }

    internal static int Naive(ReadOnlySpan<int> one, ReadOnlySpan<int> other)
    {
        int[] row = [.. Enumerable.Range(0, other.Length + 1)];
        for (int i = 1; i <= one.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.Length; j++)
            {
                int replaced = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }

    private static int[] Symbols(string text) => [.. text.Select(c => (int)c)];
}
