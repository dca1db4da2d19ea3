using System.Buffers;
using System.Text;
using System.Text.Json;

namespace LogGuardian.Tests.Core.Sinks;

public sealed class DetectionJsonTests
{
    [Fact]
    public void Write_FullDetection_HasEveryField()
    {
        const string Expected = """
            {
              "window": {
                "kind": "session", "source": "hdfs.log", "firstLine": 10, "lastLine": 16, "lines": 5, "session": "blk_1",
                "start": "2026-03-01T12:00:00.1200000Z", "end": "2026-03-01T12:00:04.1200000Z"
              },
              "score": 0.98, "threshold": 0.5, "label": "anomaly",
              "tiers": [ { "detector": "novelty", "score": 0.98 }, { "detector": "counts", "score": 0.25 } ],
              "evidence": [
                {
                  "kind": "unseenTemplate", "detector": "novelty", "templateId": "00000000000000ff", "template": "Deleting block <*>",
                  "observed": 4, "expected": 0, "after": null, "expectedTemplate": null, "strength": 3.25, "unit": null, "position": null, "markedAt": null, "statement": null,
                  "lines": [
                    { "line": 12, "severity": "error", "timestamp": "2026-03-01T12:00:01.1200000Z", "text": "Deleting block blk_1\n  at Disk.delete" },
                    { "line": 14, "severity": "warning", "timestamp": "2026-03-01T12:00:02.1200000Z", "text": "Deleting block blk_2" }
                  ]
                },
                {
                  "kind": "unusualCount", "detector": "counts", "templateId": "00000000000000ff", "template": "Deleting block <*>",
                  "observed": 4, "expected": 1.5, "after": null, "expectedTemplate": null, "strength": 2, "unit": "s", "position": 1, "markedAt": null, "statement": null,
                  "lines": [
                    { "line": 12, "severity": "error", "timestamp": "2026-03-01T12:00:01.1200000Z", "text": "Deleting block blk_1\n  at Disk.delete" },
                    { "line": 14, "severity": "warning", "timestamp": "2026-03-01T12:00:02.1200000Z", "text": "Deleting block blk_2" },
                    { "line": 15, "severity": null, "timestamp": "2026-03-01T12:00:03.1200000Z", "text": "Deleting block blk_3" },
                    { "line": 16, "severity": null, "timestamp": "2026-03-01T12:00:04.1200000Z", "text": "Deleting block blk_4" }
                  ]
                },
                {
                  "kind": "unexpectedOrder", "detector": "order", "templateId": "00000000000000ff", "template": "Deleting block <*>",
                  "observed": 0, "expected": 0.125, "after": "Starting <*>", "expectedTemplate": "Receiving <*>", "strength": 1, "unit": null, "position": null, "markedAt": null, "statement": null, "lines": []
                }
              ],
              "explanation": "Deleting was never seen before. It came 4 times.", "failure": null,
              "early": false, "revisesEarly": false, "incident": null
            }
            """;
        string json = Write(Detections.Full());
        Assert.Equal(Compact(Expected), json);
    }

