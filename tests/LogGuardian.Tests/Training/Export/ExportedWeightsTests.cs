using LogGuardian.Inference;
using LogGuardian.Tests.Core.Sources;
using LogGuardian.Tests.Inference.LogLlm;
using LogGuardian.Tests.Training.Learning;
using LogGuardian.Training;

namespace LogGuardian.Tests.Training.Export;

/// <summary>Bundles whose models learn on.</summary>
[Collection(LearningGroup.Name)]
public sealed class ExportedWeightsTests(TeacherFixture teacher) : IDisposable
{
    private readonly TempFolder _folder = new();

    private string BundlePath => Path.Combine(_folder.Path, "bundle");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task ModelOfABundle_IsTheOneThatWasExported(bool quantized, bool firstToken)
    {
        TrainingSet set = TinySystem.Windows(100, seed: 3);
        using PooledModel model = await TrainedAsync(firstToken);
        await ModelExport.WriteAsync(model, BundlePath, new ModelExportOptions { Sample = set, Quantized = quantized });
        string folder = Path.Combine(_folder.Path, "again");
        using (ModelBundle bundle = ModelBundle.Open(BundlePath))
        using (PooledModel again = PooledModel.FromBundle(folder, bundle))
        {
            Assert.Equal(model.Encoder with { TokenTypes = 1 }, again.Encoder);
            Assert.Equal((model.Card, model.Message, model.Calibration), (again.Card, again.Message, again.Calibration));
            Assert.Equal((12, firstToken, 16), (again.Record.MaxMessages, again.Record.FirstToken, again.Record.Width));
        }

        using WindowModel opened = WindowModel.Open(folder);
        Assert.IsType<PooledModel>(opened);
        IReadOnlyList<float> before = model.Score(set), after = opened.Score(set);
        Assert.All(before.Zip(after), each => Assert.Equal(each.First, each.Second, quantized ? 0.5 : 1e-4));
        Assert.InRange(TinySystem.Right(set, after), 0.95, 1);
        Dictionary<string, Weight> first = model.Network.Encoder.Parameters.ToWeights(), second = opened.Network.Encoder.Parameters.ToWeights();
        foreach ((string name, Weight weight) in second)
        {
            float[] values = first[name].Values[..weight.Values.Length];
            float level = quantized && weight.Shape.Count == 2 ? values.Max(Math.Abs) / 63 : 0;
            Assert.All(values.Zip(weight.Values), each => Assert.InRange(each.Second, each.First - (level / 2) - 1e-6f, each.First + (level / 2) + 1e-6f));
        }
    }

    [Fact]
    public async Task TheDefaultModel_SaysAsAModelThatLearnsWhatItSaysAsADetector()
    {
        string[] messages = ["session opened for user root", "checkpoint complete", "kernel: EXT4-fs error (device sda1): unable to read superblock", "connection to database lost, giving up"];
        using ModelBundle bundle = ModelBundle.OpenDefault();
        using PooledModel model = PooledModel.FromBundle(Path.Combine(_folder.Path, "default"), bundle);
        var set = new TrainingSet();
        foreach (string message in messages)
        {
            set.Add([message], null);
        }

        IDetector detector = bundle.CreateLogLlm();
        using var owner = (IDisposable)detector;
        float[] odds = new float[messages.Length];
        await detector.ScoreAsync(messages.Select(message => LogLlmBundle.Window([message])).ToArray(), odds);
        Assert.All(model.Score(set).Zip(odds), each => Assert.Equal(Math.Log(each.Second), each.First, 0.3));
        Assert.Equal("MIT", model.Card.License);
    }

    [Fact]
    public async Task BundleWithADecoder_IsRefused()
    {
        using TrainableModel model = teacher.Open();
        await ModelExport.WriteAsync(model, BundlePath);
        using ModelBundle bundle = ModelBundle.Open(BundlePath);
        var e = Assert.Throws<InvalidDataException>(() => PooledModel.FromBundle(Path.Combine(_folder.Path, "again"), bundle));
        Assert.Equal("The bundle 'model' has a decoder; only one that judges without a decoder can learn on. Give the folder of the model that it was exported from.", e.Message);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "again")));
    }

    [Fact]
    public void ModelOfOthers_IsRefused()
    {
        var graph = new OnnxGraph();
        string x = graph.Input("x", OnnxGraph.F32, "batch", 2);
        graph.Output("y", graph.Node("Add", [x, graph.Constant([1, 2], 2)]), OnnxGraph.F32, "batch", 2);
        var constants = new OnnxConstants(new MemoryStream(graph.ToArray()), "encoder.onnx");
        Assert.Equal(1, constants.Count);
        var e = Assert.Throws<InvalidDataException>(() => constants.Take(byRow: false, 3));
        Assert.Equal("encoder.onnx is not as LogGuardian writes it: [2] stands where [3] is expected. Only models that LogGuardian exported can learn on; open another by the folder of its weights.", e.Message);
        Assert.Equal([1, 2], constants.Take(byRow: false, 2));
        Assert.Contains("it has fewer numbers", Assert.Throws<InvalidDataException>(() => constants.NextShape).Message, StringComparison.Ordinal);
        Assert.Contains("encoder.onnx is not as", Assert.Throws<InvalidDataException>(() => new OnnxConstants(new MemoryStream([0x3A, 0xFF, 1]), "encoder.onnx")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileOfABundle_IsRead_AndOthersAreNot()
    {
        using PooledModel model = await TrainedAsync(firstToken: false);
        await ModelExport.WriteAsync(model, BundlePath);
        var bundle = ModelBundle.Open(BundlePath);
        using (Stream file = bundle.OpenFile("decoder.onnx"))
        {
            Assert.Equal(bundle.Manifest.Files["decoder.onnx"].Bytes, file.Length);
        }

        var e = Assert.Throws<ArgumentException>(() => bundle.OpenFile("manifest.json"));
        Assert.StartsWith("The bundle 'model' has no file 'manifest.json'; it lists decoder.onnx, encoder.onnx, tokenizer.json. Name one of them.", e.Message, StringComparison.Ordinal);
        bundle.Dispose();
        Assert.Throws<ObjectDisposedException>(() => bundle.OpenFile("decoder.onnx"));
    }

    private async Task<PooledModel> TrainedAsync(bool firstToken)
    {
        TrainingSet set = TinySystem.Windows(300, seed: 2);
        PooledModel model = PooledModel.Create(
            teacher.Fresh(), set, new PooledModelOptions { Encoder = TeacherFixture.Encoder, Width = 16, Vocabulary = 512, MaxMessages = 12, FirstToken = firstToken }, new BundleMessage(MessageMasks.None));
        await PooledTraining.TrainAsync(
            model, set, new PooledTrainingOptions { Words = new() { Epochs = 0 }, Answers = new() { Epochs = 12, LearningRate = 5e-3 }, Loop = TeacherFixture.Loop });
        return model;
    }
}
