using LogGuardian.Evaluation;

namespace LogGuardian.Cli;

/// <summary>What <c>evaluate</c> knows by name.</summary>
internal static class EvaluateList
{
    private const string Indent = "  ";

    public static void Show(Ink ink)
    {
        Show(ink, "data sets (--dataset)", EvaluationData.Descriptions);
        Show(ink, "protocols (--protocol)", Protocol.Presets.Select(preset => KeyValuePair.Create(preset.Name, preset.Description)));
        Show(ink, "methods (--method)", TrainedMethods.Add(new EvaluationMethods(), new ModelTraining(), null).Descriptions);
    }

    private static void Show(Ink ink, string title, IEnumerable<KeyValuePair<string, string>> entries)
    {
        KeyValuePair<string, string>[] rows = [.. entries];
        int width = rows.Max(row => row.Key.Length);
        ink.WriteLine(new Piece(title, Tone.Strong));
        foreach ((string name, string description) in rows)
        {
            ink.WriteLine(new Piece(Indent + name.PadRight(width) + Indent), new Piece(description, Tone.Quiet));
        }

        ink.WriteLine();
    }
}
