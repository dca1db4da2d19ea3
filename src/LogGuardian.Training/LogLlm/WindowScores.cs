using static TorchSharp.torch;

namespace LogGuardian.Training;

/// <summary>What a model says of windows before the calibration, of the strangest part where a window is cut.</summary>
internal sealed class WindowScores(WindowModel model, MessageTokens tokens)
{
    // Rows that are read at once.
    private const int RowsAtOnce = 16_384;

    /// <summary>Scores of windows of a set.</summary>
    public static float[] Of(WindowModel model, TrainingSet set, IReadOnlyList<TrainingWindow> windows) =>
        new WindowScores(model, new MessageTokens(model.Tokenizer, set.Messages)).Of(windows);

    /// <returns>One number for each window; above 0 is "anomalous".</returns>
    public float[] Of(IReadOnlyList<TrainingWindow> windows)
    {
        // Logs repeat themselves: what is equal is read once.
        (IReadOnlyList<TrainingWindow> different, int[] places) = EqualWindows.Distinct(windows);
        float[] scores = OfDifferent(different);
        return Array.ConvertAll(places, place => scores[place]);
    }

    private float[] OfDifferent(IReadOnlyList<TrainingWindow> windows)
    {
        TorchThreads.Use();
        model.Network.IsTraining = false;
        using var vectors = new MessageVectors(model.Network, tokens, learns: false, edits: 0);
        float[] scores = new float[windows.Count];
        Array.Fill(scores, float.NegativeInfinity);
        (int Window, TrainingWindow Part)[] parts =
        [
            .. windows.SelectMany((window, i) => LabelledWindows.Parts(window, model.Record.MaxMessages).Select(part => (i, part))).OrderBy(each => each.part.Messages.Length),
        ];
        for (int from = 0, count; from < parts.Length; from += count)
        {
            count = 1;
            while (from + count < parts.Length && (count + 1) * parts[from + count].Part.Messages.Length <= RowsAtOnce)
            {
                count++;
            }

            float[] some = Read([.. parts.Skip(from).Take(count).Select(each => each.Part)], vectors);
            for (int i = 0; i < count; i++)
            {
                ref float score = ref scores[parts[from + i].Window];
                score = Math.Max(score, some[i]);
            }
        }

        return scores;
    }

    private float[] Read(TrainingWindow[] windows, MessageVectors vectors)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable fixedWeights = no_grad();
        return model.LogOdds(windows, vectors, Random.Shared).cpu().data<float>().ToArray();
    }
}
