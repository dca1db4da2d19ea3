using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LogGuardian.Inference;

/// <summary>How a decoder is called: the names that its inputs really have. What is exported for text generation has inputs for past keys and values, which are empty here.</summary>
/// <param name="Embeddings">Rows.</param>
/// <param name="IsBatch">Whether they are of windows, rows and numbers, and not of rows and numbers of one window.</param>
/// <param name="Mask">Ones; null when the model has no such input.</param>
/// <param name="Positions">0, 1, 2, …; null when the model has no such input.</param>
/// <param name="Past">Past keys and values.</param>
/// <param name="Output">Logits.</param>
internal sealed record DecoderLayout(string Embeddings, bool IsBatch, string? Mask, string? Positions, IReadOnlyList<DecoderLayout.PastInput> Past, string Output)
{
    private const string PastPrefix = "past";
    private const int PastRank = 4;

    /// <summary>Reads the layout of a loaded decoder.</summary>
    /// <exception cref="InvalidDataException">It has an input that nobody can fill.</exception>
    public static DecoderLayout Read(BundleDecoder decoder, InferenceSession session)
    {
        IReadOnlyDictionary<string, NodeMetadata> inputs = session.InputMetadata;
        string? mask = decoder.Inputs.Mask ?? Usual(inputs, "attention_mask");
        string? positions = decoder.Inputs.Positions ?? Usual(inputs, "position_ids");
        List<PastInput> past = [];
        foreach ((string name, NodeMetadata input) in inputs)
        {
            if (name != decoder.Inputs.Embeddings && name != mask && name != positions)
            {
                past.Add(ReadPast(decoder.File, name, input));
            }
        }

        return new DecoderLayout(decoder.Inputs.Embeddings, inputs[decoder.Inputs.Embeddings].Dimensions.Length > 2, mask, positions, past, decoder.Output);
    }

    private static string? Usual(IReadOnlyDictionary<string, NodeMetadata> inputs, string name) => inputs.ContainsKey(name) ? name : null;

    private static PastInput ReadPast(string file, string name, NodeMetadata input)
    {
        bool isPast = name.StartsWith(PastPrefix, StringComparison.Ordinal) && input.Dimensions is { Length: PastRank } shape && shape[1] > 0 && shape[3] > 0
            && input.ElementDataType is TensorElementType.Float or TensorElementType.Float16;
        return isPast
            ? new PastInput(name, input.Dimensions[1], input.Dimensions[3], input.ElementDataType == TensorElementType.Float16)
            : throw new InvalidDataException(
                $"{file}: the input '{name}' is not known; a decoder reads embeddings, a mask, positions, and past keys and values (past…, float32 or float16 [batch, heads, past, size] with known heads and size). "
                + "Name it in decoder.inputs, or export the model without it.");
    }

    /// <summary>An input for keys or values of rows before.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Heads">Heads that have keys.</param>
    /// <param name="Size">Numbers of a head.</param>
    /// <param name="IsHalf">Whether numbers have 16 bits.</param>
    public sealed record PastInput(string Name, int Heads, int Size, bool IsHalf);
}
