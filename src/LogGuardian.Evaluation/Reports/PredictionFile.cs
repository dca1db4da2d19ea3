using System.Globalization;
using System.Text;

namespace LogGuardian.Evaluation;

/// <summary>
/// Predictions as csv (RFC 4180) with the header <c>unit,label,score,predicted</c>: label and predicted are 0 or 1, the score is written so that it reads back as the same
/// number, with a decimal point in every culture; infinite scores are <c>Infinity</c> and <c>-Infinity</c>. UTF-8; rows end in a line feed.
/// </summary>
public static class PredictionFile
{
    internal const string Header = "unit,label,score,predicted";
    private static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create(",\"\r\n");

    /// <summary>Writes predictions.</summary>
    /// <param name="path">Path of the file; an existing one is replaced.</param>
    /// <param name="predictions">The predictions, in order.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    public static Task WriteAsync(string path, IEnumerable<UnitPrediction> predictions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        var text = new StringBuilder(Header).Append('\n');
        foreach (UnitPrediction row in predictions)
        {
            text.Append(Quote(row.Unit)).Append(row.Label ? ",1," : ",0,").Append(CultureInfo.InvariantCulture, $"{row.Score:R}").Append(row.Predicted ? ",1\n" : ",0\n");
        }

        return EvaluationFile.WriteTextAsync(path, text.ToString(), cancellationToken);
    }

    /// <summary>Reads predictions, those of any tool that writes this format.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="threshold">The threshold behind the column <c>predicted</c>; null where it is not known.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="InvalidDataException">The file breaks the format; the message names the row, the value and the rule.</exception>
    public static async Task<PredictionSet> ReadAsync(string path, double? threshold = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string text = await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false);
        var set = new PredictionSet(threshold);
        var reader = new CsvRows(text, path);
        if (reader.Read() is not { } header || string.Join(',', header) != Header)
        {
            throw reader.Problem($"the header is not '{Header}'. Add it as the first row");
        }

        while (reader.Read() is { } row)
        {
            set.Add(Parse(row, reader));
        }

        return set;
    }

    private static UnitPrediction Parse(IReadOnlyList<string> row, CsvRows reader)
    {
        if (row.Count != 4)
        {
            throw reader.Problem($"there are {row.Count} fields, not 4. A unit with a comma must be quoted");
        }

        if (!double.TryParse(row[2], NumberStyles.Float, CultureInfo.InvariantCulture, out double score) || double.IsNaN(score))
        {
            throw reader.Problem($"the score '{ReportText.Of(row[2])}' is no number. Write it with a decimal point");
        }

        return new UnitPrediction(row[0], Flag("label", row[1], reader), score, Flag("prediction", row[3], reader));
    }

    private static bool Flag(string name, string text, CsvRows reader) => text switch
    {
        "0" => false,
        "1" => true,
        _ => throw reader.Problem($"the {name} '{ReportText.Of(text)}' is neither 0 nor 1. Write 1 for an anomaly"),
    };

    private static string Quote(string text) =>
        text.AsSpan().ContainsAny(Special) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
