namespace LogGuardian.Training;

/// <summary>The weights that a model of a shape has: names as Hugging Face's, and dimensions.</summary>
internal static class WeightLayout
{
    /// <summary>Those of an encoder.</summary>
    public static IReadOnlyDictionary<string, long[]> Of(EncoderShape shape)
    {
        var layout = new Dictionary<string, long[]>(StringComparer.Ordinal)
        {
            ["embeddings.word_embeddings.weight"] = [shape.Vocabulary, shape.Hidden],
            ["embeddings.position_embeddings.weight"] = [shape.MaxTokens, shape.Hidden],
            ["embeddings.token_type_embeddings.weight"] = [shape.TokenTypes, shape.Hidden],
        };
        Norm("embeddings.LayerNorm");
        for (int i = 0; i < shape.Layers; i++)
        {
            string layer = FormattableString.Invariant($"encoder.layer.{i}.");
            Linear(layer + "attention.self.query", shape.Hidden, shape.Hidden);
            Linear(layer + "attention.self.key", shape.Hidden, shape.Hidden);
            Linear(layer + "attention.self.value", shape.Hidden, shape.Hidden);
            Linear(layer + "attention.output.dense", shape.Hidden, shape.Hidden);
            Norm(layer + "attention.output.LayerNorm");
            Linear(layer + "intermediate.dense", shape.Intermediate, shape.Hidden);
            Linear(layer + "output.dense", shape.Hidden, shape.Intermediate);
            Norm(layer + "output.LayerNorm");
        }

        return layout;

        void Norm(string name) => layout[name + ".weight"] = layout[name + ".bias"] = [shape.Hidden];

        void Linear(string name, long rows, long columns)
        {
            layout[name + ".weight"] = [rows, columns];
            layout[name + ".bias"] = [rows];
        }
    }

    /// <summary>Those of a decoder.</summary>
    public static IReadOnlyDictionary<string, long[]> Of(DecoderShape shape)
    {
        long queries = (long)shape.Heads * shape.HeadWidth;
        long keys = (long)shape.KeyHeads * shape.HeadWidth;
        var layout = new Dictionary<string, long[]>(StringComparer.Ordinal)
        {
            ["model.embed_tokens.weight"] = [shape.Vocabulary, shape.Hidden],
            ["model.norm.weight"] = [shape.Hidden],
        };
        if (!shape.TiedEmbeddings)
        {
            layout["lm_head.weight"] = [shape.Vocabulary, shape.Hidden];
        }

        for (int i = 0; i < shape.Layers; i++)
        {
            string layer = FormattableString.Invariant($"model.layers.{i}.");
            layout[layer + "input_layernorm.weight"] = [shape.Hidden];
            Attention(layer + "self_attn.q_proj", queries);
            Attention(layer + "self_attn.k_proj", keys);
            Attention(layer + "self_attn.v_proj", keys);
            layout[layer + "self_attn.o_proj.weight"] = [shape.Hidden, queries];
            layout[layer + "post_attention_layernorm.weight"] = [shape.Hidden];
            layout[layer + "mlp.gate_proj.weight"] = [shape.Intermediate, shape.Hidden];
            layout[layer + "mlp.up_proj.weight"] = [shape.Intermediate, shape.Hidden];
            layout[layer + "mlp.down_proj.weight"] = [shape.Hidden, shape.Intermediate];
        }

        return layout;

        void Attention(string name, long rows)
        {
            layout[name + ".weight"] = [rows, shape.Hidden];
            if (shape.AttentionBias)
            {
                layout[name + ".bias"] = [rows];
            }
        }
    }
}
