using LogGuardian.Core;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Detectors;

public class SequenceDetectorTests
{
    [Fact]
    public async Task ScoreAsync_MoreEdits_IsStranger()
    {
        SequenceDetector detector = Taught();
        Assert.Equal(0, await detector.ScoreAsync(Session("open read check write flush close")));
        float one = await detector.ScoreAsync(Session("open read write flush close"));
        float two = await detector.ScoreAsync(Session("open read close flush"));
        Assert.InRange(one, 0.3f, 0.5f);
        Assert.True(two > 1.5 * one, $"two edits {two}, one {one}");
    }

    [Fact]
    public async Task ScoreAsync_RepetitionsAndUnseenTemplates_AreForOtherDetectors()
    {
        SequenceDetector detector = Taught();
        Assert.Equal(0, await detector.ScoreAsync(Session("open open read check write write write flush close")));
        Assert.Equal(0, await detector.ScoreAsync(Session("open new read check write flush close")));
    }

    [Fact]
    public async Task ScoreAsync_OpenOrOverlongOrNothingLearned_IsNotJudged()
    {
        LogWindow session = Session("close open");
        Assert.True(await Taught().ScoreAsync(session) > 1);
        Assert.Equal(0, await Taught().ScoreAsync(new LogWindow(session.Kind, session.Lines) { IsOpen = true }));
        Assert.Equal(0, await Taught(new SequenceOptions { MaxLength = 8 }).ScoreAsync(Session(Logs.Repeat("close open", 5))));
        Assert.Equal(0, await new SequenceDetector(new SequenceOptions()).ScoreAsync(session));
    }

    [Fact]
    public async Task ScoreAsync_WhereNormalSequencesDiffer_ADifferenceIsOrdinary()
    {
        var detector = new SequenceDetector(new SequenceOptions());
        var random = new Random(4);
        string Shuffled() => "open " + string.Join(' ', Enumerable.Range(0, 12).Select(i => $"t{i}").OrderBy(_ => random.Next())) + " close";
        foreach (int _ in Enumerable.Range(0, 400))
        {
            detector.Learn(Session(Shuffled()));
        }

        Assert.InRange(await detector.ScoreAsync(Session(Shuffled())), 0.1f, 0.5f);
    }

    [Fact]
    public void Collect_EndThatIsMissing_SaysWhatNormalSequencesHaveThere()
    {
        Evidence[] evidence = Taught().Evidence(Session("open read check write"));
        Assert.Equal(["flush", "close"], evidence.Select(piece => piece.Template.Text));
        Assert.All(evidence, piece => Assert.Equal(
            (EvidenceKind.UnlikeSequence, 0.0, "write", 4L), (piece.Kind, piece.Observed, piece.After!.Text, piece.Lines[0].Line.LineId)));
    }

    [Fact]
    public void Collect_LineOutOfPlace_SaysWhatIsExpected()
    {
        Evidence piece = Assert.Single(Taught().Evidence(Session("open read read check close flush close")));
        Assert.Equal(("close", "write", "check", 5L, 1.0), (piece.Template.Text, piece.ExpectedTemplate!.Text, piece.After!.Text, piece.Lines[0].Line.LineId, piece.Observed));
    }

    [Fact]
    public async Task Learn_TemplateThatSupersedesOthers_IsTheSameSequence()
    {
        SequenceDetector detector = Taught();
        LogTemplate wide = TemplateSymbolsTests.Superseding("wide", "read", "check");
        ParsedLog[] logs = [Logs.Log("open"), TemplateSymbolsTests.Log(wide), Logs.Log("write"), Logs.Log("flush"), Logs.Log("close")];
        Assert.Equal(0, await detector.ScoreAsync(new LogWindow(WindowKind.Session, logs)));
    }

    [Fact]
    public async Task LoadState_OfWhatWasSaved_ScoresAndLearnsAsTheOther()
    {
        SequenceDetector saved = Taught();
        SequenceDetector restored = new SequenceDetector(new SequenceOptions()).From(saved);
        foreach (string session in new[] { "open read write flush close", "close open", "open check check flush read" })
        {
            Assert.Equal(await saved.ScoreAsync(Session(session)), await restored.ScoreAsync(Session(session)));
            saved.Learn(Session(session));
            restored.Learn(Session(session));
        }

        Assert.Equal(await saved.ScoreAsync(Session("write write open")), await restored.ScoreAsync(Session("write write open")));
    }

    [Fact]
    public void DetectWithSequences_BadOption_NamesValueRuleAndFix()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new AnomalyDetectorBuilder().DetectWithSequences(new SequenceOptions { MaxLength = 2 }));
        Assert.StartsWith("MaxLength is 2; it must be 8 to 4096. The default is 256.", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentOutOfRangeException>(() => new AnomalyDetectorBuilder().DetectWithSequences(new SequenceOptions { MaxSequences = 2 }));
        Assert.StartsWith("MaxSequences is 2; it must be 16 to 65536. The default is 1024.", error.Message, StringComparison.Ordinal);
    }

    private static LogWindow Session(string templates) => Logs.Window(templates, kind: WindowKind.Session);

    private static SequenceDetector Taught(SequenceOptions? options = null)
    {
        var detector = new SequenceDetector(options ?? new SequenceOptions());
        foreach (int _ in Enumerable.Range(0, 100))
        {
            detector.Learn(Session("open read check write flush close"));
        }

        return detector;
    }
}
