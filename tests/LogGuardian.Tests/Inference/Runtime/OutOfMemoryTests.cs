using System.Text;
using LogGuardian.Inference;
using LogGuardian.TestModels;
using LogGuardian.Tests.Cli;
using LogGuardian.Tests.Core.Sources;
using LogGuardian.Tests.Inference.Bundles;
using LogGuardian.Tests.TestKit;
using LogGuardian.Training;

namespace LogGuardian.Tests.Inference.Runtime;

/// <summary>ONNX Runtime is really refused memory here: the words by which that is known are its own.</summary>
public sealed class OutOfMemoryTests : IDisposable
{
    private const string Problem = "encoder.onnx: there is not enough memory for the model. Use a smaller one";
    private const int Dimension = 32;

    // No address has 48 bits: whatever the machine promises its processes, it cannot promise this.
    private const long TooMuch = 1L << 46;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Encode_WhatNeedsMoreMemoryThanThereIs_SaysSo()
    {
        using var bundle = ModelBundle.Open(Bundle(Greedy()));
        using MessageEncoder encoder = bundle.CreateEncoder();
        float[] vector = new float[encoder.Dimension];
        var e = await Assert.ThrowsAsync<InvalidOperationException>(async () => await encoder.EncodeAsync(BundleSamples.Messages(["kernel panic"]), vector));
        Assert.StartsWith(Problem, e.Message, StringComparison.Ordinal);

        // The model is whole afterwards.
        await encoder.EncodeAsync(BundleSamples.Messages(["payment stored"]), vector);
        Assert.Equal(1, vector.Sum(x => x * x), 0.001);
    }

    [Fact]
    public async Task Pipeline_WhoseModelRunsOutOfMemory_GoesOnWithTheOtherTiers()
    {
        using var bundle = ModelBundle.Open(Bundle(Greedy()));
        using AnomalyDetector detector = new AnomalyDetectorBuilder().ParseWith(_ => new WordParser()).WindowByCount(5).DetectWithNovelty().DetectWithMeaning(bundle).Build();
        await detector.LearnAsync(Source(40));
        Detection[] starved = await DetectAsync(detector, Source(20, "kernel panic"));
        Detection[] fed = await DetectAsync(detector, Source(20));
        Assert.Equal(4, starved.Length);
        Assert.All(starved, detection =>
        {
            Assert.Contains("meaning", detection.Failure, StringComparison.Ordinal);
            Assert.Contains(Problem, detection.Failure, StringComparison.Ordinal);
            Assert.Equal("novelty", Assert.Single(detection.Tiers).Detector);
        });
        Assert.Equal(4, fed.Length);
        Assert.All(fed, detection =>
        {
            Assert.Null(detection.Failure);
            Assert.Equal(["novelty", "meaning"], detection.Tiers.Select(tier => tier.Detector));
        });
    }

    [Fact]
    public async Task Load_OfAModelThatIsTooLarge_SaysSo()
    {
        // Two gigabytes of numbers, where a process has room for as much with all that it is: it starts with less than half of it, and never holds both.
        string folder = Bundle(Large(500_000_000));
        CliResult run = await CliProcess.RunWithinAsync(2L << 30, _folder.Path, "model", "verify", folder);
        Assert.Equal("error: " + Problem, run.Error[..("error: ".Length + Problem.Length)]);
        Assert.Equal(2, run.Code);
        Assert.Empty(run.Output);
        run = await CliProcess.RunWithinAsync(2L << 30, _folder.Path, "model", "verify", Bundle(Large(1_000)));
        Assert.Equal((0, ""), (run.Code, run.Error));
    }

    /// <summary>An encoder that needs an absurd amount of memory for messages with the word panic.</summary>
    private static OnnxGraph Greedy()
    {
        OnnxGraph graph = Begin(out string tokens);
        string isPanic = graph.Node("Equal", ["input_ids", graph.Scalar(Vocabulary.Read("panic")[0])]);
        string panics = graph.Node("ReduceMax", [graph.Node("Cast", [isPanic], ("to", OnnxGraph.I64))]);
        string width = graph.Node("Add", [graph.Node("Mul", [graph.Node("Reshape", [panics, graph.Vector(1)]), graph.Vector(TooMuch)]), graph.Vector(Dimension)]);
        string wide = graph.Node("Expand", [tokens, graph.Node("Concat", [graph.Vector(1, 1), width], ("axis", 0))]);
        return End(graph, graph.Node("Slice", [wide, graph.Vector(0), graph.Vector(Dimension), graph.Vector(2)]));
    }

    /// <summary>An encoder with a vector of so many numbers, in a file of some hundred bytes.</summary>
    private static OnnxGraph Large(long numbers)
    {
        OnnxGraph graph = Begin(out string tokens);
        return End(graph, graph.Node("Add", [tokens, graph.Node("Slice", [graph.Sparse(1, numbers), graph.Vector(0), graph.Vector(Dimension), graph.Vector(0)])]));
    }

    private static OnnxGraph Begin(out string tokens)
    {
        var graph = new OnnxGraph();
        string ids = graph.Input("input_ids", OnnxGraph.I64, "batch", "tokens");
        graph.Input("attention_mask", OnnxGraph.I64, "batch", "tokens");
        tokens = graph.Node("Unsqueeze", [graph.Node("Cast", [ids], ("to", OnnxGraph.F32)), graph.Vector(2)]);
        return graph;
    }

    private static OnnxGraph End(OnnxGraph graph, string hidden)
    {
        // By this alone messages point in different directions.
        float[] bias = [.. Enumerable.Range(0, Dimension).Select(i => (float)(10 * i))];
        graph.Output("last_hidden_state", graph.Node("Add", [hidden, graph.Constant(bias, Dimension)]), OnnxGraph.F32, "batch", "tokens", Dimension);
        return graph;
    }

    private static ILogSource Source(int lines, string? more = null) => LogLines.FromStream(
        new MemoryStream([.. Enumerable.Range(0, lines).SelectMany(i => Encoding.UTF8.GetBytes($"{TestBundle.NormalMessages[i % 5]} {more}\n"))]), "app");

    private static async Task<Detection[]> DetectAsync(AnomalyDetector detector, ILogSource source)
    {
        List<Detection> detections = [];
        await foreach (Detection detection in detector.DetectAsync(source))
        {
            detections.Add(detection);
        }

        return [.. detections];
    }

    private string Bundle(OnnxGraph encoder)
    {
        string folder = BundleSamples.Write(_folder.Path);
        File.WriteAllBytes(Path.Combine(folder, "encoder.onnx"), encoder.ToArray());
        BundleSamples.Relist(folder);
        return folder;
    }
}
