using System.Globalization;

namespace LogGuardian.Evaluation;

/// <summary>The labels of sessions, as <c>anomaly_label.csv</c> gives them: a heading, then a key and <c>Normal</c> or <c>Anomaly</c> in each line.</summary>
internal sealed class SessionLabels
{
    private readonly Dictionary<string, bool> _labels = new(StringComparer.Ordinal);

    public bool? Of(string session) => _labels.TryGetValue(session, out bool label) ? label : null;

    public void Add(LogLine line, string path)
    {
        string text = line.ToString();
        string[] cells = text.Split(',');
        bool isHeading = line.LineId == 1;
        bool? label = cells.Length == 2 ? cells[1].Trim().ToUpperInvariant() switch { "NORMAL" => false, "ANOMALY" => true, _ => null } : null;
        if (isHeading ? cells.Length != 2 || label is not null : label is null)
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"Line {line.LineId} of the labels '{path}' is '{LogText.Printable(text, 80)}'; it must be {(isHeading ? "the heading 'BlockId,Label'" : "a key, a comma, and Normal or Anomaly")}. Pass the published anomaly_label.csv."));
        }

        if (!isHeading && !_labels.TryAdd(cells[0].Trim(), label!.Value) && Of(cells[0].Trim()) != label)
        {
            throw new InvalidDataException($"The labels '{path}' give {cells[0]} both labels; every key must have one. Pass the published anomaly_label.csv.");
        }
    }

    /// <summary>Says how labels and sessions differ; null when they do not.</summary>
    /// <exception cref="InvalidDataException">They have nothing in common.</exception>
    public string? Compare(IReadOnlyCollection<string> sessions, string path)
    {
        int labelled = sessions.Count(_labels.ContainsKey);
        if (labelled == 0)
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"None of the {_labels.Count} keys in the labels of '{path}' is among the {sessions.Count} sessions of the log; they must belong together. Pass the label file of this log."));
        }

        int without = sessions.Count - labelled;
        int lacking = _labels.Count - labelled;
        return without + lacking == 0 ? null : string.Create(
            CultureInfo.InvariantCulture, $"{lacking} labelled sessions are not in the log; {without} sessions of the log have no label and are left out.");
    }
}
