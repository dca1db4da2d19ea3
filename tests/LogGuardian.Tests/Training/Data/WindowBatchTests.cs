using LogGuardian.Training;
using static TorchSharp.torch;

namespace LogGuardian.Tests.Training.Data;

/// <summary>What windows share, and what fills a batch up, changes nothing.</summary>
public sealed class WindowBatchTests
{
    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Scores_OfManyWindows_AreThoseOfEach(bool firstToken)
    {
        using var tiny = new TinyNetwork(firstToken: firstToken);
        var scores = new WindowScores(new TinyWindowModel(tiny, 12), tiny.Tokens);
        float[] together = scores.Of(TinyNetwork.Windows);
        Same(TinyNetwork.Windows.Select(window => scores.Of([window])[0]), together);
        Same(together.Reverse(), scores.Of([.. TinyNetwork.Windows.Reverse()]));
        Assert.Equal(together.Length, together.Distinct().Count());
    }

    [SkippableFact]
    public void Scores_OfLongWindow_AreThoseOfItsStrangestPart()
    {
        using var tiny = new TinyNetwork();
        var scores = new WindowScores(new TinyWindowModel(tiny, 3), tiny.Tokens);
        TrainingWindow window = TinyNetwork.Windows[2];
        float[] parts = scores.Of([.. LabelledWindows.Parts(window, 3)]);
        Assert.Equal(3, parts.Length);
        Same([parts.Max()], scores.Of([window]));
    }

    [SkippableFact]
    public void Scores_AreTheLogOddsOfTheAnswers()
    {
        using var tiny = new TinyNetwork();
        TrainingWindow window = TinyNetwork.Windows[0];
        LogLlmNetwork network = tiny.Network;
        LogLlmPrompt prompt = tiny.Prompt;
        using IDisposable scope = NewDisposeScope();
        using IDisposable fixedWeights = no_grad();

        // One window by itself, laid row by row, without a table of different messages.
        Tensor Words(int[] ids) => network.Decoder.Embed(tensor(Array.ConvertAll(ids, id => (long)id)));
        Tensor rows = cat([Words(prompt.Before), network.Project(network.Encode([.. window.Messages.ToArray().Select(message => tiny.Tokens[message])])), Words(prompt.After), Words(prompt.Normal[..prompt.Common])]);
        Tensor logits = network.Decoder.Logits(network.Decoder.Read(rows.unsqueeze(0)))[0, -1];
        float expected = (logits[prompt.AnomalousToken] - logits[prompt.NormalToken]).item<float>();
        Same([expected], new WindowScores(new TinyWindowModel(tiny, 12), tiny.Tokens).Of([window]));
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(3)]
    public void AnswerLoss_OfBatch_IsTheMeanOfItsWindows(double anomalyWeight)
    {
        using var tiny = new TinyNetwork();
        using var vectors = new MessageVectors(tiny.Network, tiny.Tokens, learns: false, edits: 0);
        IObjective objective = new AnswerObjective(tiny.Network, vectors, tiny.Prompt, TinyNetwork.Windows, 0, int.MaxValue, anomalyWeight);
        int[] all = [0, 1, 2, 3, 4, 1];
        double mean = all.Sum(i => objective.WeightOf([i]) * Loss(objective, i)) / objective.WeightOf(all);
        Assert.Equal(mean, Loss(objective, all), 1e-5);
        Assert.Equal(mean, Loss(objective, [1, 4, 1, 3, 2, 0]), 1e-5);
        Assert.Equal(anomalyWeight * tiny.Prompt.Anomalous.Length, objective.WeightOf([1]));
    }

    [SkippableFact]
    public void AnswerLoss_IsTheCrossEntropyOfTheAnswer()
    {
        using var tiny = new TinyNetwork();
        using var vectors = new MessageVectors(tiny.Network, tiny.Tokens, learns: false, edits: 0);
        var objective = new AnswerObjective(tiny.Network, vectors, tiny.Prompt, TinyNetwork.Windows, 0, int.MaxValue, 1);
        using IDisposable scope = NewDisposeScope();
        using IDisposable fixedWeights = no_grad();
        LogLlmNetwork network = tiny.Network;
        Tensor Words(int[] ids) => network.Decoder.Embed(tensor(Array.ConvertAll(ids, id => (long)id)));
        int[] answer = tiny.Prompt.Anomalous;
        Tensor rows = cat([Words(tiny.Prompt.Before), network.Project(network.Encode([tiny.Tokens[3]])), Words(tiny.Prompt.After), Words(answer)]);
        Tensor chances = nn.functional.log_softmax(network.Decoder.Logits(network.Decoder.Read(rows.unsqueeze(0)))[0], 1);

        // The row before a token says which it will be.
        double expected = -answer.Select((token, i) => (double)chances[rows.shape[0] - answer.Length - 1 + i, token].item<float>()).Average();
        Assert.Equal(expected, Loss(objective, 1), 1e-5);
    }

    [SkippableFact]
    public void NextEventLoss_TellsEachMessageFromTheOthers()
    {
        using var tiny = new TinyNetwork();
        using var vectors = new MessageVectors(tiny.Network, tiny.Tokens, learns: false, edits: 0);
        var objective = new NextEventObjective(tiny.Network, vectors, tiny.Prompt, TinyNetwork.Windows, int.MaxValue);
        using IDisposable scope = NewDisposeScope();
        using IDisposable fixedWeights = no_grad();
        LogLlmNetwork network = tiny.Network;
        int[] different = [0, 1, 2, 4];
        Tensor messages = network.Project(network.Encode([.. different.Select(message => tiny.Tokens[message])]));
        double sum = 0;
        int count = 0;
        foreach (int i in (int[])[0, 3])
        {
            int[] window = TinyNetwork.Windows[i].Messages.ToArray();
            Tensor before = network.Decoder.Embed(tensor(Array.ConvertAll(tiny.Prompt.Before, id => (long)id)));
            Tensor rows = cat([before, .. window.Select(message => messages[Array.IndexOf(different, message)].unsqueeze(0))]);
            Tensor read = network.Decoder.Read(rows.unsqueeze(0))[0];
            for (int at = 0; at < window.Length; at++, count++)
            {
                Tensor chances = nn.functional.log_softmax(read[tiny.Prompt.Before.Length - 1 + at].matmul(messages.t()) / Math.Sqrt(network.Decoder.Shape.Hidden), 0);
                sum -= chances[Array.IndexOf(different, window[at])].item<float>();
            }
        }

        Assert.Equal(sum / count, Loss(objective, 0, 3), 1e-5);
        Assert.Equal(sum / count, Loss(objective, 3, 0), 1e-5);
    }

    [SkippableFact]
    public void Ask_OfWindowThatDoesNotFit_SaysWhatToChange()
    {
        using var tiny = new TinyNetwork();
        var window = new TrainingWindow(new int[60], false);
        string message = Assert.Throws<InvalidDataException>(() => new WindowScores(new TinyWindowModel(tiny, 100), tiny.Tokens).Of([window])).Message;
        Assert.Contains("the decoder reads at most 64", message, StringComparison.Ordinal);
        Assert.Contains("MaxRows", message, StringComparison.Ordinal);
    }

    private static double Loss(IObjective objective, params int[] samples)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable fixedWeights = no_grad();
        return objective.Loss(samples, new Random(1)).item<float>();
    }

    private static void Same(IEnumerable<float> expected, IEnumerable<float> actual) => Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
}
