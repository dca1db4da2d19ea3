using LogGuardian.Core;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Detectors;

public class OrderDetectorTests
{
    [Fact]
    public async Task ScoreAsync_StepThatNeverCame_IsFarStrangerThanTheUsualOrder()
    {
        OrderDetector detector = Taught();
        float usual = await detector.ScoreAsync(Logs.Window(Logs.Repeat("open read close", 10)));
        float strange = await detector.ScoreAsync(Logs.Window(Logs.Repeat("open close read", 10)));
        Assert.InRange(usual, 0, 0.1f);
        Assert.True(strange > 0.8f, $"strange {strange}");
    }

    [Fact]
    public async Task ScoreAsync_UnseenTemplate_IsLeftToTheNoveltyDetector()
    {
        Assert.InRange(await Taught().ScoreAsync(Logs.Window("open new read close")), 0, 0.1f);
    }

    [Fact]
    public async Task ScoreAsync_ThirdOrderMatters_UsesTwoTemplatesOfContext()
    {
        OrderDetector detector = new(new OrderOptions());
        foreach (int _ in Enumerable.Range(0, 50))
        {
            detector.Learn(Logs.Window(Logs.Repeat("x m p y m q", 5)));
        }

        Assert.True(await detector.ScoreAsync(Logs.Window("x m q")) > 3 * await detector.ScoreAsync(Logs.Window("x m p")));
    }

    [Fact]
    public void Collect_StrangeStep_SaysAfterWhatAndWhatUsuallyComes()
    {
        Evidence piece = Taught().Evidence(Logs.Window("open read close open close", firstLine: 30))[0];
        Assert.Equal(
            (EvidenceKind.UnexpectedOrder, "close", "open", "read", 34L),
            (piece.Kind, piece.Template.Text, piece.After!.Text, piece.ExpectedTemplate!.Text, piece.Lines[0].Line.LineId));
        Assert.InRange(piece.Expected, 0, 0.01);
    }

    [Fact]
    public async Task Learn_MoreStepsThanAllowed_ForgetsTheRarest()
    {
        OrderDetector detector = new(new OrderOptions { MaxSteps = 1000 });
        var random = new Random(5);
        foreach (int _ in Enumerable.Range(0, 100))
        {
            detector.Learn(Logs.Window(Logs.Repeat("open read close", 20)));
            detector.Learn(Logs.Window(string.Join(' ', Enumerable.Range(0, 50).Select(_ => $"t{random.Next(400)}"))));
        }

        Assert.InRange(await detector.ScoreAsync(Logs.Window(Logs.Repeat("open read close", 10))), 0, 0.3f);
    }

    [Fact]
    public void DetectWithOrder_BadOption_NamesValueRuleAndFix()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new AnomalyDetectorBuilder().DetectWithOrder(new OrderOptions { MaxSteps = 1 }));
        Assert.StartsWith("MaxSteps is 1; it must be 1000 to 100000000. The default is 200000.", error.Message, StringComparison.Ordinal);
    }

    private static OrderDetector Taught()
    {
        OrderDetector detector = new(new OrderOptions());
        foreach (int _ in Enumerable.Range(0, 50))
        {
            detector.Learn(Logs.Window(Logs.Repeat("open read close", 10)));
        }

        return detector;
    }
}
