using CsCheck;
using LogGuardian.Core;

namespace LogGuardian.Tests.Core.Channels;

public sealed class ByteRingTests
{
    /// <summary>A length adds a record; a negative number takes records of at most so many bytes.</summary>
    private static readonly Gen<int[]> Steps = Gen.Frequency((3, Gen.Int[0, 40]), (1, Gen.Int[-100, -1])).Array[0, 200];

    [Fact]
    public void Take_AfterAnySteps_GivesTheRecordsInOrder() => Steps.Sample(steps =>
    {
        var ring = new ByteRing(128);
        var model = new Queue<byte[]>();
        var lengths = new List<int>();
        byte next = 0;
        foreach (int step in steps)
        {
            if (step >= 0)
            {
                byte[] record = [.. Enumerable.Range(0, step).Select(_ => next++)];
                bool fits = model.Sum(waiting => waiting.Length + 4) + step + 4 <= 128;
                Assert.Equal(fits, ring.TryAdd(record, out _));
                if (fits)
                {
                    model.Enqueue(record);
                }

                continue;
            }

            AssertTaken(ring.Take(-step, lengths), lengths, -step, model);
        }
    });

    [Fact]
    public void TryAdd_OfTheRecordThatFillsHalf_SaysSo()
    {
        var ring = new ByteRing(128);

        Assert.True(ring.TryAdd(new byte[40], out bool first));
        Assert.True(ring.TryAdd(new byte[40], out bool second));
        Assert.True(ring.TryAdd(new byte[4], out bool third));

        Assert.Equal([false, true, false], [first, second, third]);
    }

    private static void AssertTaken(byte[] taken, List<int> lengths, int most, Queue<byte[]> model)
    {
        Assert.Equal(model.Count > 0, lengths.Count > 0);
        Assert.True(lengths.Count <= 1 || taken.Length <= most);
        int at = 0;
        foreach (int length in lengths)
        {
            Assert.Equal(model.Dequeue(), taken.AsSpan(at, length).ToArray());
            at += length;
        }

        Assert.Equal(taken.Length, at);
    }
}
