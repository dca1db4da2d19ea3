using System.Diagnostics.Metrics;
using LogGuardian.Inference;
using LogGuardian.TestModels;
using LogGuardian.Tests.Core.Sources;
using LogGuardian.Tests.Inference.Bundles;

namespace LogGuardian.Tests.Inference.Encoders;

public sealed class MessageEncoderTests : IDisposable
{
    private static readonly string[] Texts =
    [
        .. TestBundle.NormalMessages, "kernel panic: not syncing", "x", "error error error",
        string.Join(' ', Enumerable.Repeat("memory block", 60)), .. Enumerable.Range(0, 40).Select(i => $"connection {i} refused by host{new string('!', i % 7)}"),
    ];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Encode_Messages_AreWhatTheEquationsSay()
    {
        var model = new TestBundle(BundleSamples.EncoderOnly);
        using MessageEncoder encoder = Open(BundleSamples.EncoderOnly, out _);
        float[][] vectors = await EncodeAsync(encoder, Texts);
        for (int i = 0; i < Texts.Length; i++)
        {
            double[] expected = model.VectorOf(Texts[i]);
            Assert.All(expected.Index(), number => Assert.InRange(vectors[i][number.Index] - number.Item, -1e-5, 1e-5));
        }
    }

    [Fact]
    public async Task Encode_WholeNumbers_PointWhereTheEquationsSay()
    {
        var options = new TestBundleOptions { Decoder = null, Quantized = true, Encoder = new ModelShape(2, 128) };
        var model = new TestBundle(options);
        using MessageEncoder encoder = Open(options, out _);
        float[][] vectors = await EncodeAsync(encoder, Texts);
        for (int i = 0; i < Texts.Length; i++)
        {
            Assert.InRange(model.VectorOf(Texts[i]).Select((number, at) => number * vectors[i][at]).Sum(), .999, 1.001);
        }
    }

    [Theory]
    [InlineData(false, 1e-6)]
    [InlineData(true, 0)]
    public async Task Encode_AloneOrWithOthers_GivesTheSameVector(bool quantized, double most)
    {
        using MessageEncoder encoder = Open(BundleSamples.EncoderOnly with { Quantized = quantized }, out _, new EncoderOptions { MaxCached = 0 });
        float[][] together = await EncodeAsync(encoder, Texts);
        float[][] reversed = await EncodeAsync(encoder, [.. Texts.Reverse()]);
        for (int i = 0; i < Texts.Length; i++)
        {
            float[] alone = (await EncodeAsync(encoder, [Texts[i]]))[0];
            Assert.All(alone.Index(), number => Assert.InRange(Math.Abs(together[i][number.Index] - number.Item), 0, most));
            Assert.All(alone.Index(), number => Assert.InRange(Math.Abs(reversed[^(i + 1)][number.Index] - number.Item), 0, most));
        }

        Assert.Equal(quantized, encoder.Counts.Batches == encoder.Counts.Encoded);
    }

    [Fact]
    public async Task Encode_EqualMessages_AreEncodedOnce()
    {
        using MessageEncoder encoder = Open(BundleSamples.EncoderOnly, out ModelBundle bundle);
        using MessageEncoder same = bundle.CreateEncoder();
        float[][] vectors = await EncodeAsync(encoder, ["payment stored", "batch shipped", "payment stored", "payment stored"]);
        Assert.Equal(vectors[0], vectors[3]);
        Assert.NotEqual(vectors[0], vectors[1]);
        await EncodeAsync(same, ["batch shipped"]);
        Assert.Equal(new EncoderCounts { Messages = 5, Joined = 2, Hits = 1, Encoded = 2, Tokens = encoder.Counts.Tokens, Batches = encoder.Counts.Batches, Cached = 2 }, encoder.Counts);
    }

