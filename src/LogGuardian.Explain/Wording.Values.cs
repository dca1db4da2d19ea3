using System.Globalization;

namespace LogGuardian.Explain;

/// <content>Values, severities and what did not come.</content>
internal sealed partial class Wording
{
    private string Value(Evidence evidence) => evidence.Observed >= evidence.Expected
        ? $"{Parameter(evidence)}{Line(evidence)} is {Amount(evidence.Observed, evidence.Unit)}; normal lines have at most {Amount(evidence.Expected, evidence.Unit)}."
        : $"{Parameter(evidence)}{Line(evidence)} is {Amount(evidence.Observed, evidence.Unit)}; normal lines have at least {Amount(evidence.Expected, evidence.Unit)}.";

    private string HighValues(Evidence evidence) =>
        $"{Parameter(evidence)} is above {Amount(evidence.Expected, evidence.Unit)} {Times(evidence.Observed)}{First(evidence)}; in normal logs one value in a hundred is.";

    private string UnseenValue(Evidence evidence)
    {
        string text = evidence.Lines.Count > 0 && evidence.Position is { } position && position < evidence.Lines[0].Parameters.Length
            ? Quote(evidence.Lines[0].ParameterText(position))
            : "a new one";
        return $"{Parameter(evidence)}{Line(evidence)} is {text}, which it never is in normal logs.";
    }

    private string SeverityMix(Evidence evidence)
    {
        string severity = evidence.Lines.Count == 0 ? "" : evidence.Lines.Min(log => log.Severity) switch
        {
            >= LogSeverity.Fatal => "fatal",
            >= LogSeverity.Error => "errors or worse",
            _ => "warnings or worse",
        };
        string count = evidence.Observed == 1 ? "1 line is" : $"{Number(evidence.Observed)} lines are";
        return $"{count} {severity}{First(evidence)}, where {Amount(evidence.Expected, null)} is usual; most often {Quote(evidence.Template.Text)}.";
    }

    private string Missing(Evidence evidence) => evidence.After is { } after
        ? $"{Quote(evidence.Template.Text)} did not follow {Quote(after.Text)}{Line(evidence)}, as it does {Share(evidence.Expected)} of the time."
        : $"{Quote(evidence.Template.Text)} did not come; {Share(evidence.Expected)} of normal windows have it.";

    /// <summary>The parameter by its name, or by its place when it has none.</summary>
    private string Parameter(Evidence evidence)
    {
        int position = evidence.Position ?? 0;
        string? name = position < evidence.Template.ParameterNames.Count ? evidence.Template.ParameterNames[position] : null;
        return name is null
            ? string.Create(CultureInfo.InvariantCulture, $"Value {position + 1} of {Quote(evidence.Template.Text)}")
            : $"{Quote(name)} of {Quote(evidence.Template.Text)}";
    }

    private static string Line(Evidence evidence) =>
        evidence.Lines.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" (line {evidence.Lines[0].Line.LineId})");

    private static string Share(double share) => share > 0.999 ? "more than 99.9 %" : (share * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %";

    /// <summary>A number with three digits that count, in the unit that people would choose.</summary>
    private static string Amount(double value, string? unit)
    {
        double size = Math.Abs(value);
        (double factor, string name) = unit switch
        {
            "s" when size is > 0 and < 1 => (1e3, " ms"),
            "s" => (1, " s"),
            "B" when size >= 1L << 30 => (1.0 / (1L << 30), " GiB"),
            "B" when size >= 1L << 20 => (1.0 / (1L << 20), " MiB"),
            "B" when size >= 1L << 10 => (1.0 / (1L << 10), " KiB"),
            "B" => (1, " B"),
            _ => (1, ""),
        };
        double number = value * factor;
        string format = Math.Abs(number) >= 100 || number % 1 == 0 ? "0" : Math.Abs(number) >= 10 ? "0.#" : "0.###";
        return number.ToString(format, CultureInfo.InvariantCulture) + name;
    }
}
