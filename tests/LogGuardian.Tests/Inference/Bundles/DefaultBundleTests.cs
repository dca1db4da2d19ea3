using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using LogGuardian.Evaluation;
using LogGuardian.Inference;
using LogGuardian.Tests.Conventions;
using LogGuardian.Tests.Inference.LogLlm;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Inference.Bundles;

/// <summary>Looks at what is unpacked for the whole process, so that nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(DefaultBundleTests), DisableParallelization = true)]
[Collection(nameof(DefaultBundleTests))]
public sealed class DefaultBundleTests
{
    private const string Folder = "src/LogGuardian.Inference/Default/";
    private const long MostBytes = 5_000_000;

    private static readonly string[] Routine = ["session opened for user root", "GET /index.html 200", "checkpoint complete"];
    private static readonly string[] Bad = ["kernel: EXT4-fs error (device sda1): unable to read superblock", "connection to database lost, giving up", "out of memory: killed process"];

    [Fact]
    public void OpenDefault_IsTheBundleThatItsRecordDescribes()
    {
        using JsonDocument document = JsonDocument.Parse(Repository.Read(Folder + "default-model.json"));
        JsonElement record = document.RootElement;
        byte[] zip = File.ReadAllBytes(Path.Combine(Repository.Root, Folder + "default-model.zip"));
        Assert.InRange(zip.Length, 1, MostBytes);
        Assert.Equal(record.GetProperty("zipBytes").GetInt64(), zip.Length);
        Assert.Equal(record.GetProperty("zipSha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(zip)));
        using ModelBundle bundle = ModelBundle.OpenDefault();
        Assert.Equal(ModelBundle.DefaultName, bundle.Path);
        Assert.Equal(record.GetProperty("bundle").GetString(), bundle.Hash);
        Assert.Equal(record.GetProperty("card").GetString(), bundle.Manifest.Card);
        Assert.Contains(record.GetProperty("inputsSha256").GetString()!, bundle.Manifest.Card, StringComparison.Ordinal);
        Assert.Equal((record.GetProperty("license").GetString(), "default"), (bundle.Manifest.License, bundle.Manifest.Name));
        bundle.Verify();
    }

    // What it says depends on the weights that ship; all other tests here do not.
    [Fact]
    public async Task Score_OfBadMessages_IsHigherThanOfRoutine()
    {
        using ModelBundle bundle = ModelBundle.OpenDefault();
        IDetector detector = bundle.CreateLogLlm();
        using var _ = (IDisposable)detector;
        LogWindow[] windows = [LogLlmBundle.Window(Bad), LogLlmBundle.Window(Routine), .. Bad.Concat(Routine).Select(message => LogLlmBundle.Window([message]))];
        float[] scores = new float[windows.Length];
        await detector.ScoreAsync(windows, scores);

        // Odds: 1 is as likely as not.
        string said = string.Join(' ', scores.Select(score => score.ToString("0.00", CultureInfo.InvariantCulture)));
        Assert.True(scores[0] > 1 && scores[1] < 1, said);
        Assert.True(scores[2..5].Min() > scores[5..].Max(), said);

        // It was trained on no window of the system: of counts and order it knows nothing.
        Assert.Equal(["novelty"], detector.Settles);
    }

    [Fact]
    public async Task Detectors_OfTheDefault_ShareWhatIsUnpackedAndLeaveNothing()
    {
        string folder;
        using (AnomalyDetector one = Build())
        {
            using (AnomalyDetector other = Build())
            {
                using (ModelBundle bundle = ModelBundle.OpenDefault())
                {
                    folder = FolderOf(bundle);
                }

                Assert.True(Directory.Exists(folder));
                await one.LearnAsync(Source(Routine, 120));
                List<Detection> detections = [];
                await foreach (Detection detection in one.DetectAsync(Source(Bad, 12)))
                {
                    detections.Add(detection);
                }

                Assert.Contains(detections, detection => detection.Tiers.Any(tier => tier.Detector == "logllm"));
                Assert.Contains(detections, detection => detection.Tiers.Any(tier => tier.Detector == "meaning"));
            }

            using ModelBundle later = ModelBundle.OpenDefault();
            Assert.Equal(folder, FolderOf(later));
        }

        Assert.False(Directory.Exists(folder));
        using ModelBundle anew = ModelBundle.OpenDefault();
        Assert.True(Directory.Exists(FolderOf(anew)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DetectWithLogLlm_OfTheDefault_TellsBadNewsFromHarmlessAndLeavesTheUsualAlone(bool isOpened)
    {
        using ModelBundle bundle = ModelBundle.OpenDefault();
        AnomalyDetectorBuilder builder = new AnomalyDetectorBuilder().ParseWithTemplates().WindowByCount(5)
            .WithLearning(new LearningOptions { WarmUpLines = 0, ContinueOnNormal = false })
            .DetectWithNovelty();
        using AnomalyDetector detector = (isOpened ? builder.DetectWithLogLlm(bundle) : builder.DetectWithLogLlm()).Build();

        // An error that comes every day is usual here.
        string[] usual = [.. Routine, "connection to cache failed, retrying", "worker is idle"];
        await detector.LearnAsync(Source(usual, 1000));
        string[] harmless = ["configuration was reloaded", "session closed for user root"];
        List<Detection> detections = await detector.DetectAsync(Source([.. usual, .. Lines(harmless[0]), .. Lines(Bad[0]), .. Lines(harmless[1]), .. Lines(Bad[2])], 25)).ToListAsync();
        string said = string.Join(' ', detections.Select(detection => detection.Score.ToString("0.00", CultureInfo.InvariantCulture)));
        Assert.True(detections.Select(detection => detection.IsAnomaly).SequenceEqual([false, false, true, false, true]), said);
        Assert.Equal(0, Assert.Single(detections[0].Tiers, tier => tier.Detector == "logllm").Score);
        Assert.Contains(detections[2].Evidence, piece => piece.Detector == "logllm" && piece.Lines.Single().ToString() == Bad[0]);

        string[] Lines(string line) => [.. usual.Take(4), line];
    }

    [SkippableFact]
    public async Task DetectWithLogLlm_OfTheDefault_FindsOnAnotherDayWhatFastDetectorsMiss()
    {
        var normal = EvaluationData.Open("thunderbird", ExternalData.Require("thunderbird/Thunderbird-normal.log"));
        var test = EvaluationData.Open("thunderbird", ExternalData.Require("thunderbird/Thunderbird.log"));
        EvaluationMethods methods = new EvaluationMethods().Add(
            "both", "default detectors and the default model", EvaluationMethods.FromDetector("both", builder => builder.DetectWithDefaults().DetectWithLogLlm()));
        IReadOnlyList<EvaluationResult> results = await new EvaluationRunner(new EvaluationRunOptions { Methods = methods })
            .RunAsync([new EvaluationCase(normal, Protocol.Find("logllm"), ["logguardian", "both"]) { Test = test }]);
        EvaluationMetrics Of(string method) => results.Single(result => result.Method == method).Metrics;
        Assert.Equal(0, Of("logguardian").Confusion.Recall);
        Assert.True(Of("both").Confusion.Recall > 0.9, $"It found {Of("both").Confusion.Recall}.");
        Assert.True(Of("both").Confusion.F1 > 0.9, $"F1 is {Of("both").Confusion.F1}.");
    }

    [Fact]
    public async Task OpenDefault_ByManyAtOnce_UnpacksOnceAndLeavesNothing()
    {
        using ModelBundle held = ModelBundle.OpenDefault();
        ModelBundle[] bundles = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => ModelBundle.OpenDefault())));
        string folder = FolderOf(held);
        Assert.All(bundles, bundle => Assert.Equal(folder, FolderOf(bundle)));
        held.Dispose();
        await Task.WhenAll(bundles.Select(bundle => Task.Run(bundle.Dispose)));
        Assert.False(Directory.Exists(folder));

        // Some open while others close.
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() =>
        {
            using ModelBundle bundle = ModelBundle.OpenDefault();
            Assert.True(File.Exists(bundle.PathOf(bundle.Manifest.Encoder.File)));
        })));
    }

    [Fact]
    public void OpenDefault_ResourceMissingOrDamaged_SaysWhatIsWrong()
    {
        string[] before = Unpacked();
        byte[] zip = File.ReadAllBytes(Path.Combine(Repository.Root, Folder + "default-model.zip"));
        byte[] changed = [.. zip];
        changed[zip.Length / 2] ^= 0xff;
        foreach ((Stream? resource, string message) in new (Stream?, string)[]
        {
            (null, "The assembly has no resource 'default-model.zip'; the package LogGuardian.Inference brings it."),
            (new MemoryStream(zip[..1000]), "It is not a zip of a bundle: "),
            (new MemoryStream(changed), ""),
        })
        {
            var e = Assert.Throws<InvalidDataException>(() => ModelBundle.OpenFiles(ModelBundle.DefaultName, new ModelOptions(), () => DefaultBundle.Unpack(resource)));
            Assert.StartsWith("Model bundle 'default': " + message, e.Message, StringComparison.Ordinal);
        }

        Assert.Equal(before, Unpacked());
    }

    private static AnomalyDetector Build() => new AnomalyDetectorBuilder()
        .ParseWith(_ => new WordParser())
        .WindowByCount(3)
        .DetectWithNovelty()
        .DetectWithMeaning()
        .DetectWithLogLlm()
        .Build();

    private static ListSource Source(string[] messages, int lines) => ListSource.Of("app", Enumerable.Range(0, lines).Select(i => messages[i % messages.Length]));

    private static string FolderOf(ModelBundle bundle) => Path.GetDirectoryName(bundle.PathOf(bundle.Manifest.Encoder.File))!;

    private static string[] Unpacked() => Directory.GetDirectories(Path.GetTempPath(), "logguardian-model-*");
}