    [Fact]
    public async Task Encode_ManyCallers_GetTheirOwnVectors()
    {
        using MessageEncoder encoder = Open(BundleSamples.EncoderOnly, out _, new EncoderOptions { MaxCached = 8, Workers = 2 });
        float[][] expected = await EncodeAsync(encoder, Texts);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(async () =>
        {
            for (int round = 0; round < 10; round++)
            {
                int[] order = [.. Enumerable.Range(0, Texts.Length).OrderBy(i => (i * 31 + caller * 17 + round) % Texts.Length)];
                float[][] vectors = await EncodeAsync(encoder, [.. order.Select(i => Texts[i])]);
                Assert.All(order.Index(), item => Assert.All(vectors[item.Index].Index(), number => Assert.InRange(number.Item - expected[item.Item][number.Index], -1e-6f, 1e-6f)));
            }
        })));
        EncoderCounts counts = encoder.Counts;
        Assert.Equal(counts.Messages, counts.Hits + counts.Joined + counts.Encoded);
        Assert.Equal(8, counts.Cached);
    }

    [Fact]
    public async Task Encode_Cancelled_EndsAndTheOthersGoOn()
    {
        using MessageEncoder encoder = Open(new TestBundleOptions { Decoder = null, Encoder = new ModelShape(8, 256) }, out _, new EncoderOptions { MaxCached = 0, Workers = 1 });
        string[] many = [.. Enumerable.Range(0, 1000).Select(i => $"{string.Join(' ', Enumerable.Repeat("memory block", 30))} {i}")];
        using var stop = new CancellationTokenSource();
        Task cancelled = Task.Run(() => EncodeAsync(encoder, many, stop.Token), CancellationToken.None);
        while (encoder.Counts.Batches < 2)
        {
            await Task.Delay(1, CancellationToken.None);
        }

        Task<float[][]> other = Task.Run(() => EncodeAsync(encoder, ["payment stored"]), CancellationToken.None);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Single(await other);
        Assert.True(encoder.Counts.Encoded < 1000);
        Assert.Equal(2, (await EncodeAsync(encoder, ["session opened", "session closed"])).Length);
    }

    [Fact]
    public async Task Encode_CancelledBefore_EncodesNothing()
    {
        using MessageEncoder encoder = Open(BundleSamples.EncoderOnly, out _);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EncodeAsync(encoder, Texts, new CancellationToken(canceled: true)));
        Assert.Equal(0, encoder.Counts.Batches);
    }

    [Fact]
    public async Task Encode_KeptVectors_AllocatesNothing()
    {
        using MessageEncoder encoder = Open(BundleSamples.EncoderOnly, out _);
        ParsedLog[] logs = BundleSamples.Messages(Texts);
        float[] vectors = new float[logs.Length * encoder.Dimension];
        await encoder.EncodeAsync(logs, vectors);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            await encoder.EncodeAsync(logs, vectors);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public async Task SaveCache_LoadedElsewhere_SparesTheModel()
    {
        using MessageEncoder encoder = Open(BundleSamples.EncoderOnly, out ModelBundle bundle);
        float[][] vectors = await EncodeAsync(encoder, Texts);
        using var file = new MemoryStream();
        encoder.SaveCache(file);
        using MessageEncoder fresh = bundle.CreateEncoder(new EncoderOptions { MaxCached = 1000 });
        file.Position = 0;
        fresh.LoadCache(file);
        Assert.Equal(vectors, await EncodeAsync(fresh, Texts));
        Assert.Equal((0, Texts.Length), (fresh.Counts.Encoded, fresh.Counts.Hits));
        file.GetBuffer()[file.Length / 2] ^= 1;
        file.Position = 0;
        Assert.Contains("damaged", Assert.Throws<InvalidDataException>(() => fresh.LoadCache(file)).Message, StringComparison.Ordinal);
        Assert.Contains("damaged", Assert.Throws<InvalidDataException>(() => fresh.LoadCache(new MemoryStream(file.ToArray()[..100]))).Message, StringComparison.Ordinal);
        using MessageEncoder other = Open(BundleSamples.EncoderOnly with { Seed = 2 }, out _);
        file.Position = 0;
        Assert.Contains($"it must be of '{other.Identity}'", Assert.Throws<InvalidDataException>(() => other.LoadCache(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Meter_Encoder_SaysWhereVectorsCameFrom()
    {
        var seen = new Dictionary<string, long>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, self) => self.EnableMeasurementEvents(instrument) };
        using MessageEncoder encoder = Open(BundleSamples.EncoderOnly, out ModelBundle bundle);
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var all = tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value);
            if (Equals(all.GetValueOrDefault("logguardian.model"), bundle.Manifest.Name))
            {
                string name = instrument.Name + all.GetValueOrDefault("logguardian.encoder.result");
                seen[name] = Math.Max(value, seen.GetValueOrDefault(name));
            }
        });
        listener.Start();
        await EncodeAsync(encoder, ["payment stored", "payment stored", "batch shipped"]);
        await EncodeAsync(encoder, ["payment stored"]);
        listener.RecordObservableInstruments();
        Assert.True(seen["logguardian.encoder.messagesencoded"] >= 2);
        Assert.True(seen["logguardian.encoder.messagesjoined"] >= 1);
        Assert.True(seen["logguardian.encoder.messagescached"] >= 1);
        Assert.True(seen["logguardian.encoder.batches"] >= 1);
        Assert.True(seen["logguardian.encoder.cache.size"] >= 2);
    }

    [Fact]
    public async Task Encode_AfterDispose_IsRefused()
    {
        MessageEncoder encoder = Open(BundleSamples.EncoderOnly, out ModelBundle bundle);
        using MessageEncoder same = bundle.CreateEncoder();
        encoder.Dispose();
        encoder.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => EncodeAsync(encoder, ["payment stored"]));
        Assert.Single(await EncodeAsync(same, ["payment stored"]));
        var e = await Assert.ThrowsAsync<ArgumentException>(() => same.EncodeAsync(BundleSamples.Messages(["a", "b"]), new float[40]).AsTask());
        Assert.Contains("2 messages need 64", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Encode_SentenceEmbeddingWithPositions_NeedsNoPooling()
    {
        var weights = EncoderWeights.Random(new ModelShape(1, 32), Vocabulary.Tokens.Count, 1);
        string folder = BundleSamples.Write(_folder.Path);
        (weights.ToModel() with { SentenceEmbedding = true, PositionIds = true, TokenTypes = false }).ToGraph().Save(Path.Combine(folder, "encoder.onnx"));
        BundleSamples.Edit(folder, manifest => manifest["encoder"]!["pooling"] = "none");
        BundleSamples.Relist(folder);
        using var bundle = ModelBundle.Open(folder);
        using MessageEncoder encoder = bundle.CreateEncoder();
        float[][] vectors = await EncodeAsync(encoder, Texts);
        double[] expected = ReferenceModel.Pool(ReferenceModel.Encode(weights, Vocabulary.ReadMessage(Texts[0], TestBundle.MaxTokens)));
        Assert.All(expected.Index(), number => Assert.InRange(vectors[0][number.Index] - number.Item, -1e-5, 1e-5));
    }

    private static async Task<float[][]> EncodeAsync(MessageEncoder encoder, string[] texts, CancellationToken stop = default)
    {
        float[] vectors = new float[texts.Length * encoder.Dimension];
        await encoder.EncodeAsync(BundleSamples.Messages(texts), vectors, stop);
        return [.. vectors.Chunk(encoder.Dimension)];
    }

    private MessageEncoder Open(TestBundleOptions model, out ModelBundle bundle, EncoderOptions? options = null)
    {
        bundle = ModelBundle.Open(BundleSamples.Write(_folder.Path, model));
        return bundle.CreateEncoder(options);
    }
}
