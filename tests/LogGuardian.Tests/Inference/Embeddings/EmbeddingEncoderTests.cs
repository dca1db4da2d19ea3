using LogGuardian.Inference;
using LogGuardian.Tests.TestKit;
using Microsoft.Extensions.AI;

namespace LogGuardian.Tests.Inference.Embeddings;

public class EmbeddingEncoderTests
{
    [Fact]
    public async Task EncodeAsync_LogsOfTemplates_EmbedsEachTemplateOnceInBatchesAndNormalises()
    {
        var generator = new WordGenerator();
        var encoder = new EmbeddingEncoder(generator, new EmbeddingOptions { BatchSize = 2 });
        ParsedLog[] logs = [Logs.Log("disk full"), Logs.Log("user logs in"), Logs.Log("disk full", 3), Logs.Log("disk is full")];
        float[] vectors = new float[4 * 128];
        await encoder.EncodeAsync(logs, vectors);
        Assert.Equal([2, 1], generator.Batches);
        Assert.Equal(("embedding:words/hashed:128", 128), (encoder.Identity, encoder.Dimension));
        Assert.Equal(vectors[..128], vectors[256..384]);
        Assert.Equal(encoder.KeyOf(logs[0]), encoder.KeyOf(logs[2]));
        Assert.NotEqual(encoder.KeyOf(logs[0]), encoder.KeyOf(logs[3]));
        Assert.Equal(1, Product(0, 0), 1e-4);
        Assert.True(Product(0, 3) > Product(0, 1) + 0.3);

        float Product(int one, int other) => Enumerable.Range(0, 128).Sum(i => vectors[(one * 128) + i] * vectors[(other * 128) + i]);
    }

    [Fact]
    public async Task EncodeAsync_GeneratorThatGivesSomethingElse_SaysWhat()
    {
        var encoder = new EmbeddingEncoder(new WordGenerator(), new EmbeddingOptions { Dimension = 64 });
        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await encoder.EncodeAsync(new[] { Logs.Log("disk full") }, new float[64]));
        Assert.Contains("128 numbers for \"disk full\"; it must give 64", error.Message, StringComparison.Ordinal);
        var empty = new EmbeddingEncoder(new WordGenerator(), new EmbeddingOptions());
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await empty.EncodeAsync(new[] { Logs.Log("") }, new float[128]));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await empty.EncodeAsync(new[] { Logs.Log("disk full") }, new float[128], new CancellationToken(true)));
    }

    [Fact]
    public async Task DetectWithMeaning_OnAGenerator_FindsAFailureAndPassesARewordedLine()
    {
        var lines = Enumerable.Range(0, 1_200).Select(i => $"{Kinds[i % Kinds.Length]} {i}").ToArray();
        using AnomalyDetector detector = new AnomalyDetectorBuilder().ParseWithTemplates().WindowByCount(12)
            .DetectWithMeaning(new WordGenerator(), options: new MeaningOptions { Windows = false }).ExplainWithEvidence().Build();
        await detector.LearnAsync(ListSource.Of("app", lines));
        var found = new List<Detection>();
        await foreach (Detection detection in detector.DetectAsync(ListSource.Of(
            "app", [.. lines[..11], "user sees all orders 5", .. lines[..11], "segmentation violation in allocator 5"])))
        {
            found.Add(detection);
        }

        Assert.Equal([DetectionLabel.Normal, DetectionLabel.Anomaly], found.Select(detection => detection.Label));
        Assert.Equal("meaning", Assert.Single(found[1].Evidence).Detector);
        Assert.Contains("means something else than every normal line", found[1].Explanation!.Sentences[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 64, "Dimension is 0; it must be 1 to 65536")]
    [InlineData(8, 0, "BatchSize is 0; it must be 1 to 2048")]
    public void EmbeddingOptions_OutOfRange_NameValueRuleAndFix(int dimension, int batch, string message) => Assert.StartsWith(
        message,
        Assert.Throws<ArgumentOutOfRangeException>(() => new AnomalyDetectorBuilder().DetectWithMeaning(
            new WordGenerator(), new EmbeddingOptions { Dimension = dimension, BatchSize = batch })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void DetectWithMeaning_GeneratorThatSaysNothingOfItself_AsksForIt()
    {
        var silent = new WordGenerator(speaks: false);
        Assert.Contains("EmbeddingOptions.Dimension", Refused(new EmbeddingOptions { Identity = "words" }), StringComparison.Ordinal);
        Assert.Contains("EmbeddingOptions.Identity", Refused(new EmbeddingOptions { Dimension = 128 }), StringComparison.Ordinal);
        Assert.NotNull(new AnomalyDetectorBuilder().DetectWithMeaning(silent, new EmbeddingOptions { Dimension = 128, Identity = "words" }));

        string Refused(EmbeddingOptions options) => Assert.Throws<ArgumentException>(() => new AnomalyDetectorBuilder().DetectWithMeaning(silent, options)).Message;
    }

    private static readonly string[] Kinds =
    [
        "user sees his orders", "order is accepted by warehouse", "cache answers from replica", "payment is stored", "mail goes to customer", "basket grows by one item",
        "search finds products", "session begins for visitor", "invoice is printed", "price list is loaded", "stock report is written", "heartbeat of scheduler",
    ];

    /// <summary>An embedding model in the process, whose embeddings are three long.</summary>
    private sealed class WordGenerator(bool speaks = true) : IEmbeddingGenerator<string, Embedding<float>>
    {
        public List<int> Batches { get; } = [];

        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string[] texts = [.. values];
            Batches.Add(texts.Length);
            return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(texts.Select(text =>
            {
                float[] vector = new float[128];
                HashedWords.Encode(text, vector);
                return new Embedding<float>(Array.ConvertAll(vector, number => text.Length == 0 ? 0 : 3 * number));
            })));
        }

        public object? GetService(Type serviceType, object? serviceKey = null) =>
            speaks && serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("words", null, "hashed", 128) : null;

        public void Dispose()
        {
        }
    }
}
