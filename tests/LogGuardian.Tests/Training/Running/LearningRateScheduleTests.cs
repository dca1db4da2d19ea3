using System.Text.Json;
using LogGuardian.Training;

namespace LogGuardian.Tests.Training.Running;

public sealed class LearningRateScheduleTests
{
    private static readonly LearningRateSchedule Ten = new() { TotalSteps = 10 };

    [Theory]
    [InlineData("Constant", 0, 1)]
    [InlineData("Constant", 99, 1)]
    [InlineData("Linear", 0, 1)]
    [InlineData("Linear", 5, 0.55)]
    [InlineData("Linear", 10, 0.1)]
    [InlineData("Linear", 99, 0.1)]
    [InlineData("Cosine", 0, 1)]
    [InlineData("Cosine", 5, 0.55)]
    [InlineData("Cosine", 10, 0.1)]
    [InlineData("Exponential", 0, 1)]
    [InlineData("Exponential", 5, 0.2)]
    [InlineData("Exponential", 10, 0.1)]
    [InlineData("Plateau", 7, 1)]
    public void ShareAt_WithoutWarmUp_IsTheFormula(string kind, long step, double expected) =>
        Assert.Equal(expected, (Ten with { Kind = Enum.Parse<LearningRateKind>(kind), Floor = 0.1, Decay = 0.04 }).Validated().ShareAt(step), 12);

    [Fact]
    public void ShareAt_WarmUp_IsLinearLrOfPyTorch()
    {
        // LinearLR(start_factor=1/5, total_iters=4), then CosineAnnealingLR(T_max=6).
        LearningRateSchedule schedule = Ten with { WarmUpSteps = 4 };
        Assert.Equal([0.2, 0.4, 0.6, 0.8, 1, (1 + Math.Cos(Math.PI / 6)) / 2, 0.75, 0.5, 0.25], Enumerable.Range(0, 9).Select(step => Math.Round(schedule.ShareAt(step), 15)), Near);
        Assert.Equal(schedule.ShareAt(2), (Ten with { WarmUpShare = 0.4 }).ShareAt(2));
    }

    [Fact]
    public void ShareAt_Cosine_IsTheRecursionOfPyTorch()
    {
        // CosineAnnealingLR computes each rate from the last one.
        const double Floor = 0.05;
        double rate = 1;
        for (int step = 1; step <= 50; step++)
        {
            rate = ((1 + Math.Cos(Math.PI * step / 50)) / (1 + Math.Cos(Math.PI * (step - 1) / 50)) * (rate - Floor)) + Floor;
            Assert.Equal(rate, new LearningRateSchedule { TotalSteps = 50, Floor = Floor }.ShareAt(step), 9);
        }
    }

    [Fact]
    public void ShareAt_Exponential_IsExponentialLrOfPyTorch()
    {
        double gamma = Math.Pow(0.01, 1.0 / 20);
        double rate = 1;
        for (int step = 0; step < 20; step++, rate *= gamma)
        {
            Assert.Equal(rate, new LearningRateSchedule { Kind = LearningRateKind.Exponential, TotalSteps = 20 }.ShareAt(step), 12);
        }
    }

    [Fact]
    public void After_Plateau_FallsAfterPatienceAndOne()
    {
        var schedule = new LearningRateSchedule { Kind = LearningRateKind.Plateau, Patience = 2, Factor = 0.5, Floor = 0.2 };
        double[] values = [0.5, 0.6, 0.6, 0.60001, double.NaN, 0.7, 0.1, 0.2, 0.3, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1];
        PlateauState state = PlateauState.Start;
        List<double> shares = [];
        foreach (double value in values)
        {
            state = schedule.After(JsonSerializer.Deserialize(JsonSerializer.Serialize(state, RunJson.Default.PlateauState), RunJson.Default.PlateauState)!, value);
            shares.Add(schedule.ShareAt(3, state));
        }

        Assert.Equal([1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.2, 0.2, 0.2, 0.2], shares);
        Assert.Equal(0.7, state.Best);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void After_Plateau_IsReduceLrOnPlateauOfPyTorch(bool higherIsBetter)
    {
        var schedule = new LearningRateSchedule { Kind = LearningRateKind.Plateau, Patience = 3, Factor = 0.8, HigherIsBetter = higherIsBetter };
        var random = new Random(7);
        PlateauState state = PlateauState.Start;
        (double best, int bad, double rate) = (higherIsBetter ? double.NegativeInfinity : double.PositiveInfinity, 0, 1);
        for (int i = 0; i < 200; i++)
        {
            double value = 1 + random.NextDouble();
            state = schedule.After(state, value);

            // torch.optim.lr_scheduler.ReduceLROnPlateau.step, threshold 1e-4 as a share.
            if (higherIsBetter ? double.IsInfinity(best) || value > best * 1.0001 : value < best * 0.9999)
            {
                (best, bad) = (value, 0);
            }
            else
            {
                bad++;
            }

            if (bad > 3)
            {
                (rate, bad) = (rate * 0.8, 0);
            }

            Assert.Equal(rate, schedule.ShareAt(0, state), 15);
        }

        Assert.InRange(rate, 0, 0.01);
    }

    [Fact]
    public void Validated_OutOfRange_NamesTheRule()
    {
        Assert.Contains("one of them", Message(Ten with { WarmUpSteps = 1, WarmUpShare = 0.1 }), StringComparison.Ordinal);
        Assert.Contains("Floor is 1.5", Message(Ten with { Floor = 1.5 }), StringComparison.Ordinal);
        Assert.Contains("Decay", Message(Ten with { Decay = 0 }), StringComparison.Ordinal);
        Assert.Contains("Patience", Message(Ten with { Patience = -1 }), StringComparison.Ordinal);
        Assert.Contains("Factor", Message(Ten with { Factor = 1 }), StringComparison.Ordinal);
        Assert.Contains("Cosine", Message(Ten with { Kind = (LearningRateKind)9 }), StringComparison.Ordinal);
        Assert.Contains("steps of the stage", Assert.Throws<ArgumentOutOfRangeException>(() => new LearningRateSchedule().ShareAt(0)).Message, StringComparison.Ordinal);
        Assert.Equal(1, new LearningRateSchedule { Kind = LearningRateKind.Constant }.ShareAt(5));
    }

    private static string Message(LearningRateSchedule schedule) => Assert.Throws<ArgumentOutOfRangeException>(schedule.Validated).Message;

    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) < 1e-12;
}
