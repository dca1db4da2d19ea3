using LogGuardian.Cli;

namespace LogGuardian.Tests.Cli.Output;

public sealed class DetectionLayoutTests
{
    private static readonly LogTemplate Template = new(new TemplateId(1), "disk <*>");

    [Fact]
    public void Render_Anomaly_ShowsScoreWindowSentencesAndLines()
    {
        Detection detection = Anomaly(["One reason.", "Another one."], Log(998, "calm"), Log(1007, "disk full"), Log(1009, "\u001b[2Jdisk gone"));
        Assert.Equal(
            """
            0.87  lines 998–1009
                  One reason.
                  Another one.
                   998 │ calm
                  1007 │ disk full
                  1009 │ [2Jdisk gone


            """.ReplaceLineEndings("\n"),
            Text(new DetectionLayout(null, showSource: false).Render(detection)));
    }

    [Fact]
    public void Render_Session_ShowsKeySourceAndTime()
    {
        ParsedLog log = new(LogLine.FromText("x", 5, "a.log"), "x"u8.ToArray(), Template, default) { UtcTicks = new DateTime(2024, 5, 1, 10, 0, 0).Ticks };
        ParsedLog later = new(LogLine.FromText("y", 9, "a.log"), "y"u8.ToArray(), Template, default) { UtcTicks = new DateTime(2024, 5, 1, 10, 0, 7).Ticks };
        var detection = new Detection { Window = new LogWindow(WindowKind.Session, new[] { log, later }, "blk_1"), Score = 0.25f };
        Assert.Equal(
            "0.25  lines 5–9 of a.log  blk_1  2 lines  2024-05-01 10:00:00 – 10:00:07\n",
            Text(new DetectionLayout(null, showSource: true).Render(detection)));
    }

    [Fact]
    public void Render_Unscored_SaysWhy()
    {
        var detection = new Detection { Window = Window(Log(1, "x")), Label = DetectionLabel.Unscored, Failure = "Learned as normal." };
        Assert.Equal("   –  lines 1–1  Learned as normal.\n", Text(new DetectionLayout(null, showSource: false).Render(detection)));
    }

    [Fact]
    public void Render_NarrowTerminal_WrapsSentencesAndCutsLines()
    {
        Detection detection = Anomaly(["A sentence that is too long for such a narrow terminal."], Log(7, new string('x', 100)));
        Assert.Equal(
            $"""
            0.87  lines 7–7
                  A sentence that is too long for
                  such a narrow terminal.
                  7 │ {new string('x', 29)}…


            """.ReplaceLineEndings("\n"),
            Text(new DetectionLayout(40, showSource: false).Render(detection)));
    }

    [Fact]
    public void Render_StackTrace_ShowsItsFirstLine()
    {
        var line = new LogLine("a.log", 3, "Boom\n  at f\n  at g"u8.ToArray()) { LineCount = 3 };
        Detection detection = Anomaly([], new ParsedLog(line, line.Raw, Template, default));
        Assert.Equal("0.87  lines 3–5\n      3 │ Boom (+2 lines)\n\n", Text(new DetectionLayout(null, showSource: false).Render(detection)));
    }

    private static Detection Anomaly(string[] sentences, params ParsedLog[] logs)
    {
        Evidence[] evidence = [new Evidence { Kind = EvidenceKind.UnseenTemplate, Detector = "novelty", Template = Template, Lines = logs, Strength = 1 }];
        return new Detection
        {
            Window = Window(logs),
            Score = 0.87f,
            Label = DetectionLabel.Anomaly,
            Evidence = evidence,
            Explanation = new Explanation(evidence, sentences),
        };
    }

    private static LogWindow Window(params ParsedLog[] logs) => new(WindowKind.Count, logs);

    private static ParsedLog Log(long id, string text)
    {
        LogLine line = LogLine.FromText(text, id, "a.log");
        return new ParsedLog(line, line.Raw, Template, default);
    }

    private static string Text(IReadOnlyList<Piece[]> lines) => string.Concat(lines.Select(line => string.Concat(line.Select(piece => piece.Text)) + "\n"));
}
