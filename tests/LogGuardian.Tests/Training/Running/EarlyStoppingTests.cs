using System.Text.Json;
using LogGuardian.Training;

namespace LogGuardian.Tests.Training.Running;

public sealed class EarlyStoppingTests
{
    [Theory]
    [InlineData("0.5 0.6 0.6 0.59", true, 0, 2, "0.6@1", true)]
    [InlineData("0.5 0.6 0.6 0.61", true, 0, 2, "0.61@3", false)]
    [InlineData("0.5 0.505 0.509 0.511", true, 0.01, 3, "0.511@3", false)]
    [InlineData("0.5 0.505 0.509 0.51", true, 0.02, 3, "0.5@0", true)]
    [InlineData("2 1 1.5 NaN", false, 0, 2, "1@1", true)]
    [InlineData("NaN NaN 3", false, 0, 2, "3@2", false)]
    public void After_Values_KeepsTheBest(string values, bool higherIsBetter, double minGain, int patience, string best, bool isOver)
    {
        EarlyStopping stopping = new EarlyStopping { HigherIsBetter = higherIsBetter, MinGain = minGain, Patience = patience }.Validated();
        EarlyStoppingState state = EarlyStoppingState.Start;
        int step = 0;
        foreach (string value in values.Split(' '))
        {
            Assert.False(state.Best is not null && stopping.IsOver(state));
            state = stopping.After(
                JsonSerializer.Deserialize(JsonSerializer.Serialize(state, RunJson.Default.EarlyStoppingState), RunJson.Default.EarlyStoppingState)!,
                double.Parse(value, System.Globalization.CultureInfo.InvariantCulture),
                step++);
        }

        Assert.Equal(best, FormattableString.Invariant($"{state.Best}@{state.BestStep}"));
        Assert.Equal(isOver, stopping.IsOver(state));
    }

    [Fact]
    public void Validated_OutOfRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping { Patience = 0 }.Validated());
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping { MinGain = double.NaN }.Validated());
    }
}
