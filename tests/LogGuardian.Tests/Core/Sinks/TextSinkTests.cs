namespace LogGuardian.Tests.Core.Sinks;

public sealed class TextSinkTests
{
    [Fact]
    public async Task EmitAsync_FullDetection_IsAReadableBlock()
    {
        const string Expected = """
            ANOMALY 0.980 (threshold 0.500) in session blk_1
              hdfs.log, lines 10 to 16 (5 in the window), 2026-03-01 12:00:00Z to 2026-03-01 12:00:04Z
              detectors: novelty 0.980, counts 0.250
              Deleting was never seen before.
              It came 4 times.
              > 12: Deleting block blk_1
              > 14: Deleting block blk_2
              > 15: Deleting block blk_3


            """;
        Assert.Equal(Expected, await EmitAsync(Detections.Full()));
    }

    [Fact]
    public async Task EmitAsync_NoExplanation_SaysTheEvidenceItself()
    {
        const string Expected = """
            ANOMALY 0.980 (threshold 0.500) in session blk_1
              hdfs.log, lines 10 to 16 (5 in the window), 2026-03-01 12:00:00Z to 2026-03-01 12:00:04Z
              detectors: novelty 0.980, counts 0.250
              Never seen before: Deleting block <*>
              Came 4 times, at most 1.5 is normal: Deleting block <*>
              Out of order: Deleting block <*>
              > 12: Deleting block blk_1
              > 14: Deleting block blk_2
              > 15: Deleting block blk_3


            """;
        Assert.Equal(Expected, await EmitAsync(Detections.Full() with { Explanation = null }));
    }

    [Fact]
    public async Task EmitAsync_NormalAndUnscored_AreShort()
    {
        Assert.Equal(
            "NORMAL 0.125 (threshold 0.500)\n  hdfs.log, lines 7 to 7 (1 in the window)\n\n",
            await EmitAsync(Detections.Bare() with { Score = 0.125f, Threshold = 0.5f }));
        Assert.Equal(
            "UNSCORED\n  hdfs.log, lines 7 to 7 (1 in the window)\n  failure: order: no model\n\n",
            await EmitAsync(Detections.Bare(DetectionLabel.Unscored) with { Failure = "order: no model" }));
    }

    [Fact]
    public async Task EmitAsync_EarlyReportRevisionAndIncident_AreSaid()
    {
        Detection bare = Detections.Bare();
        Assert.Contains(
            "  early: the session is still open\n",
            await EmitAsync(bare with { Window = new LogWindow(WindowKind.Session, bare.Window.Lines, "blk_1") { IsOpen = true } }),
            StringComparison.Ordinal);
        var incident = new Incident { Id = "ff-7", Count = 3, First = DateTimeOffset.UnixEpoch, Last = DateTimeOffset.UnixEpoch.AddMinutes(61), HasEnded = true };
        Assert.Contains(
            "  replaces the early report of this session\n  incident ff-7: 3 anomalous windows in 0.01:01:00, over\n",
            await EmitAsync(bare with { RevisesEarly = true, Incident = incident }),
            StringComparison.Ordinal);
        Assert.Contains("  incident ff-7: 3 anomalous windows, going on\n", await EmitAsync(bare with { Incident = incident with { Last = null, HasEnded = false } }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EmitAsync_HostileLine_CannotSteerTheTerminal()
    {
        ParsedLog[] lines = [Detections.Log(1, "\u001B[2J\u202Eevil\ttab\u2028x\rrest"), Detections.Log(2, new string('y', 500))];
        Detection detection = Detections.Bare() with
        {
            Evidence = [new Evidence { Kind = EvidenceKind.UnseenTemplate, Detector = "d", Template = new LogTemplate(default, "a\nb"), Lines = lines, Strength = 1 }],
        };
        Assert.Equal(
            "NORMAL 0.000 (threshold 0.000)\n  hdfs.log, lines 7 to 7 (1 in the window)\n  Never seen before: a b\n"
            + $"  > 1: \uFFFD[2J\uFFFDevil tab\uFFFDx\n  > 2: {new string('y', 300)}…\n\n",
            await EmitAsync(detection));
    }

    [Fact]
    public async Task EmitAsync_ConcurrentCallers_WriteWholeBlocks()
    {
        using StringWriter writer = new() { NewLine = "\n" };
        using TextSink sink = new(writer);
        await Parallel.ForEachAsync(Enumerable.Range(0, 200), (_, stop) => sink.EmitAsync(Detections.Full(), stop));
        string one = await EmitAsync(Detections.Full());
        Assert.Equal(string.Concat(Enumerable.Repeat(one, 200)), writer.ToString());
    }

    private static async Task<string> EmitAsync(Detection detection)
    {
        using StringWriter writer = new() { NewLine = "\n" };
        using TextSink sink = new(writer);
        await sink.EmitAsync(detection);
        return writer.ToString();
    }
}
