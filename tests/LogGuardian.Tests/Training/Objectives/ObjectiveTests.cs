using LogGuardian.Training;
using static TorchSharp.torch;

namespace LogGuardian.Tests.Training.Objectives;

public sealed class ObjectiveTests
{
    [Theory]
    [InlineData(30, 3, 0.3, int.MaxValue, 30, 13)]
    [InlineData(30, 3, 0.5, int.MaxValue, 30, 30)]
    [InlineData(3, 30, 0.5, int.MaxValue, 30, 30)]
    [InlineData(30, 25, 0.3, int.MaxValue, 30, 25)]
    [InlineData(30, 3, 0, int.MaxValue, 30, 3)]
    public void Order_RepeatsTheRareClass(int normal, int anomalous, double minority, int most, int expectedNormal, int expectedAnomalous)
    {
        TrainingWindow[] windows = [.. Enumerable.Range(0, normal + anomalous).Select(i => new TrainingWindow(new[] { i }, i >= normal))];
        var objective = new AnswerObjective(null!, null!, null!, windows, minority, most, 1);
        int[] order = objective.Order(new Random(1));
        int normals = order.Count(i => i < normal);
        Assert.Equal((Math.Max(expectedNormal, expectedAnomalous), Math.Min(expectedNormal, expectedAnomalous)), (Math.Max(normals, order.Length - normals), Math.Min(normals, order.Length - normals)));
        Assert.Equal(windows.Length, order.Distinct().Count());
        Assert.Equal(order, objective.Order(new Random(1)));
        Assert.NotEqual(order, objective.Order(new Random(2)));

        // Each repeated one comes as often as the others, but for one.
        int[] counts = [.. order.GroupBy(i => i).Where(group => (group.Key >= normal) == anomalous < normal).Select(group => group.Count())];
        Assert.InRange(counts.Max() - counts.Min(), 0, 1);
    }

    [Fact]
    public void Order_OfFewerSamples_TakesDifferentOnesEachTime()
    {
        TrainingWindow[] windows = [.. Enumerable.Range(0, 50).Select(i => new TrainingWindow(new[] { i }, i % 2 == 0))];
        var objective = new NextEventObjective(null!, null!, null!, windows, 10);
        Assert.Equal(10, objective.Order(new Random(1)).Distinct().Count());
        Assert.True(Enumerable.Range(0, 20).SelectMany(seed => objective.Order(new Random(seed))).Distinct().Count() > 40);
    }

    [SkippableFact]
    public void MaskedLanguage_OfMessagesWithoutWords_LearnsNothing()
    {
        using var tiny = new TinyNetwork();
        using var objective = new MaskedLanguageObjective(tiny.Network.Encoder, new MessageTokens(tiny.Tokens.Tokenizer, ["", " "]), mask: 4, int.MaxValue, seed: 2);
        tiny.Network.Encoder.Parameters.Train(_ => true);
        using Tensor loss = objective.Loss([0, 1], new Random(1));
        loss.backward();
        Assert.Equal(0, loss.item<float>());
    }

    [SkippableFact]
    public void MaskedLanguage_HidesOtherTokensWithEachSeed()
    {
        using var tiny = new TinyNetwork();
        using var objective = new MaskedLanguageObjective(tiny.Network.Encoder, tiny.Tokens, mask: 4, int.MaxValue, seed: 2);
        using IDisposable scope = NewDisposeScope();
        using IDisposable fixedWeights = no_grad();
        double[] losses = [.. Enumerable.Range(0, 60).Select(seed => (double)objective.Loss([0, 1, 2, 3, 4, 5, 6], new Random(seed)).item<float>())];
        Assert.True(losses.Distinct().Count() > 50);
        Assert.Equal(losses[7], objective.Loss([0, 1, 2, 3, 4, 5, 6], new Random(7)).item<float>(), 1e-6);
    }
}
