using System.Globalization;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace LogGuardian.Training;

/// <summary>A BERT encoder (arXiv 1810.04805): layer norms after each part, exact Gelu, learned positions.</summary>
internal sealed class TextEncoder : IDisposable
{
    // What BERT starts from.
    private const double Deviation = 0.02;

    private readonly EncoderShape _shape;

    public TextEncoder(EncoderShape shape, Device device, Generator random, ScalarType type = ScalarType.Float32)
    {
        _shape = shape.Validated();
        Parameters = new ParameterSet(device, type);
        long hidden = shape.Hidden;
        Parameters.AddNormal("embeddings.word_embeddings.weight", random, Deviation, shape.Vocabulary, hidden);
        Parameters.AddNormal("embeddings.position_embeddings.weight", random, Deviation, shape.MaxTokens, hidden);
        Parameters.AddNormal("embeddings.token_type_embeddings.weight", random, Deviation, shape.TokenTypes, hidden);
        AddNorm("embeddings.LayerNorm");
        for (int i = 0; i < shape.Layers; i++)
        {
            string layer = NameOf(i);
            AddDense($"{layer}.attention.self.query", hidden, hidden, random);
            AddDense($"{layer}.attention.self.key", hidden, hidden, random);
            AddDense($"{layer}.attention.self.value", hidden, hidden, random);
            AddDense($"{layer}.attention.output.dense", hidden, hidden, random);
            AddNorm($"{layer}.attention.output.LayerNorm");
            AddDense($"{layer}.intermediate.dense", hidden, shape.Intermediate, random);
            AddDense($"{layer}.output.dense", shape.Intermediate, hidden, random);
            AddNorm($"{layer}.output.LayerNorm");
        }
    }

    public EncoderShape Shape => _shape;

    public ParameterSet Parameters { get; }

    /// <summary>Encodes token ids.</summary>
    /// <param name="ids">[messages, tokens], whole numbers.</param>
    /// <param name="mask">[messages, tokens], which of them are tokens.</param>
    /// <returns>[messages, tokens, hidden].</returns>
    public Tensor Encode(Tensor ids, Tensor mask)
    {
        Tensor x = Parameters.Rows("embeddings.word_embeddings.weight", ids)
            .Plus(Parameters["embeddings.position_embeddings.weight"][TensorIndex.Slice(0, ids.shape[1])])
            .Plus(Parameters["embeddings.token_type_embeddings.weight"][0]);
        x = Parameters.Drop(Norm(x, "embeddings.LayerNorm"));
        Tensor seen = mask.unsqueeze(1).unsqueeze(1);
        for (int i = 0; i < _shape.Layers; i++)
        {
            string layer = NameOf(i);
            Tensor attended = F.scaled_dot_product_attention(
                Heads(Parameters.Dense(x, $"{layer}.attention.self.query")),
                Heads(Parameters.Dense(x, $"{layer}.attention.self.key")),
                Heads(Parameters.Dense(x, $"{layer}.attention.self.value")),
                seen).transpose(1, 2).flatten(2);
            x = Norm(x.Plus(Parameters.Drop(Parameters.Dense(attended, $"{layer}.attention.output.dense"))), $"{layer}.attention.output.LayerNorm");
            Tensor inner = F.gelu(Parameters.Dense(x, $"{layer}.intermediate.dense"));
            x = Norm(x.Plus(Parameters.Drop(Parameters.Dense(inner, $"{layer}.output.dense"))), $"{layer}.output.LayerNorm");
        }

        return x;
    }

    /// <summary>One vector for each message: the mean over its tokens, or its first token.</summary>
    public static Tensor Pool(Tensor tokens, Tensor mask, bool first)
    {
        if (first)
        {
            return tokens.select(1, 0);
        }

        Tensor counted = mask.unsqueeze(2).to(tokens.dtype);
        return (tokens * counted).sum(1) / counted.sum(1);
    }

    public void Dispose() => Parameters.Dispose();

    internal static void AddDense(ParameterSet parameters, string name, long inputs, long outputs, Generator random)
    {
        parameters.AddNormal(name + ".weight", random, Deviation, outputs, inputs);
        parameters.AddConstant(name + ".bias", 0, outputs);
    }

    private static string NameOf(int layer) => string.Create(CultureInfo.InvariantCulture, $"encoder.layer.{layer}");

    private void AddDense(string name, long inputs, long outputs, Generator random) => AddDense(Parameters, name, inputs, outputs, random);

    private void AddNorm(string name)
    {
        Parameters.AddConstant(name + ".weight", 1, _shape.Hidden);
        Parameters.AddConstant(name + ".bias", 0, _shape.Hidden);
    }

    private Tensor Norm(Tensor x, string name) => F.layer_norm(x, [_shape.Hidden], Parameters[name + ".weight"], Parameters[name + ".bias"], _shape.Epsilon);

    private Tensor Heads(Tensor x) => x.reshape(x.shape[0], x.shape[1], _shape.Heads, _shape.Hidden / _shape.Heads).transpose(1, 2);
}
