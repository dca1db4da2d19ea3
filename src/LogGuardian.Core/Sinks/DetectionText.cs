using System.Globalization;

namespace LogGuardian;

/// <summary>A detection as a block of plain text. Log text is hostile: what could steer a terminal is made visible instead.</summary>
internal static class DetectionText
{
    private const int MaxProofLines = 3;
    private const int MaxTextLength = 300;

    public static string Format(Detection detection, string newLine)
    {
        List<string> rows = [Headline(detection), "  " + Place(detection.Window)];
        if (detection.IsEarly)
            rows.Add("  early: the session is still open");
        if (detection.RevisesEarly)
            rows.Add("  replaces the early report of this session");
        if (detection.Incident is { } incident)
            rows.Add("  " + Incident(incident));
        if (detection.Tiers.Count > 0)
            rows.Add("  detectors: " + string.Join(", ", detection.Tiers.Select(t => Invariant($"{Plain(t.Detector)} {t.Score:F3}"))));
        if (detection.Failure is { } failure)
            rows.Add("  failure: " + Plain(failure));

        IEnumerable<string> sentences = detection.Explanation?.Sentences ?? detection.Evidence.Select(Reason);
        rows.AddRange(sentences.Select(s => "  " + Plain(s)));
        rows.AddRange(detection.Evidence
            .SelectMany(e => e.Lines)
            .Select(log => log.Line)
            .DistinctBy(line => (line.Source, line.LineId))
            .Take(MaxProofLines)
            .Select(line => Invariant($"  > {line.LineId}: {Plain(FirstRow(line.ToString()))}")));
        rows.Add("");
        return string.Concat(rows.Select(row => row + newLine));
    }

    private static string Headline(Detection detection)
    {
        string session = detection.Window.SessionKey is { } key ? $" in session {Plain(key)}" : "";
        return detection.Label switch
        {
            DetectionLabel.Unscored => "UNSCORED" + session,
            _ => Invariant($"{(detection.IsAnomaly ? "ANOMALY" : "NORMAL")} {detection.Score:F3} (threshold {detection.Threshold:F3}){session}"),
        };
    }

    private static string Incident(Incident incident)
    {
        string duration = incident.Duration is { } time ? Invariant($" in {time:d\\.hh\\:mm\\:ss}") : "";
        return Invariant($"incident {incident.Id}: {incident.Count} anomalous windows{duration}, {(incident.HasEnded ? "over" : "going on")}");
    }

    private static string Place(LogWindow window)
    {
        string place = Invariant($"{Plain(window.Source)}, lines {window.FirstLine} to {window.LastLine} ({window.Count} in the window)");
        return window is { Start: { } start, End: { } end } ? Invariant($"{place}, {Time(start)} to {Time(end)}") : place;
    }

    private static string Reason(Evidence evidence) => evidence.Kind switch
    {
        EvidenceKind.UnseenTemplate => $"Never seen before: {evidence.Template.Text}",
        EvidenceKind.UnusualCount => Invariant($"Came {evidence.Observed:0.###} times, at most {evidence.Expected:0.###} is normal: {evidence.Template.Text}"),
        EvidenceKind.UnexpectedOrder => $"Out of order: {evidence.Template.Text}",
        EvidenceKind.UnexpectedEnd => $"Ended after: {evidence.Template.Text}",
        EvidenceKind.UnlikeSequence => $"{(evidence.Observed == 0 ? "Missing" : "Out of place")}: {evidence.Template.Text}",
        EvidenceKind.UnusualMix => Invariant($"Came {evidence.Observed:0.###} times, {evidence.Expected:0.###} go with the other lines: {evidence.Template.Text}"),
        EvidenceKind.UnusualValue or EvidenceKind.HighValues => $"Unusual value: {evidence.Template.Text}",
        EvidenceKind.UnseenValue => $"Value never seen before: {evidence.Template.Text}",
        EvidenceKind.UnusualSeverity => Invariant($"{evidence.Observed:0.###} severe lines, {evidence.Expected:0.###} are usual: {evidence.Template.Text}"),
        EvidenceKind.UnusualRate => Invariant($"Came {evidence.Observed:0.###} times a minute, {evidence.Expected:0.###} is usual: {evidence.Template.Text}"),
        EvidenceKind.UnusualVolume => Invariant($"{evidence.Observed:0.###} lines a minute, {evidence.Expected:0.###} are usual"),
        EvidenceKind.MissingEvent => $"Did not come: {evidence.Template.Text}",
        EvidenceKind.Silence => Invariant($"Silent for {evidence.Observed:0.###} s, at most {evidence.Expected:0.###} s is normal: {evidence.Template.Text}"),
        EvidenceKind.Drift => $"Has changed little by little: {evidence.Template.Text}",
        _ => throw new ArgumentOutOfRangeException(nameof(evidence), evidence.Kind, "Unknown kind of evidence."),
    };

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    /// <summary>The first line of a record that has several, such as a stack trace.</summary>
    private static string FirstRow(string text)
    {
        int end = text.AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? text : text[..end];
    }

    private static string Plain(string text) => LogText.Printable(text, MaxTextLength);
}