    [Fact]
    public void Write_EarlyReportOfAnIncident_HasBoth()
    {
        Detection full = Detections.Full();
        Detection early = full with
        {
            Window = new LogWindow(WindowKind.Session, full.Window.Lines, "blk_1") { IsOpen = true },
            Incident = new Incident { Id = "00000000000000ff-10", Count = 3, First = full.Window.Start, HasEnded = true },
        };
        Assert.EndsWith(
            Compact("""
            {"early": true, "revisesEarly": false,
             "incident": { "id": "00000000000000ff-10", "count": 3, "first": "2026-03-01T12:00:00.1200000Z", "last": null, "ended": true } }
            """)[1..],
            Write(early),
            StringComparison.Ordinal);
        Assert.Contains("\"early\":false,\"revisesEarly\":true", Write(full with { RevisesEarly = true }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DetectionLabel.Normal, WindowKind.Count, "normal", "count")]
    [InlineData(DetectionLabel.Unscored, WindowKind.Time, "unscored", "time")]
    public void Write_BareDetection_HasNullsAndEmptyLists(DetectionLabel label, WindowKind kind, string labelName, string kindName) =>
        Assert.Equal(
            "{\"window\":{\"kind\":\"" + kindName + "\",\"source\":\"hdfs.log\",\"firstLine\":7,\"lastLine\":7,\"lines\":1,\"session\":null,"
            + "\"start\":null,\"end\":null},\"score\":0,\"threshold\":0,\"label\":\"" + labelName
            + "\",\"tiers\":[],\"evidence\":[],\"explanation\":null,\"failure\":\"order: no model\",\"early\":false,\"revisesEarly\":false,\"incident\":null}",
            Write(Detections.Bare(label, kind) with { Failure = "order: no model" }));

    [Theory]
    [InlineData(LogSeverity.Trace, "trace")]
    [InlineData(LogSeverity.Debug, "debug")]
    [InlineData(LogSeverity.Information, "information")]
    [InlineData(LogSeverity.Fatal, "fatal")]
    public void Write_Severity_IsItsName(LogSeverity severity, string name)
    {
        Detection detection = WithProof(Detections.Log(1, "x", severity: severity));
        Assert.Equal(name, Proof(Write(detection)).GetProperty("severity").GetString());
    }

    [Fact]
    public void Write_EveryKindOfEvidence_HasAName()
    {
        Assert.All(Enum.GetValues<EvidenceKind>(), kind =>
        {
            Evidence piece = new() { Kind = kind, Detector = "d", Template = Detections.Deleting, Lines = [], Strength = 1 };
            using JsonDocument json = JsonDocument.Parse(Write(Detections.Bare() with { Evidence = [piece] }));
            Assert.Equal(kind.ToString(), json.RootElement.GetProperty("evidence")[0].GetProperty("kind").GetString(), ignoreCase: true);
        });
    }

    [Fact]
    public void Write_HostileBytes_IsOneLineOfValidJsonWithoutLoss()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        string unicode = "\u2028\u2029\u0085\uFEFF\"\\</script>\r\n\0🐟";
        foreach (byte[] raw in new[] { all, Encoding.UTF8.GetBytes(unicode), [0xC3], [] })
        {
            string json = Write(WithProof(Detections.Log(1, raw)));
            Assert.DoesNotContain(json, c => c < ' ' || c is '\u2028' or '\u2029' or '\u0085');
            Assert.Equal(LogText.Decode(raw), Proof(json).GetProperty("text").GetString());
        }
    }

    [Fact]
    public void Write_HalfASurrogatePair_IsReplaced()
    {
        Detection detection = Detections.Bare() with { Failure = "x\uD83D" };
        using JsonDocument json = JsonDocument.Parse(Write(detection));
        Assert.Equal("x\uFFFD", json.RootElement.GetProperty("failure").GetString());
    }

    [Fact]
    public void Write_LongText_IsCutBetweenCharacters()
    {
        Assert.Equal(new string('x', 2000), Failure(new string('x', 2000)));
        Assert.Equal(new string('x', 2000) + "…", Failure(new string('x', 2001)));
        Assert.Equal(new string('x', 1999) + "…", Failure(new string('x', 1999) + "🐟y"));
        Assert.Equal(2001, Proof(Write(WithProof(Detections.Log(1, new string('x', 100_000))))).GetProperty("text").GetString()!.Length);

        static string Failure(string text)
        {
            using JsonDocument json = JsonDocument.Parse(Write(Detections.Bare() with { Failure = text }));
            return json.RootElement.GetProperty("failure").GetString()!;
        }
    }

    [Fact]
    public void Write_NumbersWithoutJsonForm_AreNull()
    {
        Detection detection = Detections.Bare() with
        {
            Score = float.NaN,
            Evidence =
            [
                new Evidence
                {
                    Kind = EvidenceKind.UnusualCount, Detector = "d", Template = Detections.Deleting, Lines = [],
                    Strength = double.PositiveInfinity,
                },
            ],
        };
        using JsonDocument json = JsonDocument.Parse(Write(detection));
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("score").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("evidence")[0].GetProperty("strength").ValueKind);
    }

    private static Detection WithProof(ParsedLog log) => Detections.Bare() with
    {
        Evidence = [new Evidence { Kind = EvidenceKind.UnseenTemplate, Detector = "d", Template = Detections.Deleting, Lines = [log], Strength = 1 }],
    };

    private static JsonElement Proof(string json) => JsonDocument.Parse(json).RootElement.GetProperty("evidence")[0].GetProperty("lines")[0];

    private static string Write(Detection detection)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, DetectionJson.WriterOptions))
        {
            DetectionJson.Write(writer, detection);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static string Compact(string json)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, DetectionJson.WriterOptions))
        {
            JsonDocument.Parse(json).RootElement.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
