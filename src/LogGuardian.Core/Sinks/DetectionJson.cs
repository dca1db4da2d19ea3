using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LogGuardian;

/// <summary>
/// Writes a detection as one JSON object. The names and their order are stable; a later version may add names. Texts longer than
/// 2,000 characters are cut and end in <c>…</c>; numbers that JSON has no form for are null; times are ISO 8601 in UTC.
/// </summary>
/// <remarks>
/// <code>
/// { "window": { "kind": "session", "source": "hdfs.log", "firstLine": 10, "lastLine": 42, "lines": 33, "session": "blk_1",
///               "start": "2008-11-09T20:35:18.0000000Z", "end": null },
///   "score": 0.98, "threshold": 0.5, "label": "anomaly",
///   "tiers": [ { "detector": "novelty", "score": 0.98 } ],
///   "evidence": [ { "kind": "unseenTemplate", "detector": "novelty", "templateId": "00000000000000ff", "template": "Deleting &lt;*&gt;",
///                   "observed": 1, "expected": 0, "after": null, "expectedTemplate": null, "strength": 3.2, "unit": null, "position": null,
///                   "lines": [ { "line": 12, "severity": "error", "timestamp": null, "text": "Deleting block" } ] } ],
///   "explanation": "…", "failure": null, "early": false, "revisesEarly": false,
///   "incident": { "id": "00000000000000ff-10", "count": 3, "first": "2008-11-09T20:35:18.0000000Z", "last": null, "ended": true } }
/// </code>
/// </remarks>
public static class DetectionJson
{
    private const int MaxTextLength = 2000;

    /// <summary>
    /// Options for a writer whose output people read: one line, and only what JSON itself forbids is escaped. Not for output that is
    /// put into HTML.
    /// </summary>
    internal static JsonWriterOptions WriterOptions { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Indented = false,
    };

    /// <summary>Writes the object; does not flush the writer.</summary>
    /// <param name="writer">Where a value may be written.</param>
    /// <param name="detection">What to write.</param>
    public static void Write(Utf8JsonWriter writer, Detection detection)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(detection);
        writer.WriteStartObject();
        writer.WritePropertyName("window");
        WriteWindow(writer, detection.Window);
        WriteNumber(writer, "score", detection.Score);
        WriteNumber(writer, "threshold", detection.Threshold);
        writer.WriteString("label", Name(detection.Label));
        writer.WriteStartArray("tiers");
        foreach (TierScore tier in detection.Tiers)
        {
            writer.WriteStartObject();
            WriteText(writer, "detector", tier.Detector);
            WriteNumber(writer, "score", tier.Score);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("evidence");
        foreach (Evidence evidence in detection.Evidence)
        {
            WriteEvidence(writer, evidence);
        }

        writer.WriteEndArray();
        WriteText(writer, "explanation", detection.Explanation?.ToString());
        WriteText(writer, "failure", detection.Failure);
        writer.WriteBoolean("early", detection.IsEarly);
        writer.WriteBoolean("revisesEarly", detection.RevisesEarly);
        WriteIncident(writer, detection.Incident);
        writer.WriteEndObject();
    }

    private static void WriteIncident(Utf8JsonWriter writer, Incident? incident)
    {
        if (incident is null)
        {
            writer.WriteNull("incident");
            return;
        }

        writer.WriteStartObject("incident");
        writer.WriteString("id", incident.Id);
        writer.WriteNumber("count", incident.Count);
        WriteTime(writer, "first", incident.First);
        WriteTime(writer, "last", incident.Last);
        writer.WriteBoolean("ended", incident.HasEnded);
        writer.WriteEndObject();
    }

