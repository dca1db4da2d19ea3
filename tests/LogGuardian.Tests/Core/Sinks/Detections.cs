namespace LogGuardian.Tests.Core.Sinks;

/// <summary>Detections to emit.</summary>
internal static class Detections
{
    public static readonly LogTemplate Deleting = new(new TemplateId(255), "Deleting block <*>");
    public static readonly LogTemplate Starting = new(new TemplateId(1), "Starting <*>");
    public static readonly LogTemplate Receiving = new(new TemplateId(2), "Receiving <*>");

    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 13, 0, 0, 120, TimeSpan.FromHours(1));

    public static ParsedLog Log(long id, byte[] raw, LogTemplate? template = null, int? second = null, LogSeverity severity = LogSeverity.Unspecified, string source = "hdfs.log") =>
        new(new LogLine(source, id, raw), raw, template ?? Deleting, default)
        {
            Severity = severity,
            UtcTicks = second is { } s ? Noon.AddSeconds(s).UtcTicks : 0,
        };

    public static ParsedLog Log(long id, string text, LogTemplate? template = null, int? second = null, LogSeverity severity = LogSeverity.Unspecified, string source = "hdfs.log") =>
        Log(id, System.Text.Encoding.UTF8.GetBytes(text), template, second, severity, source);

    /// <summary>An anomaly with everything in it.</summary>
    public static Detection Full()
    {
        ParsedLog[] logs =
        [
            Log(10, "Starting x", Starting, 0),
            Log(12, "Deleting block blk_1\n  at Disk.delete", Deleting, 1, LogSeverity.Error),
            Log(14, "Deleting block blk_2", Deleting, 2, LogSeverity.Warning),
            Log(15, "Deleting block blk_3", Deleting, 3),
            Log(16, "Deleting block blk_4", Deleting, 4),
        ];
        Evidence[] evidence =
        [
            new() { Kind = EvidenceKind.UnseenTemplate, Detector = "novelty", Template = Deleting, Lines = logs[1..3], Strength = 3.25, Observed = 4 },
            new() { Kind = EvidenceKind.UnusualCount, Detector = "counts", Template = Deleting, Lines = logs[1..], Strength = 2, Observed = 4, Expected = 1.5, Unit = "s", Position = 1 },
            new()
            {
                Kind = EvidenceKind.UnexpectedOrder, Detector = "order", Template = Deleting, Lines = [], Strength = 1, Expected = 0.125,
                After = Starting, ExpectedTemplate = Receiving,
            },
        ];
        return new Detection
        {
            Window = new LogWindow(WindowKind.Session, logs, "blk_1"),
            Score = 0.98f,
            Threshold = 0.5f,
            Label = DetectionLabel.Anomaly,
            Tiers = [new TierScore("novelty", 0.98f), new TierScore("counts", 0.25f)],
            Evidence = evidence,
            Explanation = new Explanation(evidence, ["Deleting was never seen before.", "It came 4 times."]),
        };
    }

    /// <summary>As little as a detection can hold.</summary>
    public static Detection Bare(DetectionLabel label = DetectionLabel.Normal, WindowKind kind = WindowKind.Count) =>
        new() { Window = new LogWindow(kind, new[] { Log(7, "x") }), Label = label };
}
