using System.Globalization;

namespace LogGuardian.Inference;

/// <summary>Whether ONNX models have the inputs and outputs that their manifest says, of the types and ranks that are needed. Messages begin with the name of the file.</summary>
internal static class ModelCheck
{
    private static readonly string[] Vectors = ["sentence_embedding", "pooler_output"];
    private static readonly string[] TokenVectors = ["last_hidden_state", "token_embeddings"];

    /// <exception cref="InvalidDataException">The encoder is not what the manifest says.</exception>
    public static EncoderLayout Encoder(BundleEncoder encoder, OnnxModel model)
    {
        BundleEncoderInputs names = encoder.Inputs;
        string ids = Input(encoder.File, model, names.Ids, "input_ids", "encoder.inputs.ids")!;
        string mask = Input(encoder.File, model, names.Mask, "attention_mask", "encoder.inputs.mask")!;
        string? types = Input(encoder.File, model, names.Types, "token_type_ids", "encoder.inputs.types", isOptional: true);
        string? positions = Input(encoder.File, model, names.Positions, "position_ids", "encoder.inputs.positions", isOptional: true);
        if (model.Inputs.FirstOrDefault(input => input.Name != ids && input.Name != mask && input.Name != types && input.Name != positions) is { } unknown)
        {
            throw Problem(encoder.File, $"the input '{unknown.Name}' is not known", "an encoder reads token ids, a mask, token types and positions. Name it in encoder.inputs, or export the model without it");
        }

        bool isPooled = encoder.Pooling == EncoderPooling.None;
        string[] candidates = encoder.Output is { } named ? [named] : isPooled ? Vectors : TokenVectors;
        OnnxTensor output = candidates.Select(model.Output).FirstOrDefault(tensor => tensor is not null)
            ?? throw Problem(
                encoder.File, $"there is no output {Names(candidates)}", $"the model has {Names(model.Outputs.Select(tensor => tensor.Name))}. Name one in encoder.output, and the pooling that fits it");
        Expect(encoder.File, output, OnnxTensor.Float, [isPooled ? 2 : 3], encoder.Dimension, isPooled ? "with pooling none" : "with pooling cls, mean or max");
        return new EncoderLayout(ids, mask, types, positions, output.Name, model.DependsOnBatch);
    }

    /// <exception cref="InvalidDataException">The projector is not what the manifest says.</exception>
    public static void Projector(BundleManifest manifest, OnnxModel model)
    {
        string file = manifest.Projector!.File;
        if (model.Inputs.Count != 1 || model.Outputs.Count != 1)
        {
            throw Problem(file, string.Create(CultureInfo.InvariantCulture, $"there are {model.Inputs.Count} inputs and {model.Outputs.Count} outputs"), "a projector has one of each");
        }

        Expect(file, model.Inputs[0], OnnxTensor.Float, [2, 3], manifest.Encoder.Dimension, "which is encoder.dimension");
        Expect(file, model.Outputs[0], OnnxTensor.Float, [2, 3], manifest.Decoder!.Hidden, "which is decoder.hidden");
    }

    /// <exception cref="InvalidDataException">The decoder is not what the manifest says.</exception>
    public static void Decoder(BundleDecoder decoder, OnnxModel model)
    {
        OnnxTensor embeddings = model.Input(decoder.Inputs.Embeddings) ?? throw MissingInput(decoder.File, model, decoder.Inputs.Embeddings, "decoder.inputs.embeddings");
        Expect(decoder.File, embeddings, OnnxTensor.Float, [2, 3], decoder.Hidden, "which is decoder.hidden");
        Input(decoder.File, model, decoder.Inputs.Mask, "attention_mask", "decoder.inputs.mask", isOptional: true);
        Input(decoder.File, model, decoder.Inputs.Positions, "position_ids", "decoder.inputs.positions", isOptional: true);
        OnnxTensor logits = model.Output(decoder.Output)
            ?? throw Problem(decoder.File, $"there is no output '{decoder.Output}'", $"the model has {Names(model.Outputs.Select(tensor => tensor.Name))}. Name one in decoder.output");
        Expect(decoder.File, logits, OnnxTensor.Float, [2, 3], decoder.Vocabulary, "which is decoder.vocabulary");
    }

    /// <exception cref="InvalidDataException">The model of the prompt's embeddings is not what the manifest says.</exception>
    public static void Embeddings(BundleManifest manifest, OnnxModel model)
    {
        string file = manifest.Prompt!.Embeddings!;
        if (model.Inputs.Count != 1 || model.Outputs.Count != 1)
        {
            throw Problem(file, string.Create(CultureInfo.InvariantCulture, $"there are {model.Inputs.Count} inputs and {model.Outputs.Count} outputs"), "a model of embeddings has one of each");
        }

        Expect(file, model.Inputs[0], OnnxTensor.Int64, [2], null, "of token ids");
        Expect(file, model.Outputs[0], OnnxTensor.Float, [3], manifest.Decoder!.Hidden, "which is decoder.hidden");
    }

    private static string? Input(string file, OnnxModel model, string? named, string usual, string field, bool isOptional = false)
    {
        string name = named ?? usual;
        if (model.Input(name) is { } input)
        {
            Expect(file, input, OnnxTensor.Int64, [2], null, "of tokens");
            return name;
        }

        return isOptional && named is null ? null : throw MissingInput(file, model, name, field);
    }

    private static void Expect(string file, OnnxTensor tensor, int type, int[] ranks, int? last, string why)
    {
        bool fits = tensor.ElementType == type
            && (tensor.Shape is null || (ranks.Contains(tensor.Shape.Count) && (last is null || tensor.Shape[^1] is null || tensor.Shape[^1] == last)));
        if (!fits)
        {
            string rank = string.Join(" or ", ranks.Select(number => number.ToString(CultureInfo.InvariantCulture)));
            string end = last is { } size ? string.Create(CultureInfo.InvariantCulture, $", the last of {size}") : "";
            throw Problem(file, $"'{tensor.Name}' is {tensor}", $"it must be {OnnxTensor.TypeName(type)} of {rank} dimensions{end}, {why}. Correct the manifest, or export the model so");
        }
    }

    private static InvalidDataException MissingInput(string file, OnnxModel model, string name, string field) => Problem(
        file, $"there is no input '{name}'", $"the model has {Names(model.Inputs.Select(input => input.Name))}. Name one in {field}");

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));

    private static InvalidDataException Problem(string file, string problem, string rule) => new($"{file}: {problem}; {rule}.");
}
