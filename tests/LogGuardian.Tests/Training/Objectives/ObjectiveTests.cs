using LogGuardian.Training;
using static TorchSharp.torch;

namespace LogGuardian.Tests.Training.Objectives;

public sealed class ObjectiveTests
{
    public static TheoryData<string, int> Parted => new() { { "words", 1 }, { "words", 3 }, { "order", 1 }, { "order", 2 }, { "vectors", 2 }, { "mixed", 2 }, { "anchored", 2 } };

    [SkippableTheory]
    [MemberData(nameof(Parted))]
    public void Parts_GiveTheGradientsOfTheWhole(string kind, int atOnce)
    {
        using var tiny = new TinyNetwork(ScalarType.Float64);
        using var vectors = new MessageVectors(tiny.Network, tiny.Tokens, learns: true, edits: kind == "order" ? 0.5 : 0);
        using var words = new MaskedLanguageObjective(tiny.Network.Encoder, tiny.Tokens, mask: 4, int.MaxValue, seed: 2);
        using Tensor given = randn(tiny.Tokens.Count, 16, ScalarType.Float64, generator: new Generator(3));
        ParameterSet[] parts = [.. tiny.Network.Parts.Select(part => part.Weights), words.Head];
        foreach (ParameterSet part in parts)
        {
            part.Train(_ => true);
        }

        var order = new NextEventObjective(tiny.Network, vectors, tiny.Prompt, TinyNetwork.Windows, int.MaxValue);
        var mixed = new MixedObjective((words, 1), (order, 1));
        using var anchored = new AnchoredObjective(words, [tiny.Network.Projector["weight"]], 3);
        IObjective objective = kind switch
        {
            "words" => words,
            "order" => order,
            "vectors" => new VectorsObjective(vectors, some => given.index_select(0, tensor(Array.ConvertAll(some, message => (long)message))), null, [0, 1, 2], int.MaxValue),
            "mixed" => mixed,
            _ => anchored,
        };
        int[] samples = kind == "mixed" ? mixed.Order(new Random(1)) : [0, 1, 2, 3, 4];
        (double Loss, Dictionary<string, double[]> Gradients) Descend(int some)
        {
            foreach (ParameterSet part in parts)
            {
                part.Train(_ => true);
            }

            double sum = 0;
            foreach (Func<Tensor> part in objective.Parts(samples, some, new Random(5)))
            {
                using IDisposable scope = NewDisposeScope();
                Tensor loss = part();
                loss.backward();
                sum += loss.item<double>();
            }

            return (sum, parts.SelectMany((part, i) => part.All.Where(each => each.Value.grad is not null).Select(each => ($"{i}.{each.Key}", each.Value.grad!.data<double>().ToArray()))).ToDictionary());
        }

        (double loss, Dictionary<string, double[]> whole) = Descend(samples.Length);
        (double partLoss, Dictionary<string, double[]> inParts) = Descend(atOnce);
        Assert.Equal(loss, objective.Loss(samples, new Random(5)).item<double>(), 1e-9);
        Assert.Equal(loss, partLoss, 1e-9);
        Assert.NotEmpty(whole);
        foreach ((string name, double[] gradient) in whole)
        {
            double most = gradient.Max(Math.Abs);
            Assert.All(gradient.Zip(inParts[name]), pair => Assert.Equal(pair.First, pair.Second, (1e-6 * most) + 1e-15));
        }
    }

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
