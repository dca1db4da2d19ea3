namespace LogGuardian.Training;

/// <summary><c>config.json</c> of a Hugging Face model: the shape of an encoder or of a decoder.</summary>
/// <param name="Encoder">The shape, if it is an encoder.</param>
/// <param name="Decoder">The shape, if it is a decoder.</param>
internal sealed record ModelConfig(EncoderShape? Encoder, DecoderShape? Decoder)
{
    /// <summary>Its name in a folder.</summary>
    public const string FileName = "config.json";

    private const int MostBytes = 1 << 20;

    /// <exception cref="InvalidDataException">It is not there, or of a model that cannot be trained here; the message says why.</exception>
    public static ModelConfig Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        ConfigFields fields = ConfigFields.Read(path, MostBytes);
        try
        {
            return fields.Text("model_type") switch
            {
                EncoderConfig.ModelType => new ModelConfig(EncoderConfig.Read(fields).Validated(), null),
                DecoderConfig.Llama or DecoderConfig.Qwen => new ModelConfig(null, DecoderConfig.Read(fields).Validated()),
                string other => throw fields.Broken("model_type", $"is '{other}'; it must be bert, llama or qwen2. Take a model of one of them"),
                null => throw fields.Broken("model_type", "is not there; it must be bert, llama or qwen2. Take the file as it was published"),
            };
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new InvalidDataException($"'{path}' has a shape that cannot be: {e.Message} Take the file as it was published.", e);
        }
    }

    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string folder, TensorKind kind) => ConfigFields.Write(Path.Combine(folder, FileName), json =>
    {
        if (Encoder is { } encoder)
        {
            EncoderConfig.Write(json, encoder);
        }
        else
        {
            DecoderConfig.Write(json, Decoder!);
        }

        json.WriteString("torch_dtype", kind switch { TensorKind.F16 => "float16", TensorKind.BF16 => "bfloat16", _ => "float32" });
    });
}
