using LogGuardian.Training;

namespace LogGuardian.Tests.Training.Weights;

public sealed class ModelConfigTests : IDisposable
{
    private const string Bert = """
        {"architectures":["BertForMaskedLM"],"attention_probs_dropout_prob":0.1,"hidden_act":"gelu","hidden_size":768,"initializer_range":0.02,"intermediate_size":3072,
        "layer_norm_eps":1e-12,"max_position_embeddings":512,"model_type":"bert","num_attention_heads":12,"num_hidden_layers":12,"pad_token_id":0,
        "position_embedding_type":"absolute","type_vocab_size":2,"vocab_size":30522}
        """;

    private const string Llama = """
        {"architectures":["LlamaForCausalLM"],"attention_bias":false,"bos_token_id":128000,"hidden_act":"silu","hidden_size":4096,"intermediate_size":14336,
        "max_position_embeddings":131072,"mlp_bias":false,"model_type":"llama","num_attention_heads":32,"num_hidden_layers":32,"num_key_value_heads":8,"pretraining_tp":1,
        "rms_norm_eps":1e-05,"rope_scaling":{"factor":8.0,"low_freq_factor":1.0,"high_freq_factor":4.0,"original_max_position_embeddings":8192,"rope_type":"llama3"},
        "rope_theta":500000.0,"tie_word_embeddings":false,"torch_dtype":"bfloat16","vocab_size":128256}
        """;

    private const string Qwen = """
        {"architectures":["Qwen2ForCausalLM"],"hidden_act":"silu","hidden_size":896,"intermediate_size":4864,"max_position_embeddings":32768,"max_window_layers":24,
        "model_type":"qwen2","num_attention_heads":14,"num_hidden_layers":24,"num_key_value_heads":2,"rms_norm_eps":1e-06,"rope_theta":1000000.0,"sliding_window":32768,
        "tie_word_embeddings":true,"use_sliding_window":false,"vocab_size":151936}
        """;

    private const string LlamaRope = """
        "rope_scaling":{"factor":8.0,"low_freq_factor":1.0,"high_freq_factor":4.0,"original_max_position_embeddings":8192,"rope_type":"llama3"},
        "rope_theta":500000.0,
        """;

    private static readonly DecoderShape Llama31 = DecoderShape.Llama3 with { MaxRows = 131072, RopeScaling = new() { Factor = 8, LowFrequency = 1, HighFrequency = 4, OriginalRows = 8192 } };

