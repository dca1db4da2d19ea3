using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace LogGuardian.Training;

/// <summary>
/// Masked language modelling (BERT, arXiv 1810.04805): of 15 % of the tokens the model must say what they were; 80 % of these are masked, 10 % another token, 10 % as they were.
/// A message counts by the logarithm of how often it comes. The head's names are those of <c>BertForMaskedLM</c>.
/// </summary>
internal sealed class MaskedLanguageObjective : IObjective, IDisposable
{
    private const double Share = 0.15;
    private const string Transform = "cls.predictions.transform", Bias = "cls.predictions.bias";
    private readonly TextEncoder _encoder;
    private readonly MessageTokens _tokens;
    private readonly int _mask;
    private readonly int _maxSamples;

    /// <param name="encoder">Learns.</param>
    /// <param name="tokens">The messages.</param>
    /// <param name="mask">Id of the token that stands for one that is hidden.</param>
    /// <param name="maxSamples">Messages of an epoch.</param>
    /// <param name="seed">Of the head's weights.</param>
    public MaskedLanguageObjective(TextEncoder encoder, MessageTokens tokens, int mask, int maxSamples, int seed)
    {
        (_encoder, _tokens, _mask, _maxSamples) = (encoder, tokens, mask, maxSamples);
        using var random = new Generator((ulong)seed);
        Head = new ParameterSet(encoder.Parameters.Device, encoder.Parameters.Type);
        TextEncoder.AddDense(Head, Transform + ".dense", encoder.Shape.Hidden, encoder.Shape.Hidden, random);
        Head.AddConstant(Transform + ".LayerNorm.weight", 1, encoder.Shape.Hidden);
        Head.AddConstant(Transform + ".LayerNorm.bias", 0, encoder.Shape.Hidden);
        Head.AddConstant(Bias, 0, encoder.Shape.Vocabulary);
    }

    /// <summary>What is only needed to learn.</summary>
    public ParameterSet Head { get; }

    public int[] Order(Random random)
    {
        int[] order = [.. Enumerable.Range(0, _tokens.Count)];
        random.Shuffle(order);
        return order[..Math.Min(order.Length, _maxSamples)];
    }

    public Tensor Loss(ReadOnlySpan<int> samples, Random random) => Parts(samples.ToArray(), samples.Length, random)[0]();

    public IReadOnlyList<Func<Tensor>> Parts(int[] samples, int atOnce, Random random)
    {
        // What is hidden is drawn for all parts before the first one: each hidden token counts as much as any other.
        HiddenWords[] parts = [.. samples.Chunk(atOnce).Select(some => Hide([.. some.Select(sample => _tokens[sample])], random))];
        double hidden = parts.Sum(part => part.Places.Count);

        // Of very short messages nothing is hidden, and nothing is learned.
        return hidden == 0
            ? [() => Head.Value(Bias).sum().Times(0)]
            : [.. parts.Where(part => part.Places.Count > 0).Select<HiddenWords, Func<Tensor>>(part => () => Sum(part).Over(hidden))];
    }

    public void Dispose() => Head.Dispose();

    private HiddenWords Hide(int[][] messages, Random random)
    {
        var words = new HiddenWords(messages.Length, messages.Max(ids => ids.Length));
        for (int i = 0; i < messages.Length; i++)
        {
            for (int at = 0; at < messages[i].Length; at++)
            {
                int place = (i * words.Longest) + at;
                (words.Ids[place], words.Mask[place]) = (messages[i][at], true);

                // The tokens at the ends say nothing.
                if (at > 0 && at < messages[i].Length - 1 && random.NextDouble() < Share)
                {
                    words.Places.Add(place);
                    words.Targets.Add(words.Ids[place]);
                    words.Ids[place] = random.NextDouble() switch { < 0.8 => _mask, < 0.9 => random.Next(_encoder.Shape.Vocabulary), _ => words.Ids[place] };
                }
            }
        }

        return words;
    }

    private Tensor Sum(HiddenWords words)
    {
        Device device = _encoder.Parameters.Device;
        long[] shape = [words.Messages, words.Longest];
        Tensor tokens = _encoder.Encode(tensor(words.Ids, shape, device: device), tensor(words.Mask, shape, device: device));
        Tensor hidden = tokens.flatten(0, 1).index_select(0, tensor(words.Places.ToArray(), device: device));
        Tensor transformed = F.layer_norm(
            F.gelu(Head.Dense(hidden, Transform + ".dense")),
            [_encoder.Shape.Hidden],
            Head.Value(Transform + ".LayerNorm.weight"),
            Head.Value(Transform + ".LayerNorm.bias"),
            _encoder.Shape.Epsilon);
        Tensor logits = F.linear(transformed, _encoder.Parameters.Value("embeddings.word_embeddings.weight"), Head.Value(Bias));
        return F.cross_entropy(logits, tensor(words.Targets.ToArray(), device: device), reduction: nn.Reduction.Sum);
    }
}
