using LogGuardian.Inference;
using LogGuardian.Tests.Core.Sources;
using LogGuardian.Tests.Inference.Bundles;
using LogGuardian.Training;

namespace LogGuardian.Tests.Training.Export;

[Collection(TorchTests.Name)]
public sealed class ModelExportTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task WriteAsync_TrainedModel_BundleDecidesAsTheModelDoes()
    {
        TorchTests.Require();
        TrainingSet set = TinyModel.Windows();
        using TrainableModel model = TinyModel.Create(Path.Combine(_folder.Path, "model"), set);
        IReadOnlyDictionary<string, double> measured = await TinyModel.TrainAsync(model, set);
        Assert.Equal(1, measured["validation_f1"]);
        model.Card = new ModelCard { Name = "tiny", License = "MIT", Text = "Of disks that fail." };

        TrainingSet judged = TinyModel.Windows(40, seed: 2);
        IReadOnlyList<float> odds = model.Score(judged);
        Assert.Contains(odds, value => value > 0);
        Assert.Contains(odds, value => value < 0);
        foreach ((bool quantized, bool folded) in new[] { (false, false), (false, true), (true, false) })
        {
            string path = Path.Combine(_folder.Path, $"bundle-{quantized}-{folded}");
            ExportReport report = await ModelExport.WriteAsync(model, path, new ModelExportOptions { Quantized = quantized, Folded = folded, Sample = folded ? null : set });
            Assert.InRange(report.VectorDifference, 0, quantized ? 0.1 : 1e-5);
            Assert.InRange(report.LogOddsDifference!.Value, 0, quantized ? 0.5 : 1e-4);
            using ModelBundle bundle = ModelBundle.Open(path);
            Assert.Equal(report.Hash, bundle.Hash);
            Assert.Equal(("tiny", "MIT", "Of disks that fail."), (bundle.Manifest.Name, bundle.Manifest.License, bundle.Manifest.Card));
            Assert.Equal((TokenizerKind.Json, false, 8), (bundle.Manifest.Tokenizer.Kind, bundle.Manifest.Encoder.Normalize, bundle.Manifest.Window.MaxMessages));
            Assert.Equal(model.Calibration, bundle.Manifest.Calibration);
            await CompareAsync(bundle, judged, odds, quantized ? 1 : 1e-3);
        }
    }

    [SkippableFact]
    public async Task WriteAsync_QuantizedFurtherOffThanAllowed_WritesNothing()
    {
        TorchTests.Require();
        TrainingSet set = TinyModel.Windows(20);
        using TrainableModel model = TinyModel.Create(Path.Combine(_folder.Path, "model"), set);
        string path = Path.Combine(_folder.Path, "bundle");
        var e = await Assert.ThrowsAsync<InvalidDataException>(() => ModelExport.WriteAsync(model, path, new ModelExportOptions { LeastCosine = 1 }));
        Assert.Contains("the least cosine of a vector is", e.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(path));
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = ModelExport.WriteAsync(model, path, new ModelExportOptions { LeastCosine = 2 }); });
    }

    [Fact]
    public void Sample_OfASet_TakesMessagesThatMasksLeave()
    {
        var set = new TrainingSet();
        set.Add(["query: a <*>", "query: not masked 17"], true);
        set.Add(["query: b", "query: c", "query: d"], null);
        TrainingSet sample = ExportSample.Of(set, new BundleMessage(MessageMasks.LogLlm, Prefix: "query: "), maxMessages: 2);
        Assert.Equal(["query: a <*>", "query: b", "query: c"], sample.Messages);
        Assert.Equal(2, sample.Windows.Count);
        Assert.True(ExportSample.Of(null, new BundleMessage(), 8).Windows.Count > 4);
    }

    /// <summary>The detector gives the log-odds of the model, and as the only one in a pipeline it reports what the model takes for anomalous.</summary>
    private static async Task CompareAsync(ModelBundle bundle, TrainingSet set, IReadOnlyList<float> odds, double most)
    {
        LogWindow[] windows = [.. set.Windows.Select(window =>
            new LogWindow(WindowKind.Count, BundleSamples.Messages(window.Messages.ToArray().Select(message => set.Messages[message]))))];
        IDetector detector = bundle.CreateLogLlm();
        using (detector as IDisposable)
        {
            float[] scores = new float[windows.Length];
            await detector.ScoreAsync(windows, scores);
            for (int i = 0; i < scores.Length; i++)
            {
                Assert.InRange(Math.Log(scores[i]) - odds[i], -most, most);
                Assert.Equal(odds[i] > 0, scores[i] > 1);
            }
        }

        using AnomalyDetector pipeline = new AnomalyDetectorBuilder().ParseWithTemplates().WindowByCount(4).DetectWithLogLlm(bundle)
            .WithLearning(new LearningOptions { ContinueOnNormal = false, FollowSuccessors = false }).Build();
        await pipeline.LearnWindowsAsync(Repeated(windows.Where((_, i) => odds[i] < 0), 10));
        int at = 0;
        await foreach (Detection detection in pipeline.DetectWindowsAsync(Repeated(windows, 1)))
        {
            Assert.Equal(odds[at++] > 0, detection.IsAnomaly);
        }

        Assert.Equal(windows.Length, at);
    }

    private static async IAsyncEnumerable<LogWindow> Repeated(IEnumerable<LogWindow> windows, int times)
    {
        await Task.CompletedTask;
        for (int i = 0; i < times; i++)
        {
            foreach (LogWindow window in windows)
            {
                yield return window;
            }
        }
    }
}