    private readonly string _folder = Directory.CreateTempSubdirectory("config-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_OfBert_IsItsShape() => Assert.Equal(new ModelConfig(EncoderShape.BertBase, null), Read(Bert));

    [Fact]
    public void Read_OfLlama_IsItsShape() => Assert.Equal(new ModelConfig(null, Llama31), Read(Llama));

    [Fact]
    public void Read_OfQwen_IsItsShape() => Assert.Equal(
        new DecoderShape
        {
            Layers = 24,
            Hidden = 896,
            Heads = 14,
            KeyHeads = 2,
            Intermediate = 4864,
            Vocabulary = 151936,
            MaxRows = 32768,
            RopeBase = 1e6,
            Epsilon = 1e-6,
            AttentionBias = true,
            TiedEmbeddings = true,
        },
        Read(Qwen).Decoder);

    [Fact]
    public void Read_OfOtherSpellings_IsTheSameShape()
    {
        Assert.Equal(Llama31, Read(Llama.Replace(
            LlamaRope,
            """ "rope_parameters":{"rope_theta":500000.0,"factor":8.0,"low_freq_factor":1.0,"high_freq_factor":4.0,"original_max_position_embeddings":8192,"rope_type":"llama3"},"head_dim":128,"dtype":"bfloat16",""",
            StringComparison.Ordinal)).Decoder);
        Assert.Equal(Llama31 with { RopeScaling = null }, Read(Llama.Replace(LlamaRope, """ "rope_parameters":{"rope_theta":500000.0,"rope_type":"default"},""", StringComparison.Ordinal)).Decoder);
        Assert.Equal(Llama31 with { RopeScaling = new() { Factor = 2 }, RopeBase = 10000 }, Read(Llama.Replace(LlamaRope, """ "rope_scaling":{"type":"linear","factor":2},""", StringComparison.Ordinal)).Decoder);
        Assert.Equal(Llama31 with { RopeScaling = null, RopeBase = 10000, HeadSize = 64, KeyHeads = 32 }, Read(Llama.Replace(LlamaRope, """ "rope_scaling":null,"head_dim":64,""", StringComparison.Ordinal).Replace("\"num_key_value_heads\":8,", "", StringComparison.Ordinal)).Decoder);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Write_OfShape_ReadsTheSame(int which)
    {
        ModelConfig config = which switch
        {
            0 => new(EncoderShape.BertBase with { Epsilon = 1e-5, TokenTypes = 1 }, null),
            1 => new(null, Llama31),
            2 => new(null, Llama31 with { RopeScaling = new() { Factor = 2.5 }, HeadSize = 64, AttentionBias = true, TiedEmbeddings = true }),
            _ => new(null, new DecoderShape()),
        };
        config.Write(_folder, TensorKind.BF16);
        Assert.Equal(config, ModelConfig.Read(_folder));
        Assert.Contains("\"torch_dtype\": \"bfloat16\"", File.ReadAllText(Path.Combine(_folder, ModelConfig.FileName)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"gelu\"", "\"gelu_new\"", "hidden_act is 'gelu_new'; it must be 'gelu'")]
    [InlineData("\"absolute\"", "\"relative_key\"", "position_embedding_type is 'relative_key'")]
    [InlineData("\"model_type\":\"bert\"", "\"model_type\":\"roberta\"", "model_type is 'roberta'; it must be bert, llama or qwen2")]
    [InlineData("\"model_type\":\"bert\",", "", "model_type is not there")]
    [InlineData("\"hidden_size\":768,", "", "hidden_size is not there")]
    [InlineData("\"hidden_size\":768", "\"hidden_size\":7.5", "hidden_size is 7.5; it must be an integer")]
    [InlineData("\"hidden_size\":768", "\"hidden_size\":7", "Hidden is 7; it must be between 16 and 16,384")]
    [InlineData("\"hidden_size\":768", "\"hidden_size\":768,\"hidden_size\":768", "is no JSON")]
    [InlineData("1e-12", "\"small\"", "layer_norm_eps is \"small\"; it must be a number")]
    [InlineData("\"vocab_size\":30522}", "\"vocab_size\":30522", "is no JSON")]
    public void Read_OfOtherEncoder_SaysWhy(string old, string now, string why) => AssertRefused(Bert.Replace(old, now, StringComparison.Ordinal), why);

    [Theory]
    [InlineData("\"silu\"", "\"gelu\"", "hidden_act is 'gelu'; it must be 'silu'")]
    [InlineData("\"attention_bias\":false", "\"attention_bias\":true", "attention_bias is true; it must be false")]
    [InlineData("\"mlp_bias\":false", "\"mlp_bias\":1", "mlp_bias is 1; it must be true or false")]
    [InlineData("\"rope_type\":\"llama3\"", "\"rope_type\":\"yarn\"", "rope_type is yarn")]
    [InlineData("\"rope_type\":\"llama3\"", "\"x\":1", "rope_type is without a type")]
    [InlineData("\"low_freq_factor\":1.0,", "", "low_freq_factor is not there")]
    [InlineData("\"factor\":8.0", "\"factor\":0.5", "Factor is 0.5; it must be at least 1")]
    [InlineData("\"mlp_bias\":false", "\"partial_rotary_factor\":0.5", "partial_rotary_factor is 0.5; it must be 1")]
    [InlineData("\"mlp_bias\":false", "\"use_sliding_window\":true", "use_sliding_window is true")]
    [InlineData("\"num_key_value_heads\":8", "\"num_key_value_heads\":5", "KeyHeads is 5")]
    public void Read_OfOtherDecoder_SaysWhy(string old, string now, string why) => AssertRefused(Llama.Replace(old, now, StringComparison.Ordinal), why);

    [Fact]
    public void Read_OfNoFile_SaysSo()
    {
        Assert.Contains("config.json' is not there", Assert.Throws<InvalidDataException>(() => ModelConfig.Read(_folder)).Message, StringComparison.Ordinal);
        AssertRefused("[]", "must be a JSON object");
    }

    private void AssertRefused(string json, string why)
    {
        string message = Assert.Throws<InvalidDataException>(() => Read(json)).Message;
        Assert.Contains("config.json", message, StringComparison.Ordinal);
        Assert.Contains(why, message, StringComparison.Ordinal);
    }

    private ModelConfig Read(string json)
    {
        File.WriteAllText(Path.Combine(_folder, ModelConfig.FileName), json);
        return ModelConfig.Read(_folder);
    }
}
