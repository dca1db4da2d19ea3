using System.Text.Json;

namespace LogGuardian.Training;

/// <summary>The shape of an encoder as <c>config.json</c> says it.</summary>
internal static class EncoderConfig
{
    /// <summary>The kind of model.</summary>
    public const string ModelType = "bert";

    /// <exception cref="InvalidDataException">It is a model of another kind.</exception>
    public static EncoderShape Read(ConfigFields fields)
    {
        fields.Require("hidden_act", "gelu");
        fields.Require("position_embedding_type", "absolute");
        return new EncoderShape
        {
            Layers = fields.Integer("num_hidden_layers"),
            Hidden = fields.Integer("hidden_size"),
            Heads = fields.Integer("num_attention_heads"),
            Intermediate = fields.Integer("intermediate_size"),
            Vocabulary = fields.Integer("vocab_size"),
            MaxTokens = fields.Integer("max_position_embeddings"),
            TokenTypes = fields.Integer("type_vocab_size", 2),
            Epsilon = fields.Number("layer_norm_eps", 1e-12),
        };
    }

    public static void Write(Utf8JsonWriter json, EncoderShape shape)
    {
        json.WriteStartArray("architectures");
        json.WriteStringValue("BertModel");
        json.WriteEndArray();
        json.WriteString("model_type", ModelType);
        json.WriteString("hidden_act", "gelu");
        json.WriteNumber("hidden_size", shape.Hidden);
        json.WriteNumber("intermediate_size", shape.Intermediate);
        json.WriteNumber("layer_norm_eps", shape.Epsilon);
        json.WriteNumber("max_position_embeddings", shape.MaxTokens);
        json.WriteNumber("num_attention_heads", shape.Heads);
        json.WriteNumber("num_hidden_layers", shape.Layers);
        json.WriteString("position_embedding_type", "absolute");
        json.WriteNumber("type_vocab_size", shape.TokenTypes);
        json.WriteNumber("vocab_size", shape.Vocabulary);
    }
}
