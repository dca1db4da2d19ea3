using System.Globalization;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace LogGuardian.Training;

/// <summary>
/// A Llama decoder (arXiv 2302.13971): root-mean-square norms before each part (arXiv 1910.07467), rotary positions (arXiv 2104.09864), grouped queries (arXiv 2305.13245),
/// SwiGLU (arXiv 2002.05202). With biases on queries, keys and values it is Qwen 2.5's.
/// </summary>
internal sealed class CausalDecoder : IDisposable
{
    private const double Deviation = 0.02;
    private const string Words = "model.embed_tokens.weight";
    private readonly DecoderShape _shape;
    private readonly Tensor _cosines;
    private readonly Tensor _sines;

    public CausalDecoder(DecoderShape shape, Device device, Generator random, ScalarType type = ScalarType.Float32)
    {
        _shape = shape.Validated();
        Parameters = new ParameterSet(device, type);
        Parameters.AddNormal(Words, random, Deviation, shape.Vocabulary, shape.Hidden);
        for (int i = 0; i < shape.Layers; i++)
        {
            string layer = NameOf(i);
            Parameters.AddConstant($"{layer}.input_layernorm.weight", 1, shape.Hidden);
            AddProjection($"{layer}.self_attn.q_proj", shape.Hidden, shape.Heads * shape.HeadWidth, shape.AttentionBias, random);
            AddProjection($"{layer}.self_attn.k_proj", shape.Hidden, shape.KeyHeads * shape.HeadWidth, shape.AttentionBias, random);
            AddProjection($"{layer}.self_attn.v_proj", shape.Hidden, shape.KeyHeads * shape.HeadWidth, shape.AttentionBias, random);
            AddProjection($"{layer}.self_attn.o_proj", shape.Heads * shape.HeadWidth, shape.Hidden, false, random);
            Parameters.AddConstant($"{layer}.post_attention_layernorm.weight", 1, shape.Hidden);
            AddProjection($"{layer}.mlp.gate_proj", shape.Hidden, shape.Intermediate, false, random);
            AddProjection($"{layer}.mlp.up_proj", shape.Hidden, shape.Intermediate, false, random);
            AddProjection($"{layer}.mlp.down_proj", shape.Intermediate, shape.Hidden, false, random);
        }

        Parameters.AddConstant("model.norm.weight", 1, shape.Hidden);
        if (!shape.TiedEmbeddings)
        {
            Parameters.AddNormal("lm_head.weight", random, Deviation, shape.Vocabulary, shape.Hidden);
        }

        using IDisposable _ = NewDisposeScope();
        Tensor angles = AnglesOf(shape).to(type).to(device);
        _cosines = angles.cos().DetachFromDisposeScope();
        _sines = angles.sin().DetachFromDisposeScope();
    }

    public DecoderShape Shape => _shape;

    public ParameterSet Parameters { get; }

    /// <summary>The rows of tokens.</summary>
    /// <param name="ids">[...], whole numbers.</param>
    public Tensor Embed(Tensor ids) => Parameters.Rows(Words, ids);

    /// <summary>Reads rows, each after those before it; rows of padding come last and change nothing.</summary>
    /// <param name="rows">[windows, rows, hidden].</param>
    /// <returns>[windows, rows, hidden], after the last norm.</returns>
    public Tensor Read(Tensor rows)
    {
        long length = rows.shape[1];
        Tensor cosines = _cosines[TensorIndex.Slice(0, length)];
        Tensor sines = _sines[TensorIndex.Slice(0, length)];
        Tensor x = rows;
        for (int i = 0; i < _shape.Layers; i++)
        {
            string layer = NameOf(i);
            Tensor normed = Norm(x, $"{layer}.input_layernorm.weight");
            Tensor queries = Turn(Heads(Parameters.Dense(normed, $"{layer}.self_attn.q_proj"), _shape.Heads), cosines, sines);
            Tensor keys = Turn(Heads(Parameters.Dense(normed, $"{layer}.self_attn.k_proj"), _shape.KeyHeads), cosines, sines);
            Tensor values = Heads(Parameters.Dense(normed, $"{layer}.self_attn.v_proj"), _shape.KeyHeads);
            Tensor attended = F.scaled_dot_product_attention(queries, Share(keys), Share(values), is_casual: true).transpose(1, 2).flatten(2);
            x = x.Plus(Parameters.Drop(Parameters.Dense(attended, $"{layer}.self_attn.o_proj")));
            normed = Norm(x, $"{layer}.post_attention_layernorm.weight");
            Tensor gate = F.silu(Parameters.Dense(normed, $"{layer}.mlp.gate_proj"));
            x = x.Plus(Parameters.Drop(Parameters.Dense(gate * Parameters.Dense(normed, $"{layer}.mlp.up_proj"), $"{layer}.mlp.down_proj")));
        }

        return Norm(x, "model.norm.weight");
    }

    /// <summary>The logits of all tokens.</summary>
    /// <param name="read">[..., hidden], what <see cref="Read"/> gave.</param>
    public Tensor Logits(Tensor read)
    {
        string head = _shape.TiedEmbeddings ? "model.embed_tokens" : "lm_head";
        return Parameters.Dense(read, head);
    }

    public void Dispose()
    {
        Parameters.Dispose();
        _cosines.Dispose();
        _sines.Dispose();
    }

    private static string NameOf(int layer) => string.Create(CultureInfo.InvariantCulture, $"model.layers.{layer}");

    /// <summary>[rows, width]: the second half repeats the first, as Hugging Face lays pairs out.</summary>
    private static Tensor AnglesOf(DecoderShape shape)
    {
        int pairs = shape.HeadWidth / 2;
        float[] angles = new float[shape.MaxRows * shape.HeadWidth];
        for (int pair = 0; pair < pairs; pair++)
        {
            double angle = Math.Pow(shape.RopeBase, -2.0 * pair / shape.HeadWidth);
            angle = shape.RopeScaling?.Stretch(angle) ?? angle;
            for (int row = 0; row < shape.MaxRows; row++)
            {
                float turned = (float)(row * angle);
                angles[(row * shape.HeadWidth) + pair] = turned;
                angles[(row * shape.HeadWidth) + pairs + pair] = turned;
            }
        }

        return tensor(angles, [shape.MaxRows, shape.HeadWidth]);
    }

    private static Tensor Turn(Tensor x, Tensor cosines, Tensor sines)
    {
        Tensor[] halves = x.chunk(2, -1);
        return (x * cosines).Plus(cat([-halves[1], halves[0]], -1) * sines);
    }

    private Tensor Heads(Tensor x, int heads) => x.reshape(x.shape[0], x.shape[1], heads, _shape.HeadWidth).transpose(1, 2);

    private Tensor Share(Tensor x) => _shape.Heads == _shape.KeyHeads ? x : x.repeat_interleave(_shape.Heads / _shape.KeyHeads, 1);

    private Tensor Norm(Tensor x, string name) => x * x.Squared().mean([-1L], keepdim: true).Plus(_shape.Epsilon).rsqrt() * Parameters.Value(name);

    private void AddProjection(string name, long inputs, long outputs, bool bias, Generator random)
    {
        Parameters.AddNormal(name + ".weight", random, Deviation, outputs, inputs);
        if (bias)
        {
            Parameters.AddConstant(name + ".bias", 0, outputs);
        }
    }
}
