using static TorchSharp.torch;

namespace LogGuardian.Training;

/// <summary>The vectors of messages. As long as the encoder does not learn, each message is encoded once.</summary>
internal sealed class MessageVectors(MessageNetwork network, MessageTokens tokens, bool learns, double edits) : IDisposable
{
    // Beyond them vectors are not kept: half a gigabyte of 128 numbers each.
    private const int MaxKept = 1_000_000;

    // Neighbours are encoded together, whichever of them is wanted: rounding depends on what is beside a message, and must not on what was wanted before.
    private const int Together = 256;

    private Tensor? _kept;
    private readonly bool[] _isKept = new bool[learns || tokens.Count > MaxKept ? 0 : (tokens.Count + Together - 1) / Together];

    /// <returns>[messages, hidden of the encoder].</returns>
    public Tensor Of(int[] messages, Random random)
    {
        // One that does not learn leaves nothing out.
        network.Encoder.Parameters.IsTraining &= learns;
        if (learns || tokens.Count > MaxKept)
        {
            using IDisposable? fixedWeights = learns ? null : no_grad();
            return network.Encode([.. messages.Select(message => Edited(message, random))]);
        }

        int[] missing = [.. messages.Select(message => message / Together).Where(block => !_isKept[block]).Distinct()];
        foreach (int block in missing)
        {
            // What one block leaves behind goes before the next one comes.
            using IDisposable scope = NewDisposeScope();
            using IDisposable fixedWeights = no_grad();
            _kept ??= zeros([tokens.Count, network.Encoder.Shape.Hidden], dtype: network.Encoder.Parameters.Type, device: network.Device).DetachFromDisposeScope();
            int[] some = [.. Enumerable.Range(block * Together, Math.Min(Together, tokens.Count - (block * Together)))];
            _kept.index_copy_(0, Index(some), network.Encode([.. some.Select(message => tokens[message])]));
            _isKept[block] = true;
        }

        return _kept!.index_select(0, Index(messages));
    }

    public void Dispose() => _kept?.Dispose();

    private Tensor Index(int[] messages) => tensor(Array.ConvertAll(messages, message => (long)message), device: network.Device);

    private int[] Edited(int message, Random random) =>
        edits == 0 || tokens[message].Length < 5 || random.NextDouble() >= edits ? tokens[message] : Edited(tokens[message], random);

    /// <summary>
    /// The tokens of a message as another release may word it: one token in five is left out, is another one of the message, or changes places with its neighbour. Those at the ends stay.
    /// </summary>
    internal static int[] Edited(int[] original, Random random)
    {
        List<int> ids = [.. original];
        for (int left = 1 + ((original.Length - 3) / 5); left > 0; left--)
        {
            int at = random.Next(1, ids.Count - 2);
            switch (random.Next(3))
            {
                case 0 when ids.Count > 4:
                    ids.RemoveAt(at);
                    break;
                case 1:
                    (ids[at], ids[at + 1]) = (ids[at + 1], ids[at]);
                    break;
                default:
                    ids[at] = original[random.Next(1, original.Length - 1)];
                    break;
            }
        }

        return [.. ids];
    }
}
