using LogGuardian.Training;

namespace LogGuardian.Tests.Training.Learning;

public sealed class CalibrationTests
{
    private static readonly TrainingWindow[] Windows = [.. Enumerable.Range(0, 40).Select(i => new TrainingWindow(new[] { 0 }, i < 12))];

    [Theory]
    [InlineData(10, -10)]
    [InlineData(40, 15)]
    [InlineData(0.02, 0.01)]
    [InlineData(-300, -310)]
    public void Classes_ThatDoNotOverlap_AreToldApartInTheMiddle(float anomalous, float normal)
    {
        float[] scores = [.. Windows.Select((window, i) => (window.IsAnomaly == true ? anomalous : normal) * (1 + (i % 3 * 0.001f)))];
        (float slope, float bias) = HeldBackMetrics.Calibrate(Windows, scores);
        Assert.All(Windows.Zip(scores), each => Assert.Equal(each.First.IsAnomaly == true, (slope * each.Second) + bias > 0));

        // As sure as so many windows allow: 13 of 14, and 1 of 30.
        if (slope < 100)
        {
            Assert.Equal(Math.Log(13), (slope * scores.Take(12).Average()) + bias, 0.1);
            Assert.Equal(-Math.Log(29), (slope * scores.Skip(12).Average()) + bias, 0.1);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.01, 1)]
    [InlineData(0.1, 3)]
    [InlineData(0.5, 14)]
    public void ShareOfFalseAlarms_PutsTheThresholdWhereNormalWindowsEnd(double share, int alarms)
    {
        float[] scores = [.. Windows.Select((window, i) => window.IsAnomaly == true ? 20f : -i)];
        (float slope, float bias) = HeldBackMetrics.Calibrate(Windows, scores, share);
        Assert.Equal(12 + alarms, scores.Count(score => (slope * score) + bias >= 0));
        Assert.Equal(HeldBackMetrics.Calibrate(Windows, scores).Slope, slope);
    }

    [Fact]
    public void ShareOfFalseAlarms_RaisesNoThreshold()
    {
        TrainingWindow[] windows = [.. Enumerable.Range(0, 40).Select(i => new TrainingWindow(new[] { 0 }, i % 2 == 0))];
        float[] scores = [.. windows.Select((_, i) => (float)i)];
        Assert.Equal(HeldBackMetrics.Calibrate(windows, scores), HeldBackMetrics.Calibrate(windows, scores, 0.05));
    }
}
