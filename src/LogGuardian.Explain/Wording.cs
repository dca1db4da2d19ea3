using System.Globalization;

namespace LogGuardian.Explain;

/// <summary>Puts a piece of evidence into words. Invariant culture: an explanation reads the same on every machine.</summary>
internal sealed partial class Wording(int maxQuoteLength)
{
    public string Sentence(Evidence evidence) => evidence.Kind switch
    {
        EvidenceKind.UnseenTemplate => Unseen(evidence),
        EvidenceKind.UnusualCount => Count(evidence),
        EvidenceKind.UnexpectedOrder => Order(evidence),
        EvidenceKind.UnexpectedEnd => End(evidence),
        EvidenceKind.UnlikeSequence => Sequence(evidence),
        EvidenceKind.UnusualMix => $"{Quote(evidence.Template.Text)} came {(evidence.Observed == 0 ? "not at all" : Times(evidence.Observed))}{First(evidence)}; with the other lines of the window {Amount(evidence.Expected, null)} would be usual.",
        EvidenceKind.UnusualValue => Value(evidence),
        EvidenceKind.HighValues => HighValues(evidence),
        EvidenceKind.UnseenValue => UnseenValue(evidence),
        EvidenceKind.UnusualSeverity => SeverityMix(evidence),
        EvidenceKind.UnusualRate => $"{Quote(evidence.Template.Text)} came {Number(evidence.Observed)} times a minute{First(evidence)}; at this time {Number(evidence.Expected)} is usual.",
        EvidenceKind.UnusualVolume => $"The log had {Number(evidence.Observed)} lines a minute{First(evidence)}; at this time {Number(evidence.Expected)} is usual.",
        EvidenceKind.MissingEvent => Missing(evidence),
        EvidenceKind.MarkedAnomaly => string.Create(
            CultureInfo.InvariantCulture, $"The window looks like the one that was marked as an anomaly on {evidence.MarkedAt?.UtcDateTime:yyyy-MM-dd}: {Quote(evidence.Template.Text)}{First(evidence)}."),
        EvidenceKind.Silence => $"{Quote(evidence.Template.Text)} stayed away for {Amount(evidence.Observed, evidence.Unit)}; in normal logs it never does for more than {Amount(evidence.Expected, evidence.Unit)}.",
        EvidenceKind.Drift => $"The log has changed little by little, most of all in {Quote(evidence.Template.Text)}{First(evidence)}; what is usual now would have been reported before.",
        EvidenceKind.UnlikeMeaning => Meaning(evidence),
        EvidenceKind.ModelVerdict => Verdict(evidence),
        _ => $"{evidence.Detector}: {Quote(evidence.Template.Text)}.",
    };

    private static string Number(double value) => value.ToString(value < 10 && value % 1 != 0 ? "0.#" : "0", CultureInfo.InvariantCulture);

    private static string Times(double count) => count == 1 ? "once" : $"{Number(count)} times";

    private static string Probability(double probability) => probability switch
    {
        >= 0.01 => (probability * 100).ToString("0", CultureInfo.InvariantCulture) + " %",
        >= 0.0001 => (probability * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %",
        _ => "less than 0.01 %",
    };

    private static string Severity(IReadOnlyList<ParsedLog> lines) => lines.Count == 0 ? "" : lines.Max(log => log.Severity) switch
    {
        >= LogSeverity.Fatal => "fatal ",
        >= LogSeverity.Error => "error ",
        >= LogSeverity.Warning => "warning ",
        _ => "",
    };

    private string Unseen(Evidence evidence)
    {
        string severity = Severity(evidence.Lines);
        string article = severity.StartsWith('e') ? "An" : "A";
        string first = evidence.Lines.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" (line {evidence.Lines[0].Line.LineId})");
        return evidence.Observed == 1
            ? $"{article} {severity}line{first} is of a kind never seen in normal logs: {QuoteLine(evidence)}."
            : $"{Number(evidence.Observed)} {severity}lines, the first{first}, are of a kind never seen in normal logs: {QuoteLine(evidence)}.";
    }

    private string Count(Evidence evidence) => evidence.Observed >= evidence.Expected
        ? $"{Quote(evidence.Template.Text)} came {Times(evidence.Observed)}{First(evidence)}; normal windows hold it {AtMost(evidence.Expected)}."
        : $"{Quote(evidence.Template.Text)} came {(evidence.Observed == 0 ? "not at all" : "only " + Times(evidence.Observed))}; the most similar normal window holds it {Times(evidence.Expected)}.";

    private static string AtMost(double count) => count == 0 ? "not at all" : "at most " + Times(count);

    private static string First(Evidence evidence) =>
        evidence.Lines.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" (first in line {evidence.Lines[0].Line.LineId})");

    private string Order(Evidence evidence)
    {
        string line = evidence.Lines.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"Line {evidence.Lines[0].Line.LineId}, ");
        string where = evidence.After is { } after ? $"came right after {Quote(after.Text)}" : "came first in its session";
        return $"{line}{Quote(evidence.Template.Text)}, {where}, a step with a chance of {Probability(evidence.Expected)} in normal logs{Usual(evidence)}.";
    }

    private string End(Evidence evidence) =>
        $"The session ended after {Quote(evidence.Template.Text)}{Line(evidence)}, which has a chance of {Probability(evidence.Expected)} in normal logs{Usual(evidence)}.";

    private string Usual(Evidence evidence) => evidence.ExpectedTemplate is not { } expected || (evidence.Kind == EvidenceKind.UnexpectedOrder && expected.Id == evidence.Template.Id)
        ? ""
        : evidence.After is null && evidence.Kind == EvidenceKind.UnexpectedOrder ? $"; usually {Quote(expected.Text)} does" : $"; usually {Quote(expected.Text)} follows";

    private string Sequence(Evidence evidence)
    {
        string after = evidence.After is { } line ? $" after {Quote(line.Text)}" : " at the beginning";
        return evidence.Observed == 0
            ? $"{Quote(evidence.Template.Text)} did not come{after}{Line(evidence)}, where the most similar normal sequence has it."
            : $"{Quote(evidence.Template.Text)} came{after}{Line(evidence)}, where the most similar normal sequence has {(evidence.ExpectedTemplate is { } expected ? Quote(expected.Text) : "nothing")}.";
    }

    private string Meaning(Evidence evidence) => evidence.Lines.Count == 0
        ? $"What the lines mean together is far from every normal window, most of all by {Quote(evidence.Template.Text)}."
        : $"{QuoteLine(evidence)}{Line(evidence)} means something else than every normal line{(evidence.ExpectedTemplate is { } nearest ? $"; the nearest is {Quote(nearest.Text)}" : "")}.";

    private string Verdict(Evidence evidence)
    {
        string led = evidence.Lines.Count == 0 ? "" : $", most of all for {QuoteLine(evidence)}{Line(evidence)}";
        string verdict = $"The language model takes the window for an anomaly with a probability of {Probability(evidence.Observed)}{led}.";
        return evidence.Statement is null ? verdict : $"{verdict} It says: {Quote(evidence.Statement)}.";
    }

    private string QuoteLine(Evidence evidence) => Quote(evidence.Lines.Count == 0 ? evidence.Template.Text : evidence.Lines[0].ToString());

    private string Quote(string text) => $"\"{LogText.Printable(text, maxQuoteLength)}\"";
}
