using LogGuardian.Core;

namespace LogGuardian.Tests.Core.Scoring;

public class TailEstimateTests
{
    [Fact]
    public void Quantile_ExponentialSamples_ExtrapolatesBeyondThem()
    {
        var random = new Random(7);
        float[] samples = [.. Enumerable.Range(0, 5000).Select(_ => (float)-Math.Log(1 - random.NextDouble())).Order()];
        Assert.InRange(TailEstimate.Quantile(samples, 0.0001), 8.5, 10);
        Assert.InRange(TailEstimate.Quantile(samples, 0.5), 0.6, 0.8);
    }

    [Fact]
    public void Quantile_NoSamples_IsZero() => Assert.Equal(0, TailEstimate.Quantile([], 0.01));
}
