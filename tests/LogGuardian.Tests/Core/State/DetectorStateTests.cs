using System.Text;
using LogGuardian.Tests.Core.Pipeline;

namespace LogGuardian.Tests.Core.State;

public class DetectorStateTests
{
    [Fact]
    public async Task LoadStateAsync_SavedState_ScoresLikeTheDetectorThatSavedIt()
    {
        using AnomalyDetector first = AnomalyDetectorTests.Create().Build();
        await first.LearnAsync(AnomalyDetectorTests.Source(AnomalyDetectorTests.Normal(1000)));
        using var state = new MemoryStream();
        await first.SaveStateAsync(state);
        using AnomalyDetector second = AnomalyDetectorTests.Create().Build();
        state.Position = 0;
        await second.LoadStateAsync(state);

        string[] lines = [.. AnomalyDetectorTests.Normal(45), "close x", "crash! now", "read x", .. AnomalyDetectorTests.Normal(52)];
        List<Detection> expected = await AnomalyDetectorTests.Detect(first, AnomalyDetectorTests.Source(lines));
        List<Detection> actual = await AnomalyDetectorTests.Detect(second, AnomalyDetectorTests.Source(lines));
        Assert.Equal(expected.Select(detection => (detection.Label, MathF.Round(detection.Score, 3))), actual.Select(detection => (detection.Label, MathF.Round(detection.Score, 3))));
        Assert.Single(actual, detection => detection.IsAnomaly);
        Assert.Equal(
            expected.Single(detection => detection.IsAnomaly).Evidence.Select(piece => (piece.Kind, piece.Template.Text, piece.ExpectedTemplate?.Text)),
            actual.Single(detection => detection.IsAnomaly).Evidence.Select(piece => (piece.Kind, piece.Template.Text, piece.ExpectedTemplate?.Text)));
    }

    [Fact]
    public async Task LoadStateAsync_StateOfOtherStages_SaysSo()
    {
        using AnomalyDetector small = AnomalyDetectorBuilderTests.Complete().Build();
        using var state = new MemoryStream();
        await small.SaveStateAsync(state);
        state.Position = 0;
        using AnomalyDetector large = AnomalyDetectorTests.Create().Build();
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => large.LoadStateAsync(state));
        Assert.Equal("The state has no section 'counts'; it was saved by a pipeline with other stages. Learn again with this one.", error.Message);
    }

    [Theory]
    [InlineData("{}", "The state is not a LogGuardian state; its kind must be 'logguardian-state'. Pass a file that SaveStateAsync or 'logguardian learn' wrote.")]
    [InlineData("[1]", "The state is not a LogGuardian state; its kind must be 'logguardian-state'. Pass a file that SaveStateAsync or 'logguardian learn' wrote.")]
    [InlineData("""{"kind":"logguardian-state","version":9,"stages":{}}""", "The state has version 9; it must be 1 to 3. Use the release that wrote it, or learn again.")]
    [InlineData(
        """{"kind":"logguardian-state","version":1,"stages":{"novelty":{"version":7,"data":{}}}}""",
        "Section 'novelty' of the state has version 7; it must be 1 to 1. Use the release that wrote it, or learn again.")]
    public async Task LoadStateAsync_ForeignDocument_NamesWhatIsWrong(string json, string message)
    {
        using AnomalyDetector detector = AnomalyDetectorBuilderTests.Complete().Build();
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => detector.LoadStateAsync(new MemoryStream(Encoding.UTF8.GetBytes(json))));
        Assert.Equal(message, error.Message);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"kind":"logguardian-state","version":1,"stages":{"novelty":{"version":1,"data":{"lines":"x"}}}}""")]
    [InlineData("""{"kind":"logguardian-state","version":1,"stages":{"novelty":{"version":1,"data":{"lines":1,"templates":{"zz":1}}}}}""")]
    public async Task LoadStateAsync_DamagedState_IsReportedAsDamaged(string json)
    {
        using AnomalyDetector detector = AnomalyDetectorBuilderTests.Complete().Build();
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => detector.LoadStateAsync(new MemoryStream(Encoding.UTF8.GetBytes(json))));
        Assert.StartsWith("The state is damaged: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(" Learn again.", error.Message, StringComparison.Ordinal);
    }
}
