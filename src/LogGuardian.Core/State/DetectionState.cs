using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>A detection in a state, whole, so that it can be reported later. Explanations are made anew when it is.</summary>
internal static class DetectionState
{
    public static void Write(Utf8JsonWriter writer, Detection detection)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("window");
        LogJson.Write(writer, detection.Window);
        writer.WriteNumber("score", detection.Score);
        writer.WriteNumber("pValue", detection.PValue);
        writer.WriteNumber("threshold", detection.Threshold);
        writer.WriteNumber("label", (int)detection.Label);
        writer.WriteString("failure", detection.Failure);
        writer.WriteBoolean("revisesEarly", detection.RevisesEarly);
        writer.WriteStartArray("tiers");
        foreach (TierScore tier in detection.Tiers)
        {
            writer.WriteStartObject();
            writer.WriteString("detector", tier.Detector);
            writer.WriteNumber("score", tier.Score);
            writer.WriteNumber("pValue", tier.PValue);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("evidence");
        foreach (Evidence piece in detection.Evidence)
        {
            Write(writer, piece);
        }

        writer.WriteEndArray();
        if (detection.Incident is { } incident)
        {
            writer.WriteStartObject("incident");
            writer.WriteString("id", incident.Id);
            writer.WriteNumber("count", incident.Count);
            writer.WriteNumber("first", incident.First?.UtcTicks ?? 0);
            writer.WriteNumber("last", incident.Last?.UtcTicks ?? 0);
            writer.WriteBoolean("hasEnded", incident.HasEnded);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    public static Detection Read(JsonElement saved) => new()
    {
        Window = LogJson.ReadWindow(saved.GetProperty("window")),
        Score = saved.GetProperty("score").GetSingle(),
        PValue = saved.GetProperty("pValue").GetDouble(),
        Threshold = saved.GetProperty("threshold").GetSingle(),
        Label = (DetectionLabel)saved.GetProperty("label").GetInt32(),
        Failure = saved.GetProperty("failure").GetString(),
        RevisesEarly = saved.GetProperty("revisesEarly").GetBoolean(),
        Tiers = [.. saved.GetProperty("tiers").EnumerateArray().Select(tier =>
            new TierScore(tier.GetProperty("detector").GetString()!, tier.GetProperty("score").GetSingle(), tier.GetProperty("pValue").GetDouble()))],
        Evidence = [.. saved.GetProperty("evidence").EnumerateArray().Select(ReadEvidence)],
        Incident = saved.TryGetProperty("incident", out JsonElement incident) ? ReadIncident(incident) : null,
    };

    /// <summary>A time that is written as its ticks, 0 for none.</summary>
    public static DateTimeOffset? ReadTime(JsonElement ticks) => ticks.GetInt64() is > 0 and var time ? new DateTimeOffset(time, TimeSpan.Zero) : null;

    private static Incident ReadIncident(JsonElement saved) => new()
    {
        Id = saved.GetProperty("id").GetString()!,
        Count = saved.GetProperty("count").GetInt32(),
        First = ReadTime(saved.GetProperty("first")),
        Last = ReadTime(saved.GetProperty("last")),
        HasEnded = saved.GetProperty("hasEnded").GetBoolean(),
    };

    private static void Write(Utf8JsonWriter writer, Evidence piece)
    {
        writer.WriteStartObject();
        writer.WriteNumber("kind", (int)piece.Kind);
        writer.WriteString("detector", piece.Detector);
        Write(writer, "template", piece.Template);
        Write(writer, "after", piece.After);
        Write(writer, "expectedTemplate", piece.ExpectedTemplate);
        LogJson.Write(writer, "lines", piece.Lines.ToArray());
        Write(writer, "strength", piece.Strength);
        Write(writer, "observed", piece.Observed);
        Write(writer, "expected", piece.Expected);
        writer.WriteString("unit", piece.Unit);
        writer.WriteNumber("markedAt", piece.MarkedAt?.UtcTicks ?? 0);
        writer.WriteNumber("position", piece.Position ?? -1);
        writer.WriteString("statement", piece.Statement);
        writer.WriteEndObject();
    }

    private static Evidence ReadEvidence(JsonElement saved) => new()
    {
        Kind = (EvidenceKind)saved.GetProperty("kind").GetInt32(),
        Detector = saved.GetProperty("detector").GetString()!,
        Template = ReadTemplate(saved.GetProperty("template")) ?? throw new JsonException("A piece of evidence has no template. Learn again."),
        After = ReadTemplate(saved.GetProperty("after")),
        ExpectedTemplate = ReadTemplate(saved.GetProperty("expectedTemplate")),
        Lines = LogJson.Read(saved.GetProperty("lines")),
        Strength = BitConverter.Int64BitsToDouble(saved.GetProperty("strength").GetInt64()),
        Observed = BitConverter.Int64BitsToDouble(saved.GetProperty("observed").GetInt64()),
        Expected = BitConverter.Int64BitsToDouble(saved.GetProperty("expected").GetInt64()),
        Unit = saved.GetProperty("unit").GetString(),
        MarkedAt = ReadTime(saved.GetProperty("markedAt")),
        Position = saved.GetProperty("position").GetInt32() is >= 0 and var position ? position : null,
        Statement = saved.TryGetProperty("statement", out JsonElement statement) ? statement.GetString() : null,
    };

    /// <summary>As bits: JSON has no form for what is not finite.</summary>
    private static void Write(Utf8JsonWriter writer, string name, double value) => writer.WriteNumber(name, BitConverter.DoubleToInt64Bits(value));

    private static void Write(Utf8JsonWriter writer, string name, LogTemplate? template)
    {
        writer.WritePropertyName(name);
        if (template is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            LogJson.Write(writer, template);
        }
    }

    private static LogTemplate? ReadTemplate(JsonElement saved) => saved.ValueKind == JsonValueKind.Null ? null : LogJson.ReadTemplate(saved);
}
