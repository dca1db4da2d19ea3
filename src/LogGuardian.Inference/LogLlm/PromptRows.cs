using System.Runtime.InteropServices;
using System.Text;

namespace LogGuardian.Inference;

/// <summary>The rows of the question, which are the same for all windows.</summary>
/// <param name="Before">Rows before the messages, one after the other.</param>
/// <param name="After">Rows after them.</param>
internal sealed record PromptRows(float[] Before, float[] After)
{
    /// <summary>Reads the rows from their file, or has a model look them up.</summary>
    /// <exception cref="InvalidDataException">A number is not finite, or the tokenizer and the model of embeddings do not fit each other.</exception>
    public static PromptRows Read(ModelBundle bundle)
    {
        if (bundle.Manifest.Prompt is not { } prompt)
        {
            return new PromptRows([], []);
        }

        int hidden = bundle.Manifest.Decoder!.Hidden;
        PromptRows rows;
        string file = prompt.Rows ?? prompt.Embeddings!;
        if (prompt.Rows is not null)
        {
            float[] all = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(bundle.PathOf(file))).ToArray();
            rows = new PromptRows(all[..(prompt.RowsBefore * hidden)], all[(prompt.RowsBefore * hidden)..]);
        }
        else
        {
            using ModelLease lease = bundle.OpenModel(file);
            Tokenizer tokenizer = bundle.OpenTokenizer(prompt.Tokenizer!, addSpecialTokens: false);
            rows = new PromptRows(LookUp(lease.Session, tokenizer, prompt.Before, hidden), LookUp(lease.Session, tokenizer, prompt.After, hidden));
        }

        return rows.Before.Concat(rows.After).All(float.IsFinite)
            ? rows
            : throw new InvalidDataException($"{file}: a number of the prompt's rows is not finite; rows are float32, little-endian. Write them anew.");
    }

    private static float[] LookUp(ModelSession session, Tokenizer tokenizer, string text, int hidden)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        int[] tokens = new int[utf8.Length + 1];
        long[] ids = [.. tokens.AsSpan(0, tokenizer.Encode(utf8, tokens))];
        if (ids.Length == 0)
        {
            return [];
        }

        float[] rows = new float[ids.Length * hidden];
        using var run = new Microsoft.ML.OnnxRuntime.RunOptions();
        using var shape = new BoundShape(session.Inner);
        shape.Input(session.Inner.InputNames[0], ids, ids.Length, 1, ids.Length);
        shape.Output(session.Inner.OutputNames[0], rows, 1, ids.Length, hidden);
        shape.BindInputs();
        try
        {
            session.Run(shape.Binding, run);
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidDataException(
                FormattableString.Invariant($"{session.File}: it has no rows for the prompt '{text}', whose tokens go up to {ids.Max()}. Use the tokenizer that the decoder was trained with. {e.Message}"), e);
        }

        return rows;
    }
}
