using static TorchSharp.torch;

namespace LogGuardian.Training;

/// <summary>
/// Teaches a decoder what follows what: after each row the next message must be told from all others of the step, in whatever parts it is computed. As in language models with tied
/// embeddings, the rows that the decoder reads are also what it is compared with.
/// </summary>
internal sealed class NextEventObjective(LogLlmNetwork network, MessageVectors vectors, LogLlmPrompt prompt, IReadOnlyList<TrainingWindow> windows, int maxSamples) : IObjective
{
    public int[] Order(Random random)
    {
        int[] order = [.. Enumerable.Range(0, windows.Count)];
        random.Shuffle(order);
        return order[..Math.Min(order.Length, maxSamples)];
    }

    public Tensor Loss(ReadOnlySpan<int> samples, Random random) => Parts(samples.ToArray(), samples.Length, random)[0]();

    public IReadOnlyList<Func<Tensor>> Parts(int[] samples, int atOnce, Random random)
    {
        TrainingWindow[] all = Array.ConvertAll(samples, sample => windows[sample]);
        int[] candidates = new WindowBatch(all, prompt).Messages;
        double weight = all.Sum(window => window.Messages.Length);

        // Words are edited alike in all parts.
        int seed = random.Next();
        return [.. all.Chunk(atOnce).Select<TrainingWindow[], Func<Tensor>>(some => () => Sum(some, candidates, new Random(seed)).Over(weight))];
    }

    private Tensor Sum(TrainingWindow[] some, int[] candidates, Random random)
    {
        var batch = new WindowBatch(some, prompt, candidates);
        Tensor messages = network.Project(vectors.Of(batch.Messages, random));
        (Tensor rows, long[] places, long[] targets) = batch.Continue(network, messages);
        Tensor read = network.Decoder.Read(rows).flatten(0, 1).index_select(0, tensor(places, device: network.Device));
        Tensor logits = read.mm(messages.t()).Over(Math.Sqrt(network.Decoder.Shape.Hidden));
        return nn.functional.cross_entropy(logits, tensor(targets, device: network.Device), reduction: nn.Reduction.Sum);
    }
}
