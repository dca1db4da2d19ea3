using System.Text.Json;

namespace LogGuardian.Training;

/// <summary>The shape of a decoder as <c>config.json</c> says it.</summary>
internal static class DecoderConfig
{
    /// <summary>The kind of model without biases.</summary>
    public const string Llama = "llama";

    /// <summary>The kind of model whose queries, keys and values have biases.</summary>
    public const string Qwen = "qwen2";

    /// <exception cref="InvalidDataException">It is a model of another kind.</exception>
    public static DecoderShape Read(ConfigFields fields)
    {
        fields.Require("hidden_act", "silu");

        // Llama's setting would give a bias to the output of attention too.
        fields.RequireOff("attention_bias");
        fields.RequireOff("mlp_bias");
        fields.RequireOff("use_sliding_window");
        int heads = fields.Integer("num_attention_heads");
        int hidden = fields.Integer("hidden_size");
        int width = fields.Integer("head_dim", 0);
        ConfigFields? rope = fields.Object("rope_parameters");
        return new DecoderShape
        {
            Layers = fields.Integer("num_hidden_layers"),
            Hidden = hidden,
            Heads = heads,
            KeyHeads = fields.Integer("num_key_value_heads", heads),
            HeadSize = (long)width * heads == hidden ? 0 : width,
            Intermediate = fields.Integer("intermediate_size"),
            Vocabulary = fields.Integer("vocab_size"),
            MaxRows = fields.Integer("max_position_embeddings"),
            RopeBase = rope?.Number("rope_theta", fields.Number("rope_theta", 10000)) ?? fields.Number("rope_theta", 10000),
            RopeScaling = Scaling(fields, rope ?? fields.Object("rope_scaling")),
            Epsilon = fields.Number("rms_norm_eps", 1e-6),
            AttentionBias = fields.Text("model_type") == Qwen,
            TiedEmbeddings = fields.Flag("tie_word_embeddings"),
        };
    }

    public static void Write(Utf8JsonWriter json, DecoderShape shape)
    {
        json.WriteStartArray("architectures");
        json.WriteStringValue(shape.AttentionBias ? "Qwen2ForCausalLM" : "LlamaForCausalLM");
        json.WriteEndArray();
        json.WriteString("model_type", shape.AttentionBias ? Qwen : Llama);
        json.WriteNumber("head_dim", shape.HeadWidth);
        json.WriteString("hidden_act", "silu");
        json.WriteNumber("hidden_size", shape.Hidden);
        json.WriteNumber("intermediate_size", shape.Intermediate);
        json.WriteNumber("max_position_embeddings", shape.MaxRows);
        json.WriteNumber("num_attention_heads", shape.Heads);
        json.WriteNumber("num_hidden_layers", shape.Layers);
        json.WriteNumber("num_key_value_heads", shape.KeyHeads);
        json.WriteNumber("rms_norm_eps", shape.Epsilon);
        json.WriteNumber("rope_theta", shape.RopeBase);
        if (shape.RopeScaling is { } scaling)
        {
            json.WriteStartObject("rope_scaling");
            json.WriteString("rope_type", scaling.HighFrequency > 0 ? "llama3" : "linear");
            json.WriteNumber("factor", scaling.Factor);
            if (scaling.HighFrequency > 0)
            {
                json.WriteNumber("low_freq_factor", scaling.LowFrequency);
                json.WriteNumber("high_freq_factor", scaling.HighFrequency);
                json.WriteNumber("original_max_position_embeddings", scaling.OriginalRows);
            }

            json.WriteEndObject();
        }

        json.WriteBoolean("tie_word_embeddings", shape.TiedEmbeddings);
        json.WriteNumber("vocab_size", shape.Vocabulary);
    }

    private static RopeScaling? Scaling(ConfigFields fields, ConfigFields? rope)
    {
        ConfigFields partial = rope ?? fields;
        double share = partial.Number("partial_rotary_factor", fields.Number("partial_rotary_factor", 1));
        if (share != 1)
        {
            throw fields.Broken("partial_rotary_factor", FormattableString.Invariant($"is {share}; it must be 1: positions turn whole heads. Take another model"));
        }

        string kind = rope is null ? "default" : rope.Text("rope_type") ?? rope.Text("type") ?? "without a type";
        return kind switch
        {
            "default" => null,
            "linear" => new RopeScaling { Factor = rope!.Number("factor") },
            "llama3" => new RopeScaling
            {
                Factor = rope!.Number("factor"),
                LowFrequency = rope.Number("low_freq_factor"),
                HighFrequency = rope.Number("high_freq_factor"),
                OriginalRows = rope.Integer("original_max_position_embeddings"),
            },
            _ => throw fields.Broken("rope_type", $"is {kind}; it must be default, linear or llama3. Take another model"),
        };
    }
}
