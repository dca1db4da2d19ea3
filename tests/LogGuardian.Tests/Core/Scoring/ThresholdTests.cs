using LogGuardian.Core;

namespace LogGuardian.Tests.Core.Scoring;

public class ThresholdTests
{
    [Fact]
    public void Resolve_Fixed_IsThatValue() => Assert.Equal(0.7f, Threshold.Fixed(0.7f).Resolve(new Calibration(Cascade.Flat(1)), TimeSpan.FromSeconds(1)));

    [Fact]
    public void Resolve_Budget_DependsOnHowOftenWindowsCome()
    {
        var calibration = new Calibration(Cascade.Flat(1));
        var random = new Random(3);
        for (int i = 0; i < 1000; i++)
        {
            calibration.Add([(float)(-Math.Log(1 - random.NextDouble()) * 5)]);
        }

        calibration.Fit();
        Threshold daily = Threshold.FalseAlarmBudget(1, TimeSpan.FromDays(1));
        float rareWindows = daily.Resolve(calibration, TimeSpan.FromMinutes(10));
        float oftenWindows = daily.Resolve(calibration, TimeSpan.FromSeconds(1));
        Assert.True(oftenWindows > rareWindows, $"{oftenWindows} > {rareWindows}");
        Assert.True(Threshold.FalseAlarmBudget(10, TimeSpan.FromDays(1)).Resolve(calibration, TimeSpan.FromSeconds(1)) < oftenWindows);
    }

    [Theory]
    [InlineData(0, "Threshold is 0; it must be more than 0 and at most 1. The default is 0.5.")]
    [InlineData(1.5f, "Threshold is 1.5; it must be more than 0 and at most 1. The default is 0.5.")]
    [InlineData(float.NaN, "Threshold is NaN; it must be more than 0 and at most 1. The default is 0.5.")]
    public void Fixed_OutOfRange_NamesValueRuleAndFix(float score, string message)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Threshold.Fixed(score));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FalseAlarmBudget_OutOfRange_NamesValueRuleAndFix()
    {
        var alarms = Assert.Throws<ArgumentOutOfRangeException>(() => Threshold.FalseAlarmBudget(0, TimeSpan.FromDays(1)));
        Assert.StartsWith("False-alarm budget is 0; it must be more than 0. Pass, say, 1 per day.", alarms.Message, StringComparison.Ordinal);
        var period = Assert.Throws<ArgumentOutOfRangeException>(() => Threshold.FalseAlarmBudget(1, TimeSpan.Zero));
        Assert.StartsWith("False-alarm period is 00:00:00; it must be more than zero. Pass, say, TimeSpan.FromDays(1).", period.Message, StringComparison.Ordinal);
    }
}
