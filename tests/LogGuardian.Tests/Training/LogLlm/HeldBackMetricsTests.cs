using LogGuardian.Training;

namespace LogGuardian.Tests.Training.LogLlm;

public sealed class HeldBackMetricsTests
{
    [Fact]
    public void Calibrate_OfTwoScores_GivesPlattsTargets()
    {
        // Two scores and two numbers: the fit goes through the shares of the targets, which Platt moves towards the middle.
        // At 1: three anomalous, one normal; at -1: one anomalous, three normal. High is 5/6, low is 1/6.
        TrainingWindow[] windows = Windows(true, true, true, false, true, false, false, false);
        float[] scores = [1, 1, 1, 1, -1, -1, -1, -1];
        double share = ((3 * 5 / 6.0) + (1 / 6.0)) / 4;
        (float slope, float bias) = HeldBackMetrics.Calibrate(windows, scores);
        Assert.Equal(Math.Log(share / (1 - share)), slope, 1e-5);
        Assert.Equal(0, bias, 1e-5);
    }

    [Fact]
    public void Calibrate_OfUnevenClasses_GivesTheirOdds()
    {
        // At 3: one anomalous (2/3); at 0: four normal (1/6).
        (float slope, float bias) = HeldBackMetrics.Calibrate(Windows(true, false, false, false, false), [3, 0, 0, 0, 0]);
        Assert.Equal(Math.Log((1 / 6.0) / (5 / 6.0)), bias, 1e-4);
        Assert.Equal((Math.Log(2) - Math.Log(0.2)) / 3, slope, 1e-4);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(40, 0)]
    [InlineData(0.01, 0)]
    [InlineData(0.01, -1.2)]
    [InlineData(1, 7)]
    [InlineData(1, -8)]
    [InlineData(5, 25)]
    public void Calibrate_OfSeparateClasses_IsFiniteAndBetweenThem(double spread, double middle)
    {
        var random = new Random(1);
        TrainingWindow[] windows = Windows([.. Enumerable.Range(0, 200).Select(i => i % 5 == 0)]);
        float[] scores = [.. windows.Select(window => (float)(middle + (spread * ((window.IsAnomaly == true ? 2 : -2) + random.NextDouble() - 0.5))))];
        (float slope, float bias) = HeldBackMetrics.Calibrate(windows, scores);
        Assert.InRange(slope, 0.011f, 10_000);
        Assert.True(float.IsFinite(bias));
        Assert.All(windows.Zip(scores), pair => Assert.Equal(pair.First.IsAnomaly, (slope * pair.Second) + bias > 0));
    }

    [Fact]
    public void Calibrate_OfAModelThatIsWrong_DoesNotTurnItAround()
    {
        (float slope, float bias) = HeldBackMetrics.Calibrate(Windows(true, true, false, false), [-3, -2, 2, 3]);
        Assert.True(slope > 0 && float.IsFinite(bias));
        (slope, bias) = HeldBackMetrics.Calibrate(Windows(true, true, false, false), [1, 1, 1, 1]);
        Assert.True(slope > 0 && float.IsFinite(bias));
    }

    [Fact]
    public void Of_Scores_GivesF1AndAveragePrecision()
    {
        // Ranked: anomalous, normal, anomalous, normal. Precision at the anomalous ones: 1 and 2/3. Best F1: 2 of 3 found at precision 2/3.
        IReadOnlyDictionary<string, double> metrics = HeldBackMetrics.Of(Windows(true, false, true, false), [4, 3, 2, 1]);
        Assert.Equal((1 + (2 / 3.0)) / 2, metrics[HeldBackMetrics.AveragePrecision], 1e-9);
        Assert.Equal(2 * (2 / 3.0) / (1 + (2 / 3.0)), metrics[HeldBackMetrics.F1], 1e-9);
    }

    private static TrainingWindow[] Windows(params bool[] labels) => [.. labels.Select(label => new TrainingWindow(new[] { 0 }, label))];
}
