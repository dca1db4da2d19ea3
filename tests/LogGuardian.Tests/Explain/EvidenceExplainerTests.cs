using LogGuardian.Explain;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Explain;

public class EvidenceExplainerTests
{
    [Fact]
    public async Task ExplainAsync_UnseenTemplate_NamesTheFirstLineAndQuotesIt()
    {
        ParsedLog[] lines = [Logs.Log("fail <*>", 12, severity: LogSeverity.Error, text: "fail \u001b[31mx\u202Ey"), Logs.Log("fail <*>", 15, severity: LogSeverity.Fatal)];
        Assert.Equal(
            "2 fatal lines, the first (line 12), are of a kind never seen in normal logs: \"fail \uFFFD[31mx\uFFFDy\".",
            await Sentence(Piece(EvidenceKind.UnseenTemplate, "fail <*>", lines) with { Observed = 2 }));
        Assert.Equal(
            "A line (line 3) is of a kind never seen in normal logs: \"new\".",
            await Sentence(Piece(EvidenceKind.UnseenTemplate, "new", Logs.Log("new", 3)) with { Observed = 1 }));
        Assert.Equal(
            "An error line (line 3) is of a kind never seen in normal logs: \"new\".",
            await Sentence(Piece(EvidenceKind.UnseenTemplate, "new", Logs.Log("new", 3, severity: LogSeverity.Error)) with { Observed = 1 }));
    }

    [Theory]
    [InlineData(40, 3, "\"t\" came 40 times (first in line 9); normal windows hold it at most 3 times.")]
    [InlineData(40, 0, "\"t\" came 40 times (first in line 9); normal windows hold it not at all.")]
    [InlineData(1, 5.5, "\"t\" came only once; the most similar normal window holds it 5.5 times.")]
    [InlineData(0, 12, "\"t\" came not at all; the most similar normal window holds it 12 times.")]
    public async Task ExplainAsync_UnusualCount_ComparesWithNormal(double observed, double expected, string sentence)
    {
        Assert.Equal(sentence, await Sentence(Piece(EvidenceKind.UnusualCount, "t", Logs.Log("t", 9)) with { Observed = observed, Expected = expected }));
    }

    [Theory]
    [InlineData(0.034, "3 %")]
    [InlineData(0.0034, "0.34 %")]
    [InlineData(0.000034, "less than 0.01 %")]
    public async Task ExplainAsync_UnexpectedOrder_SaysWhatUsuallyFollows(double probability, string chance)
    {
        Assert.Equal(
            $"Line 4, \"close\", came right after \"open\", a step with a chance of {chance} in normal logs; usually \"read\" follows.",
            await Sentence(Piece(EvidenceKind.UnexpectedOrder, "close", Logs.Log("close", 4)) with
            {
                Expected = probability,
                After = Logs.Template("open"),
                ExpectedTemplate = Logs.Template("read"),
            }));
    }

    [Fact]
    public async Task ExplainAsync_UnexpectedStartAndEnd_SaysWhatUsuallyComes()
    {
        Evidence piece = Piece(EvidenceKind.UnexpectedOrder, "read", Logs.Log("read", 4)) with { Expected = 0.01, ExpectedTemplate = Logs.Template("open") };
        Assert.Equal("Line 4, \"read\", came first in its session, a step with a chance of 1 % in normal logs; usually \"open\" does.", await Sentence(piece));
        Assert.Equal(
            "The session ended after \"read\" (line 4), which has a chance of 1 % in normal logs; usually \"close\" follows.",
            await Sentence(piece with { Kind = EvidenceKind.UnexpectedEnd, ExpectedTemplate = Logs.Template("close") }));
    }

    [Fact]
    public async Task ExplainAsync_UnlikeSequence_SaysWhatTheMostSimilarOneHas()
    {
        Evidence piece = Piece(EvidenceKind.UnlikeSequence, "close", Logs.Log("close", 4)) with
        {
            Observed = 1,
            After = Logs.Template("open"),
            ExpectedTemplate = Logs.Template("read"),
        };
        Assert.Equal("\"close\" came after \"open\" (line 4), where the most similar normal sequence has \"read\".", await Sentence(piece));
        Assert.Equal("\"close\" came at the beginning (line 4), where the most similar normal sequence has nothing.", await Sentence(piece with { After = null, ExpectedTemplate = null }));
        Assert.Equal("\"close\" did not come after \"open\" (line 4), where the most similar normal sequence has it.", await Sentence(piece with { Observed = 0 }));
    }

    [Fact]
    public async Task ExplainAsync_UnusualMix_SaysWhatGoesWithTheOtherLines() => Assert.Equal(
        "\"close\" came once (first in line 4); with the other lines of the window 6.5 would be usual.",
        await Sentence(Piece(EvidenceKind.UnusualMix, "close", Logs.Log("close", 4)) with { Observed = 1, Expected = 6.5 }));

    [Theory]
    [InlineData(4.5, 0.05, "s", "Value 1 of \"took <NUM>\" (line 9) is 4.5 s; normal lines have at most 50 ms.")]
    [InlineData(0.002, 1.25, "s", "Value 1 of \"took <NUM>\" (line 9) is 2 ms; normal lines have at least 1.25 s.")]
    [InlineData(5368709120, 1536, "B", "Value 1 of \"took <NUM>\" (line 9) is 5 GiB; normal lines have at most 1.5 KiB.")]
    [InlineData(503, 404, null, "Value 1 of \"took <NUM>\" (line 9) is 503; normal lines have at most 404.")]
    public async Task ExplainAsync_UnusualValue_GivesNumbersInTheirUnit(double observed, double expected, string? unit, string sentence)
    {
        Assert.Equal(sentence, await Sentence(Piece(EvidenceKind.UnusualValue, "took <NUM>", Logs.Log("took <NUM>", 9)) with
        {
            Position = 0,
            Observed = observed,
            Expected = expected,
            Unit = unit,
        }));
    }

