using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Successors;

/// <summary>Templates that an update of the program words anew.</summary>
public class TemplateSuccessorsTests
{
    private const string Read = "Reading block <*> from disk";
    private const string LessAlike = "Reading block <*> now quickly here";
    private static readonly LearningOptions Following = new() { ContinueOnNormal = false };

    [Theory]
    [InlineData("Reading chunk <*> from disk")]
    [InlineData("Reading of block <*> from the disk")]
    [InlineData("Reading block <*> disk")]
    [InlineData("From disk reading block <*>")]
    public async Task DetectWindows_EditedTemplate_IsNormalAtOnce(string edited)
    {
        using AnomalyDetector detector = await LearnedAsync(Following);
        Detection[] detections = await DetectAsync(detector, Enumerable.Range(0, 40).Select(i => Session(i, edited)));
        Assert.All(detections, detection => Assert.Equal(DetectionLabel.Normal, detection.Label));
        Assert.Equal((1, 0), (detector.Counts.SuccessorsAccepted, detector.Counts.SuccessorsWithdrawn));
    }

    [Fact]
    public async Task DetectWindows_TemplateWithFewerWordsInCommon_IsNormalAfterAFewWindows()
    {
        using AnomalyDetector detector = await LearnedAsync(Following);
        Detection[] detections = await DetectAsync(detector, Enumerable.Range(0, 40).Select(i => Session(i, LessAlike)));
        Assert.True(detections[0].IsAnomaly);
        Assert.All(detections.Skip(10), detection => Assert.Equal(DetectionLabel.Normal, detection.Label));
    }

    [Theory]
    [InlineData("Reading of block <*> failed", "Writing of block <*> failed", LogSeverity.Warning)]
    [InlineData("Reading of block <*> failed", "Writing of block <*> failed", LogSeverity.Unspecified)]
    [InlineData("Reading of block <*> stopped", "Writing of block <*> stopped", LogSeverity.Error)]
    [InlineData("Reading of block <*> stopped", "Writing of block <*> at <*> stopped", LogSeverity.Information)]
    public async Task DetectWindows_AnotherFailureOrOtherValues_IsNotTakenForTheKnownOne(string known, string other, LogSeverity severity)
    {
        using AnomalyDetector detector = await LearnedAsync(Following, known, severity);
        Assert.True(Assert.Single(await DetectAsync(detector, [Session(0, other, severity)])).IsAnomaly);
        Assert.Equal(0, detector.Counts.SuccessorsAccepted);
    }

    [Theory]
    [InlineData(LogSeverity.Warning)]
    [InlineData(LogSeverity.Unspecified)]
    public async Task DetectWindows_LongFailureInOtherOrder_IsTakenForTheKnownOne(LogSeverity severity)
    {
        using AnomalyDetector detector = await LearnedAsync(Following, "Errors of block <*> detected and corrected on the disk of rank <*>", severity);
        Assert.False(Assert.Single(await DetectAsync(detector, [Session(0, "Errors of block <*> corrected and detected on disk of rank <*>", severity)])).IsAnomaly);
        Assert.Equal(1, detector.Counts.SuccessorsAccepted);
    }

    [Fact]
    public async Task DetectWindows_BothInOneWindow_AreTwoThings()
    {
        using AnomalyDetector detector = await LearnedAsync(Following);
        await DetectAsync(detector, [Window(["Opening file <*> for user <*>", Read, "Reading chunk <*> from disk", "Closing file <*>"])]);
        Assert.Equal(0, detector.Counts.SuccessorsAccepted);
    }

    [Fact]
    public async Task DetectWindows_ReplacedTemplate_IsNormalAfterMoreWindows()
    {
        using AnomalyDetector detector = await LearnedAsync(Following);
        Detection[] detections = await DetectAsync(detector, Enumerable.Range(0, 60).Select(i => Session(i, "Sector <*> fetched")));
        Assert.All(detections.Take(15), detection => Assert.True(detection.IsAnomaly));
        Assert.All(detections.Skip(40), detection => Assert.Equal(DetectionLabel.Normal, detection.Label));
    }

