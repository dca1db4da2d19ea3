using LogGuardian.Inference;
using LogGuardian.TestModels;
using LogGuardian.Tests.Conventions;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Inference.LogLlm;

/// <summary>With weights that mean something: windows with the failure score high, and the evidence names its lines.</summary>
public sealed class LogLlmEvidenceTests : IDisposable
{
    private const string Failure = "kernel panic not syncing";
    private readonly LogLlmBundle _bundle = new(new TestBundleOptions { Failure = Failure });

    public void Dispose() => _bundle.Dispose();

    [Fact]
    public async Task Window_WithTheFailure_ScoresHighAndOthersLow()
    {
        LogLlmDetector detector = _bundle.Detector();
        string[] normal = Normal(100);
        Assert.InRange(await detector.ScoreAsync(LogLlmBundle.Window(normal)), 0, 0.05);
        foreach (int place in new[] { 0, 50, 99 })
        {
            string[] messages = [.. normal];
            messages[place] = Failure;
            Assert.InRange(await detector.ScoreAsync(LogLlmBundle.Window(messages)), 20, 1e6);
        }
    }

    [Fact]
    public void Evidence_OfTheFailure_NamesItsLines()
    {
        string[] messages = Normal(60);
        (messages[12], messages[40]) = (Failure, Failure);
        Evidence evidence = Assert.Single(_bundle.Detector().Evidence(LogLlmBundle.Window(messages)));
        Assert.Equal(EvidenceKind.ModelVerdict, evidence.Kind);
        Assert.Equal("logllm", evidence.Detector);
        Assert.Equal(Failure, evidence.Template.Text);
        Assert.Equal([13L, 41L], evidence.Lines.Select(log => log.Line.LineId));
        Assert.InRange(evidence.Observed, 0.95, 1);
        Assert.Equal(0, evidence.Expected);
        Assert.True(evidence.Strength > 1);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(100)]
    public void Evidence_AmongManyMessages_StillNamesTheLine(int place)
    {
        // Each message with words of its own: more than are taken out one by one.
        string[] messages = [.. Enumerable.Range(0, 120).Select(i => $"{TestBundle.NormalMessages[i % TestBundle.NormalMessages.Count]} {(char)('a' + (i % 26))}{i}")];
        messages[place] = Failure;
        Evidence[] evidence = _bundle.Detector().Evidence(LogLlmBundle.Window(messages));
        Assert.Equal(place + 1, evidence[0].Lines.Single().Line.LineId);
        Assert.InRange(evidence.Length, 1, 5);
    }

    [Fact]
    public void Evidence_OfALongWindow_IsOfItsStrangestPart()
    {
        string[] messages = Normal(300);
        messages[200] = Failure;
        Assert.Equal(201, Assert.Single(_bundle.Detector().Evidence(LogLlmBundle.Window(messages))).Lines.Single().Line.LineId);
    }

    [Fact]
    public void Evidence_OfOneMessageAlone_IsThatMessage() =>
        Assert.Equal(Failure, Assert.Single(_bundle.Detector().Evidence(LogLlmBundle.Window([Failure, Failure]))).Template.Text);

    [Fact]
    public void Evidence_OfANormalWindow_IsNone() => Assert.Empty(_bundle.Detector().Evidence(LogLlmBundle.Window(Normal(50))));

    [Fact]
    public void Detector_OfTheModelTier_SettlesWhatKnowsTemplates()
    {
        IDetector detector = _bundle.Detector();
        Assert.Equal("logllm", detector.Name);
        Assert.Equal(DetectorTier.Model, detector.Tier);
        Assert.Equal(["novelty", "counts", "order", "sequences", "pca"], detector.Settles);
        Assert.False(detector.IsCalibrated);
    }

    [Fact]
    public void Detector_ThatLabelsOfTheSystemCalibrated_IsJoinedAsItIs()
    {
        using var fitted = new LogLlmBundle();
        fitted.Rewrite(manifest => manifest with { Calibration = manifest.Calibration with { Fitted = true } });
        IDetector detector = fitted.Detector();
        Assert.Equal((true, 0), (detector.IsCalibrated, detector.Settles.Count));

        // It has words around the messages, as language models do: too dear to be asked for every window.
        Assert.False(detector.IsSelective);
    }

    [Fact]
    public async Task Pipeline_OnARealLog_ReportsTheFailureAndNamesIt()
    {
        const string Refused = "sorry, too many clients already";
        string path = Path.Combine(Repository.Root, "samples", "data", "orders-postgresql.log.gz");
        var normal = new HashSet<string>(StringComparer.Ordinal);
        using (AnomalyDetector parser = DefaultDetector.Create().Build())
        {
            await foreach (ParsedLog log in parser.ParseAsync(LogLines.FromFile(path)))
            {
                normal.Add(log.Template.Text);
                if (log.Line.LineId > 8_000)
                {
                    break;
                }
            }
        }

        Assert.DoesNotContain(Refused, normal);
        using var files = new LogLlmBundle(new TestBundleOptions { Failure = Refused, Normal = [.. normal], Masks = "template" });
        AnomalyDetectorBuilder builder = DefaultDetector.Create();
        using ModelBundle bundle = ModelBundle.Open(files.Folder);
        using AnomalyDetector detector = builder.DetectWithLogLlm(bundle).WithCascade(new CascadeOptions { PassedOn = 1 }).Build();
        List<Detection> detections = [];
        await foreach (Detection detection in detector.DetectAsync(LogLines.FromFile(path)))
        {
            detections.Add(detection);
            if (detection.Window.LastLine > 23_300)
            {
                break;
            }
        }

        ILookup<bool, Detection> judged = detections.Where(detection => detection.Label != DetectionLabel.Unscored)
            .ToLookup(detection => detection.Window.Lines.ToArray().Any(log => log.Template.Text == Refused));
        Assert.All(detections, detection => Assert.Null(detection.Label == DetectionLabel.Unscored ? null : detection.Failure));
        Assert.NotEmpty(judged[true]);
        Assert.All(judged[true], detection =>
        {
            Assert.True(detection.IsAnomaly);
            Assert.InRange(detection.Tiers.Single(tier => tier.Detector == "logllm").Score, 0.9, 1);
            Evidence evidence = detection.Evidence.First(evidence => evidence.Kind == EvidenceKind.ModelVerdict);
            Assert.Equal(Refused, evidence.Template.Text);
            Assert.All(evidence.Lines, log => Assert.Equal(Refused, log.ToString()));
        });
        Assert.All(judged[false], detection => Assert.InRange(detection.Tiers.Single(tier => tier.Detector == "logllm").Score, 0, 0.6));
    }

    private static string[] Normal(int count) => [.. Enumerable.Range(0, count).Select(i => TestBundle.NormalMessages[i % TestBundle.NormalMessages.Count])];
}
