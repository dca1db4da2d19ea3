using static TorchSharp.torch;

namespace LogGuardian.Training;

/// <summary>
/// The loss of LogLLM (arXiv 2411.08561, section III-D): cross entropy of the tokens of the right answer. Where one class is rarer than a share, its windows come so often that they have it.
/// </summary>
internal sealed class AnswerObjective : IObjective
{
    private readonly LogLlmNetwork _network;
    private readonly MessageVectors _vectors;
    private readonly LogLlmPrompt _prompt;
    private readonly IReadOnlyList<TrainingWindow> _windows;
    private readonly double _minority;
    private readonly int _maxSamples;
    private readonly double _anomalyWeight;

    public AnswerObjective(
        LogLlmNetwork network, MessageVectors vectors, LogLlmPrompt prompt, IReadOnlyList<TrainingWindow> windows, double minority, int maxSamples, double anomalyWeight)
    {
        (_network, _vectors, _prompt) = (network, vectors, prompt);
        (_windows, _minority, _maxSamples, _anomalyWeight) = (windows, minority, maxSamples, anomalyWeight);
    }

    public int[] Order(Random random) => ClassBalance.Order([.. _windows.Select(window => window.IsAnomaly == true)], _minority, _maxSamples, random);

    /// <summary>Tokens of answers, those of anomalous windows as often as they count.</summary>
    public double WeightOf(ReadOnlySpan<int> samples)
    {
        double sum = 0;
        foreach (int sample in samples)
        {
            sum += _windows[sample].IsAnomaly == true ? _anomalyWeight * _prompt.Anomalous.Length : _prompt.Normal.Length;
        }

        return sum;
    }

    public Tensor Loss(ReadOnlySpan<int> samples, Random random)
    {
        var windows = new TrainingWindow[samples.Length];
        for (int i = 0; i < windows.Length; i++)
        {
            windows[i] = _windows[samples[i]];
        }

        var batch = new WindowBatch(windows, _prompt);
        (Tensor rows, long[] places, long[] targets, int[] windowOf) = batch.Teach(_network, _network.Project(_vectors.Of(batch.Messages, random)));
        Tensor read = _network.Decoder.Read(rows).flatten(0, 1).index_select(0, tensor(places, device: _network.Device));
        Tensor losses = nn.functional.cross_entropy(_network.Decoder.Logits(read), tensor(targets, device: _network.Device), reduction: nn.Reduction.None);
        if (_anomalyWeight == 1)
        {
            return losses.mean();
        }

        Tensor weights = tensor(Array.ConvertAll(windowOf, window => windows[window].IsAnomaly == true ? (float)_anomalyWeight : 1f), device: _network.Device);
        return (losses * weights).sum() / weights.sum();
    }
}
