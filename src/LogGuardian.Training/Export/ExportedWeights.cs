using System.Globalization;
using LogGuardian.Inference;

namespace LogGuardian.Training;

/// <summary>Weights of a bundle that a <see cref="PooledModel"/> was written into, under Hugging Face's names again; those of whole numbers as they were rounded.</summary>
internal sealed class ExportedWeights
{
    private static readonly string[] Asks = ["query", "key", "value"];

    private readonly Dictionary<string, Weight> _encoder = new(StringComparer.Ordinal);

    /// <exception cref="InvalidDataException">The bundle has a decoder, none at all, or others wrote it.</exception>
    public ExportedWeights(ModelBundle bundle)
    {
        BundleManifest manifest = bundle.Manifest;
        if (manifest is not { Decoder: { } decoder, Projector: null, Prompt: null })
        {
            throw new InvalidDataException($"The bundle '{manifest.Name}' {(manifest.Decoder is null ? "only encodes" : "has a decoder")}; only one that judges without a decoder can learn on. Give the folder of the model that it was exported from.");
        }

        using (Stream file = bundle.OpenFile(manifest.Encoder.File))
        {
            Shape = ReadEncoder(new OnnxConstants(file, manifest.Encoder.File), manifest.Encoder.Dimension);
        }

        using Stream judge = bundle.OpenFile(decoder.File);
        (Width, Judge) = ReadJudge(new OnnxConstants(judge, decoder.File), Shape.Hidden);
    }

    public EncoderShape Shape { get; }

    public IReadOnlyDictionary<string, Weight> Encoder => _encoder;

    /// <summary>Numbers between a message's vector and its evidence.</summary>
    public int Width { get; }

    public IReadOnlyDictionary<string, Weight> Judge { get; }

    // The order is that of EncoderModel.ToGraph.
    private EncoderShape ReadEncoder(OnnxConstants from, int hidden)
    {
        IReadOnlyList<double> heads = from.All("Attention", "q_num_heads");
        IReadOnlyList<double> epsilons = from.All("LayerNormalization", "epsilon");
        if (heads.Count == 0 || heads[0] < 1 || epsilons.Count == 0)
        {
            throw from.Other("it has no attention", null);
        }

        Keep("embeddings.token_type_embeddings.weight", from.Take(false, hidden), 1, hidden);
        int places = Rows(from, hidden);
        Keep("embeddings.position_embeddings.weight", from.Take(true, places, hidden), places, hidden);
        int tokens = Rows(from, hidden);
        Keep("embeddings.word_embeddings.weight", from.Take(true, tokens, hidden), tokens, hidden);
        Norm(from, "embeddings.LayerNorm.", hidden);
        int inside = 0;
        for (int layer = 0; layer < heads.Count; layer++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"encoder.layer.{layer}.");
            string[] asks = [.. Asks.Select(part => $"{name}attention.self.{part}.")];
            Dense(from, _encoder, hidden, hidden, asks);
            Dense(from, _encoder, hidden, hidden, name + "attention.output.dense.");
            Norm(from, name + "attention.output.LayerNorm.", hidden);
            inside = from.NextShape is [_, long columns] ? (int)columns : throw from.Other("the matrix after attention has another shape", null);
            Dense(from, _encoder, hidden, inside, name + "intermediate.dense.");
            Dense(from, _encoder, inside, hidden, name + "output.dense.");
            Norm(from, name + "output.LayerNorm.", hidden);
        }

        if (from.Count > 0)
        {
            throw from.Other("it has more numbers", null);
        }

        var shape = new EncoderShape
        {
            Layers = heads.Count,
            Hidden = hidden,
            Heads = (int)heads[0],
            Intermediate = inside,
            Vocabulary = tokens,
            MaxTokens = places,
            TokenTypes = 1,
            Epsilon = epsilons[0],
        };
        try
        {
            return shape.Validated();
        }
        catch (ArgumentException e)
        {
            throw from.Other(e.Message, e);
        }
    }

    private static (int Width, IReadOnlyDictionary<string, Weight> Weights) ReadJudge(OnnxConstants from, int hidden)
    {
        var weights = new Dictionary<string, Weight>(StringComparer.Ordinal);
        int width = from.NextShape is [_, long columns] ? (int)columns : throw from.Other("its first matrix has another shape", null);
        Dense(from, weights, hidden, width, PooledNetwork.MessageLayer + ".");
        Dense(from, weights, width, 2, PooledNetwork.EvidenceLayer + ".");
        return from.Count > 0 ? throw from.Other("it has more numbers", null) : (width, weights);
    }

    private static int Rows(OnnxConstants from, int hidden) =>
        from.NextShape is [long rows, long columns] && columns == hidden ? (int)rows : throw from.Other($"rows of tokens do not have {hidden} numbers", null);

    private static void Dense(OnnxConstants from, Dictionary<string, Weight> to, int inputs, int outputs, params string[] names)
    {
        int all = outputs * names.Length;
        float[] matrix = from.Take(false, inputs, all);
        float[] bias = from.Take(false, all);
        for (int part = 0; part < names.Length; part++)
        {
            float[] turned = new float[inputs * outputs];
            for (int row = 0; row < outputs; row++)
            {
                for (int column = 0; column < inputs; column++)
                {
                    turned[(row * inputs) + column] = matrix[(column * all) + (part * outputs) + row];
                }
            }

            to.Add(names[part] + "weight", new Weight([outputs, inputs], turned));
            to.Add(names[part] + "bias", new Weight([outputs], bias[(part * outputs)..((part + 1) * outputs)]));
        }
    }

    private void Norm(OnnxConstants from, string name, int hidden)
    {
        Keep(name + "weight", from.Take(false, hidden), hidden);
        Keep(name + "bias", from.Take(false, hidden), hidden);
    }

    private void Keep(string name, float[] values, params long[] shape) => _encoder.Add(name, new Weight(shape, values));
}