    [Fact]
    public async Task DetectWindows_ReplacedTemplateOfASourceThatTakesTurns_IsNormalAfterMoreWindows()
    {
        using AnomalyDetector detector = Build(Following);
        IEnumerable<LogWindow> other = Enumerable.Repeat(Window(["Order <*> accepted", "Order <*> shipped", "Order <*> paid"]), 800);
        await detector.LearnWindowsAsync(other.Concat(Enumerable.Range(0, 200).Select(i => Session(i, Read))).ToAsyncEnumerable());
        Detection[] detections = await DetectAsync(detector, Enumerable.Range(0, 160).Select(i => Session(i, "Sector <*> fetched")));
        Assert.Equal(1, detector.Counts.SuccessorsAccepted);
        Assert.All(detections.Skip(150), detection => Assert.Equal(DetectionLabel.Normal, detection.Label));
    }

    [Fact]
    public async Task MarkNormal_ReplacedTemplate_IsNotTakenForWhatItsPlaceAloneSays()
    {
        using AnomalyDetector detector = await LearnedAsync(Following);
        LogWindow[] first = [.. Enumerable.Range(0, 3).Select(i => Session(i, "Sector <*> fetched"))];
        await DetectAsync(detector, first);
        foreach (LogWindow window in first)
        {
            await detector.MarkNormalAsync(window);
        }

        Assert.Equal(0, detector.Counts.SuccessorsAccepted);
        Assert.All(await DetectAsync(detector, first), detection => Assert.False(detection.IsAnomaly));
    }

    [Theory]
    [InlineData("Reading block <*> from disk failed", LogSeverity.Information, 400)]
    [InlineData("Reading block <*> from the disk", LogSeverity.Error, 400)]
    [InlineData("Sector <*> unreadable", LogSeverity.Warning, 400)]
    public async Task DetectWindows_RewordedFailure_StaysAnAnomaly(string failure, LogSeverity severity, int windows)
    {
        using AnomalyDetector detector = await LearnedAsync(Following);
        Detection[] detections = await DetectAsync(detector, Enumerable.Range(0, windows).Select(i => Session(i, failure, severity)));
        Assert.All(detections, detection => Assert.True(detection.IsAnomaly));
        Assert.Equal(0, detector.Counts.SuccessorsAccepted);
    }

    [Fact]
    public async Task DetectWindows_NewTemplateBesideTheKnownOne_IsASuccessorUntilThatOneComes()
    {
        using AnomalyDetector detector = await LearnedAsync(Following);
        Detection[] detections = await DetectAsync(detector, Enumerable.Range(0, 400).Select(i => Session(i, i % 2 == 0 ? Read : "Reading chunk <*> from disk")));
        Assert.Equal((1, 1), (detector.Counts.SuccessorsAccepted, detector.Counts.SuccessorsWithdrawn));
        Assert.Equal(Enumerable.Range(0, 400).Where(i => i > 2 && i % 2 == 1), detections.Index().Where(pair => pair.Item.IsAnomaly).Select(pair => pair.Index));
    }

    [Fact]
    public async Task DetectWindows_KnownTemplateComesAgain_RelationIsWithdrawn()
    {
        using AnomalyDetector detector = await LearnedAsync(Following);
        await DetectAsync(detector, Enumerable.Range(0, 20).Select(i => Session(i, "Reading chunk <*> from disk")));
        Detection[] detections = await DetectAsync(detector, Enumerable.Range(0, 60).Select(i => Session(i, i % 2 == 0 ? Read : "Reading chunk <*> from disk")));
        Assert.Equal((1, 1), (detector.Counts.SuccessorsAccepted, detector.Counts.SuccessorsWithdrawn));
        Assert.True(detections[^1].IsAnomaly);
        Assert.False(detections[^2].IsAnomaly);
    }

    [Fact]
    public async Task DetectWindows_AnomalyWithASuccessor_ShowsWhatWasRead()
    {
        using AnomalyDetector detector = await LearnedAsync(Following);
        await DetectAsync(detector, Enumerable.Range(0, 20).Select(i => Session(i, "Reading chunk <*> from disk")));
        LogWindow window = Window([.. Enumerable.Repeat("Reading chunk <*> from disk", 40)]);
        Detection detection = Assert.Single(await DetectAsync(detector, [window]));
        Assert.Same(window, detection.Window);
        Assert.True(detection.IsAnomaly);
        Evidence evidence = detection.Evidence.First(piece => piece.Kind == EvidenceKind.UnusualCount && piece.Observed == 40);
        Assert.Equal("Reading chunk <*> from disk", evidence.Template.Text);
        Assert.All(evidence.Lines, log => Assert.Equal("Reading chunk <*> from disk", log.Template.Text));
        Assert.Equal(10, evidence.Lines.Count);
    }

