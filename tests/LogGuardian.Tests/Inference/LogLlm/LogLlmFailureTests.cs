using LogGuardian.Inference;
using LogGuardian.TestModels;
using LogGuardian.Tests.TestKit;
using LogGuardian.Training;

namespace LogGuardian.Tests.Inference.LogLlm;

public sealed class LogLlmFailureTests
{
    [Fact]
    public void Options_OutOfRange_NameValueRangeAndDefault()
    {
        var e = Assert.Throws<ArgumentOutOfRangeException>(() => new LogLlmOptions { MaxCachedRows = 3 }.Validated());
        Assert.Contains("MaxCachedRows is 3; it must be 16 to 16777216. The default is 16384.", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LogLlmOptions { Workers = 0 }.Validated());
    }

    [Fact]
    public void Bundle_ThatOnlyEncodes_IsRefusedAtTheCall()
    {
        using var files = new LogLlmBundle(new TestBundleOptions { Decoder = null });
        using ModelBundle bundle = ModelBundle.Open(files.Folder);
        var e = Assert.Throws<ArgumentException>(() => DefaultDetector.Create().DetectWithLogLlm(bundle));
        Assert.Contains("has no decoder", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decoder_WithTooFewPositions_IsRefusedWhenItIsBuilt()
    {
        using var files = new LogLlmBundle();
        files.Rewrite(manifest => manifest with { Window = new BundleWindow { MaxMessages = DecoderWeights.MaxRows } });
        using ModelBundle bundle = ModelBundle.Open(files.Folder);
        var e = Assert.Throws<InvalidDataException>(() => DefaultDetector.Create().DetectWithLogLlm(bundle).Build());
        Assert.Contains("decoder.onnx: it cannot read a window of 512 messages, which window.maxMessages says", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decoder_WithAnotherVocabulary_IsRefused()
    {
        using var files = new LogLlmBundle();
        files.Rewrite(manifest => manifest with { Decoder = manifest.Decoder! with { Vocabulary = 300 } });
        Assert.Contains("decoder.vocabulary", Assert.Throws<InvalidDataException>(() => files.Detector()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TestBundle.DecoderVocabulary)]
    [InlineData(TestBundle.Normal)]
    public void Answer_ThatIsNoneOfTheVocabulary_IsRefused(int anomalous)
    {
        using var files = new LogLlmBundle();
        string path = Path.Combine(files.Folder, BundleManifest.FileName);
        string json = File.ReadAllText(path);
        File.WriteAllText(path, json.Replace($"\"anomalous\":{TestBundle.Anomalous}", $"\"anomalous\":{anomalous}", StringComparison.Ordinal));
        Assert.NotEqual(json, File.ReadAllText(path));
        Assert.Contains("answer.anomalous", Assert.Throws<InvalidDataException>(() => files.Detector()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decoder_WithAnInputThatNobodyKnows_IsRefused()
    {
        using var files = new LogLlmBundle();
        var graph = new OnnxGraph();
        string rows = graph.Input("inputs_embeds", OnnxGraph.F32, "batch", "rows", 128);
        string extra = graph.Input("pixel_values", OnnxGraph.F32, "batch", "rows", 128);
        string logits = graph.Node("MatMul", [graph.Node("Add", [rows, extra]), graph.Constant(new float[128 * 512], 128, 512)]);
        graph.Output("logits", logits, OnnxGraph.F32, "batch", "rows", 512);
        graph.Save(Path.Combine(files.Folder, "other.onnx"));
        files.Rewrite(manifest => manifest with { Decoder = manifest.Decoder! with { File = "other.onnx" } });
        Assert.Contains("other.onnx: the input 'pixel_values' is not known", Assert.Throws<InvalidDataException>(() => files.Detector()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Prompt_OfRowsThatAreNoNumbers_IsRefused()
    {
        using var files = new LogLlmBundle();
        string path = Path.Combine(files.Folder, "prompt.f32");
        byte[] rows = File.ReadAllBytes(path);
        BitConverter.TryWriteBytes(rows.AsSpan(40), float.NaN);
        BundleManifest manifest;
        using (ModelBundle bundle = ModelBundle.Open(files.Folder))
        {
            manifest = bundle.Manifest;
        }

        File.WriteAllBytes(path, rows);
        BundleWriter.Write(files.Folder, manifest);
        Assert.Contains("prompt.f32: a number of the prompt's rows is not finite", Assert.Throws<InvalidDataException>(() => files.Detector()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decoder_WhoseAnswerIsNoNumber_FailsAloneAndSaysSo()
    {
        // Rows of zeros, by which the decoder is tried, stay finite; those of messages do not.
        using var files = new LogLlmBundle(new TestBundleOptions { Failure = "kernel panic not syncing", Loudness = 2e38f });
        using ModelBundle bundle = ModelBundle.Open(files.Folder);
        using AnomalyDetector detector = new AnomalyDetectorBuilder().ParseWith(_ => new WordParser()).WindowByCount(5).DetectWithNovelty().DetectWithLogLlm(bundle).Build();
        await detector.LearnAsync(Source(40));
        List<Detection> detections = [];
        await foreach (Detection detection in detector.DetectAsync(Source(20)))
        {
            detections.Add(detection);
        }

        Assert.NotEmpty(detections);
        Assert.All(detections, detection =>
        {
            Assert.Contains("logllm", detection.Failure, StringComparison.Ordinal);
            Assert.Contains("they must be finite", detection.Failure, StringComparison.Ordinal);
            Assert.Equal("novelty", Assert.Single(detection.Tiers).Detector);
        });
    }

    [Fact]
    public async Task Score_ThatIsCancelled_SaysSoAndLeavesTheDetectorWhole()
    {
        using var files = new LogLlmBundle();
        LogLlmDetector detector = files.Detector();
        LogWindow[] windows = [LogLlmBundle.Window(LogLlmBundle.Messages(20, seed: 1))];
        float[] scores = new float[1];
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await detector.ScoreAsync(windows, scores, new CancellationToken(canceled: true)));
        await detector.ScoreAsync(windows, scores);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await detector.ScoreAsync(windows, new float[1], new CancellationToken(canceled: true)));
        Assert.Equal(scores[0], await detector.ScoreAsync(windows[0]));
        Assert.Equal(scores[0], await files.Detector().ScoreAsync(windows[0]));
    }

    private static ILogSource Source(int lines) => LogLines.FromStream(
        new MemoryStream([.. Enumerable.Range(0, lines).SelectMany(i => System.Text.Encoding.UTF8.GetBytes(TestBundle.NormalMessages[i % 5] + "\n"))]), "app");
}
