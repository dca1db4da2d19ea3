using static TorchSharp.torch;

namespace LogGuardian.Training;

/// <summary>
/// Teaches a decoder what follows what: after each row the next message must be told from all others of the batch. As in language models with tied embeddings, the rows that
/// the decoder reads are also what it is compared with.
/// </summary>
internal sealed class NextEventObjective(LogLlmNetwork network, MessageVectors vectors, LogLlmPrompt prompt, IReadOnlyList<TrainingWindow> windows, int maxSamples) : IObjective
{
    public int[] Order(Random random)
    {
        int[] order = [.. Enumerable.Range(0, windows.Count)];
        random.Shuffle(order);
        return order[..Math.Min(order.Length, maxSamples)];
    }

    /// <summary>Messages.</summary>
    public double WeightOf(ReadOnlySpan<int> samples)
    {
        double sum = 0;
        foreach (int sample in samples)
        {
            sum += windows[sample].Messages.Length;
        }

        return sum;
    }

    public Tensor Loss(ReadOnlySpan<int> samples, Random random)
    {
        var some = new TrainingWindow[samples.Length];
        for (int i = 0; i < some.Length; i++)
        {
            some[i] = windows[samples[i]];
        }

        var batch = new WindowBatch(some, prompt);
        Tensor messages = network.Project(vectors.Of(batch.Messages, random));
        (Tensor rows, long[] places, long[] targets) = batch.Continue(network, messages);
        Tensor read = network.Decoder.Read(rows).flatten(0, 1).index_select(0, tensor(places, device: network.Device));
        Tensor logits = read.mm(messages.t()) / Math.Sqrt(network.Decoder.Shape.Hidden);
        return nn.functional.cross_entropy(logits, tensor(targets, device: network.Device));
    }
}