    private static void WriteWindow(Utf8JsonWriter writer, LogWindow window)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", Name(window.Kind));
        WriteText(writer, "source", window.Source);
        writer.WriteNumber("firstLine", window.FirstLine);
        writer.WriteNumber("lastLine", window.LastLine);
        writer.WriteNumber("lines", window.Count);
        WriteText(writer, "session", window.SessionKey);
        WriteTime(writer, "start", window.Start);
        WriteTime(writer, "end", window.End);
        writer.WriteEndObject();
    }

    private static void WriteEvidence(Utf8JsonWriter writer, Evidence evidence)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", Name(evidence.Kind));
        WriteText(writer, "detector", evidence.Detector);
        writer.WriteString("templateId", evidence.Template.Id.ToString());
        WriteText(writer, "template", evidence.Template.Text);
        WriteNumber(writer, "observed", evidence.Observed);
        WriteNumber(writer, "expected", evidence.Expected);
        WriteText(writer, "after", evidence.After?.Text);
        WriteText(writer, "expectedTemplate", evidence.ExpectedTemplate?.Text);
        WriteNumber(writer, "strength", evidence.Strength);
        WriteText(writer, "unit", evidence.Unit);
        if (evidence.Position is { } position)
            writer.WriteNumber("position", position);
        else
            writer.WriteNull("position");
        WriteTime(writer, "markedAt", evidence.MarkedAt);
        WriteText(writer, "statement", evidence.Statement);
        writer.WriteStartArray("lines");
        foreach (ParsedLog log in evidence.Lines)
        {
            writer.WriteStartObject();
            writer.WriteNumber("line", log.Line.LineId);
            WriteText(writer, "severity", Name(log.Severity));
            WriteTime(writer, "timestamp", log.Timestamp);
            WriteText(writer, "text", log.Line.ToString());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is { Length: > MaxTextLength })
        {
            int length = char.IsHighSurrogate(text[MaxTextLength - 1]) ? MaxTextLength - 1 : MaxTextLength;
            text = string.Concat(text.AsSpan(0, length), "…");
        }

        writer.WriteString(name, text);
    }

    // float has its own overload: as a double, 0.98f would be written as 0.9800000190734863.
    private static void WriteNumber(Utf8JsonWriter writer, string name, float value)
    {
        if (float.IsFinite(value))
            writer.WriteNumber(name, value);
        else
            writer.WriteNull(name);
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value))
            writer.WriteNumber(name, value);
        else
            writer.WriteNull(name);
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTimeOffset? time) =>
        writer.WriteString(name, time?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));

    private static string Name(WindowKind kind) => kind switch
    {
        WindowKind.Count => "count",
        WindowKind.Time => "time",
        WindowKind.Session => "session",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of window."),
    };

    private static string Name(DetectionLabel label) => label switch
    {
        DetectionLabel.Normal => "normal",
        DetectionLabel.Anomaly => "anomaly",
        DetectionLabel.Unscored => "unscored",
        _ => throw new ArgumentOutOfRangeException(nameof(label), label, "Unknown label."),
    };

    private static string Name(EvidenceKind kind) => kind switch
    {
        EvidenceKind.UnseenTemplate => "unseenTemplate",
        EvidenceKind.UnusualCount => "unusualCount",
        EvidenceKind.UnexpectedOrder => "unexpectedOrder",
        EvidenceKind.UnexpectedEnd => "unexpectedEnd",
        EvidenceKind.UnlikeSequence => "unlikeSequence",
        EvidenceKind.UnusualMix => "unusualMix",
        EvidenceKind.UnusualValue => "unusualValue",
        EvidenceKind.HighValues => "highValues",
        EvidenceKind.UnseenValue => "unseenValue",
        EvidenceKind.UnusualSeverity => "unusualSeverity",
        EvidenceKind.MarkedAnomaly => "markedAnomaly",
        EvidenceKind.UnusualRate => "unusualRate",
        EvidenceKind.UnusualVolume => "unusualVolume",
        EvidenceKind.MissingEvent => "missingEvent",
        EvidenceKind.Silence => "silence",
        EvidenceKind.Drift => "drift",
        EvidenceKind.UnlikeMeaning => "unlikeMeaning",
        EvidenceKind.ModelVerdict => "modelVerdict",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of evidence."),
    };

    private static string? Name(LogSeverity severity) => severity switch
    {
        LogSeverity.Trace => "trace",
        LogSeverity.Debug => "debug",
        LogSeverity.Information => "information",
        LogSeverity.Warning => "warning",
        LogSeverity.Error => "error",
        LogSeverity.Fatal => "fatal",
        _ => null,
    };
}
