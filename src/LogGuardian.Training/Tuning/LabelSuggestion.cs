using System.Numerics.Tensors;
using static TorchSharp.torch;

namespace LogGuardian.Training;

/// <summary>
/// Which windows say most once they have a label: a quarter of them stand for the strangest, the others for all, the more the stranger. Chosen one after the other for facility location (Wei, Iyer and
/// Bilmes, ICML 2015), which comes within 1 - 1/e of the best choice (Nemhauser, Wolsey and Fisher, 1978).
/// </summary>
internal sealed class LabelSuggestion
{
    // All are compared with all. Of more, half are the strangest ones and the others are drawn.
    private const int MaxCompared = 2_000;

    private readonly float[][] _likeness;
    private readonly float[] _covered;

    private LabelSuggestion(float[][] vectors) =>
        (_likeness, _covered) = (Array.ConvertAll(vectors, one => Array.ConvertAll(vectors, other => TensorPrimitives.Dot<float>(one, other))), new float[vectors.Length]);

    /// <returns>Places of windows in the set, those that stand for the strangest first; fewer than were asked for where fewer are different.</returns>
    public static int[] Of(WindowModel model, TrainingSet set, int count, int seed)
    {
        (IReadOnlyList<TrainingWindow> different, int[] places) = EqualWindows.Distinct([.. set.Windows.Select(window => window with { IsAnomaly = null, LineLabels = default })]);
        float[] scores = WindowScores.Of(model, set, different);
        int[] order = [.. Enumerable.Range(0, different.Count).OrderByDescending(i => scores[i])];
        if (order.Length > MaxCompared)
        {
            new Random(seed).Shuffle(order.AsSpan(MaxCompared / 2));
            order = order[..MaxCompared];
        }

        var suggestion = new LabelSuggestion(Vectors(model, set, [.. order.Select(i => different[i].Messages.ToArray().Distinct().ToArray())]));
        int[] strange = [.. suggestion.Choose((count + 3) / 4, [], [.. order.Take(count).Select(_ => 1f)])];

        // By the inverse of the rank the first ten weigh as much as the next ninety, however many are normal.
        int[] others = [.. suggestion.Choose(count - strange.Length, strange, [.. order.Select((_, rank) => 1f / (rank + 1))])];
        return [.. strange.Concat(others).Select(i => Array.IndexOf(places, order[i]))];
    }

    /// <summary>Windows that stand for the first ones, by their weights, beside those that were chosen already.</summary>
    private IEnumerable<int> Choose(int count, int[] chosen, float[] weights)
    {
        var left = Enumerable.Range(0, weights.Length).Except(chosen).ToHashSet();
        while (count-- > 0 && left.Count > 0)
        {
            int best = left.Order().MaxBy(candidate => Gain(candidate, weights));
            left.Remove(best);
            for (int i = 0; i < _covered.Length; i++)
            {
                _covered[i] = Math.Max(_covered[i], _likeness[best][i]);
            }

            yield return best;
        }
    }

    private float Gain(int candidate, float[] weights)
    {
        float gain = 0;
        float[] likeness = _likeness[candidate];
        for (int i = 0; i < weights.Length; i++)
        {
            gain += weights[i] * Math.Max(0, likeness[i] - _covered[i]);
        }

        return gain;
    }

    /// <summary>The mean of a window's different messages, of which those that few windows have count more, less the mean of all windows, of length 1.</summary>
    private static float[][] Vectors(WindowModel model, TrainingSet set, IReadOnlyList<int[]> windows)
    {
        Dictionary<int, int> counts = windows.SelectMany(window => window).CountBy(message => message).ToDictionary();
        float[][] vectors = new float[windows.Count][];
        float[] mean = new float[model.Encoder.Hidden];
        using var encoded = new MessageVectors(model.Network, new MessageTokens(model.Tokenizer, set.Messages), learns: false, edits: 0);
        for (int i = 0; i < vectors.Length; i++)
        {
            float[] shares = Array.ConvertAll(windows[i], message => MathF.Log((windows.Count + 1f) / counts[message]));
            TensorPrimitives.Divide(shares, TensorPrimitives.Sum<float>(shares), shares);
            using IDisposable scope = NewDisposeScope();
            using IDisposable fixedWeights = no_grad();
            vectors[i] = tensor(shares, device: model.Network.Device).matmul(encoded.Of(windows[i], Random.Shared).to(ScalarType.Float32)).cpu().data<float>().ToArray();
            TensorPrimitives.MultiplyAdd(vectors[i], 1f / vectors.Length, mean, mean);
        }

        foreach (float[] vector in vectors)
        {
            TensorPrimitives.Subtract(vector, mean, vector);
            TensorPrimitives.Divide(vector, Math.Max(TensorPrimitives.Norm<float>(vector), 1e-9f), vector);
        }

        return vectors;
    }
}