    [Fact]
    public async Task ExplainAsync_KindsOfTheOtherDetectors_AreSentences()
    {
        ParsedLog line = Logs.Log("state=<*>", 4, severity: LogSeverity.Error, text: "state=lost");
        line = line with { Parameters = new[] { new Parameter(6, 4, ParameterKind.Text) } };
        Assert.Equal("\"state\" of \"state=<*>\" (line 4) is \"lost\", which it never is in normal logs.", await Sentence(Piece(EvidenceKind.UnseenValue, "state=<*>", line) with { Position = 0 }));
        Assert.Equal(
            "\"state\" of \"state=<*>\" is above 50 ms 12 times (first in line 4); in normal logs one value in a hundred is.",
            await Sentence(Piece(EvidenceKind.HighValues, "state=<*>", line) with { Position = 0, Observed = 12, Expected = 0.05, Unit = "s" }));
        Assert.Equal(
            "17 lines are errors or worse (first in line 4), where 0.25 is usual; most often \"state=<*>\".",
            await Sentence(Piece(EvidenceKind.UnusualSeverity, "state=<*>", line) with { Observed = 17, Expected = 0.25 }));
        Assert.Equal(
            "\"t\" came 84 times a minute (first in line 4); at this time 3 is usual.",
            await Sentence(Piece(EvidenceKind.UnusualRate, "t", line) with { Observed = 84, Expected = 3 }));
        Assert.Equal(
            "The log had 900 lines a minute (first in line 4); at this time 60 is usual.",
            await Sentence(Piece(EvidenceKind.UnusualVolume, "t", line) with { Observed = 900, Expected = 60 }));
        Assert.Equal("\"t\" did not come; 99 % of normal windows have it.", await Sentence(Piece(EvidenceKind.MissingEvent, "t") with { Expected = 0.99 }));
        Assert.Equal(
            "\"t\" did not follow \"a\" (line 4), as it does more than 99.9 % of the time.",
            await Sentence(Piece(EvidenceKind.MissingEvent, "t", line) with { After = Logs.Template("a"), Observed = 1, Expected = 0.9999 }));
        Assert.Equal(
            "\"t\" stayed away for 74 s; in normal logs it never does for more than 15.5 s.",
            await Sentence(Piece(EvidenceKind.Silence, "t") with { Observed = 74, Expected = 15.5, Unit = "s" }));
        Assert.Equal(
            "The log has changed little by little, most of all in \"t\" (first in line 4); what is usual now would have been reported before.",
            await Sentence(Piece(EvidenceKind.Drift, "t", line)));
    }

    [Fact]
    public async Task ExplainAsync_NoEvidence_SaysSo()
    {
        Explanation explanation = await new EvidenceExplainer(new EvidenceOptions()).ExplainAsync(Anomaly([]));
        Assert.Equal("The window as a whole is stranger than the normal ones, although no single line stands out.", explanation.ToString());
    }

    [Fact]
    public async Task ExplainAsync_ManyPieces_KeepsTheStrongestOfEachTemplate()
    {
        Evidence[] evidence = [.. "a b a c d".Split(' ').Select((name, i) => Piece(EvidenceKind.UnseenTemplate, name, Logs.Log(name, i + 1)) with { Observed = 1 })];
        Explanation explanation = await new EvidenceExplainer(new EvidenceOptions { Top = 3 }).ExplainAsync(Anomaly(evidence));
        Assert.Equal(["a", "b", "c"], explanation.Evidence.Select(piece => piece.Template.Text));
        Assert.Equal(3, explanation.Sentences.Count);
    }

    [Fact]
    public async Task ExplainAsync_LongLine_IsCut()
    {
        Explanation explanation = await new EvidenceExplainer(new EvidenceOptions { MaxQuoteLength = 20 })
            .ExplainAsync(Anomaly([Piece(EvidenceKind.UnseenTemplate, "t", Logs.Log("t", 1, text: new string('x', 30))) with { Observed = 1 }]));
        Assert.Equal($"A line (line 1) is of a kind never seen in normal logs: \"{new string('x', 20)}…\".", explanation.ToString());
    }

    [Fact]
    public void ExplainWithEvidence_BadOption_NamesValueRuleAndFix()
    {
        var top = Assert.Throws<ArgumentOutOfRangeException>(() => new AnomalyDetectorBuilder().ExplainWithEvidence(top: 0));
        Assert.StartsWith("Top is 0; it must be 1 to 30. The default is 3.", top.Message, StringComparison.Ordinal);
        var quote = Assert.Throws<ArgumentOutOfRangeException>(() => new AnomalyDetectorBuilder().ExplainWithEvidence(new EvidenceOptions { MaxQuoteLength = 1 }));
        Assert.StartsWith("MaxQuoteLength is 1; it must be 20 to 10000. The default is 160.", quote.Message, StringComparison.Ordinal);
    }

    private static Evidence Piece(EvidenceKind kind, string template, params ParsedLog[] lines) =>
        new() { Kind = kind, Detector = "test", Template = Logs.Template(template), Lines = lines, Strength = 1 };

    private static Detection Anomaly(IReadOnlyList<Evidence> evidence) =>
        new() { Window = Logs.Window("a"), Score = 0.9f, Threshold = 0.5f, Label = DetectionLabel.Anomaly, Evidence = evidence };

    private static async Task<string> Sentence(Evidence evidence) =>
        (await new EvidenceExplainer(new EvidenceOptions()).ExplainAsync(Anomaly([evidence]))).ToString();
}