    [Fact]
    public async Task DetectWindows_NotFollowing_TakesNothing()
    {
        using AnomalyDetector detector = await LearnedAsync(new LearningOptions { ContinueOnNormal = false, FollowSuccessors = false });
        Detection[] detections = await DetectAsync(detector, Enumerable.Range(0, 40).Select(i => Session(i, "Reading chunk <*> from disk")));
        Assert.All(detections, detection => Assert.True(detection.IsAnomaly));
        Assert.Equal(0, detector.Counts.SuccessorsAccepted);
    }

    [Fact]
    public async Task MarkNormal_EditedTemplate_IsTakenAtOnce()
    {
        using AnomalyDetector detector = await LearnedAsync(Following);
        LogWindow first = Session(0, LessAlike);
        Assert.True(Assert.Single(await DetectAsync(detector, [first])).IsAnomaly);
        await detector.MarkNormalAsync(first);
        Assert.Equal(1, detector.Counts.SuccessorsAccepted);
        Assert.All(await DetectAsync(detector, Enumerable.Range(0, 10).Select(i => Session(i, LessAlike))), detection => Assert.False(detection.IsAnomaly));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(12)]
    [InlineData(30)]
    public async Task LoadState_InTheMiddle_GoesOnAsIfNeverStopped(int before)
    {
        LogWindow[] windows = [.. Enumerable.Range(0, 60).Select(i => Session(i, "Sector <*> fetched"))];
        using AnomalyDetector detector = await LearnedAsync(Following);
        await DetectAsync(detector, windows.Take(before));
        using var state = new MemoryStream();
        await detector.SaveStateAsync(state);
        using AnomalyDetector restored = Build(Following);
        state.Position = 0;
        await restored.LoadStateAsync(state);
        float[] expected = [.. (await DetectAsync(detector, windows.Skip(before))).Select(detection => detection.Score)];
        Assert.Equal(expected, (await DetectAsync(restored, windows.Skip(before))).Select(detection => detection.Score));
        Assert.Equal(1, detector.Counts.SuccessorsAccepted);
    }

    [Fact]
    public async Task LoadState_WhileARelationIsProvisional_WithdrawsItAsIfNeverStopped()
    {
        LogWindow[] windows = [.. Enumerable.Range(0, 12).Select(i => Session(i, i is 1 or 2 ? Read : "Reading chunk <*> from disk"))];
        using AnomalyDetector detector = await LearnedAsync(Following);
        await DetectAsync(detector, windows.Take(1));
        using var state = new MemoryStream();
        await detector.SaveStateAsync(state);
        using AnomalyDetector restored = Build(Following);
        state.Position = 0;
        await restored.LoadStateAsync(state);
        float[] expected = [.. (await DetectAsync(detector, windows.Skip(1))).Select(detection => detection.Score)];
        Assert.Equal(expected, (await DetectAsync(restored, windows.Skip(1))).Select(detection => detection.Score));
        Assert.Equal(1, restored.Counts.SuccessorsWithdrawn);
    }

    private static AnomalyDetector Build(LearningOptions learning) => new AnomalyDetectorBuilder()
        .ParseWith(_ => new WordParser()).WindowByCount(20).DetectWithNovelty().DetectWithCounts().DetectWithOrder().WithLearning(learning).Build();

    private static async Task<AnomalyDetector> LearnedAsync(LearningOptions learning, string read = Read, LogSeverity severity = LogSeverity.Information)
    {
        AnomalyDetector detector = Build(learning);
        await detector.LearnWindowsAsync(Enumerable.Range(0, 200).Select(i => Session(i, read, severity)).ToAsyncEnumerable());
        return detector;
    }

    /// <summary>Opens a file, reads it in one to three steps, closes it.</summary>
    private static LogWindow Session(int i, string read, LogSeverity severity = LogSeverity.Information) =>
        Window(["Opening file <*> for user <*>", .. Enumerable.Repeat(read, 1 + (i % 3)), "Closing file <*>"], severity, read);

    private static LogWindow Window(string[] templates, LogSeverity severity = LogSeverity.Information, string? grave = null) => new(
        WindowKind.Session, templates.Select((text, line) => Logs.Log(text, line + 1, severity: text == grave ? severity : LogSeverity.Information)).ToArray(), "session");

    private static async Task<Detection[]> DetectAsync(AnomalyDetector detector, IEnumerable<LogWindow> windows) =>
        await detector.DetectWindowsAsync(windows.ToAsyncEnumerable()).ToArrayAsync();
}
