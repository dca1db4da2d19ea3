using System.IO.Compression;
using System.Text;
using System.Text.Json;
using LogGuardian.Core;
using LogGuardian.Tests.Conventions;
using LogGuardian.Tests.Core.Merging;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Detectors;

public class MeaningDetectorTests
{
    // Kinds of lines that HDFS writes in normal times, and one of each that its failures write.
    private static readonly string[] Normal =
    [
        "Receiving block <ID> src: <ADDRESS> dest: <ADDRESS>",
        "Received block <ID> of size <NUM> from <IP>",
        "PacketResponder <NUM> for block <ID> terminating",
        "BLOCK* NameSystem.addStoredBlock: blockMap updated: <ADDRESS> is added to <ID> size <NUM>",
        "BLOCK* NameSystem.allocateBlock: <PATH> <ID>",
        "BLOCK* NameSystem.delete: <ID> is added to invalidSet of <ADDRESS>",
        "Deleting block <ID> file <PATH>",
        "Verification succeeded for <ID>",
        "Served block <ID> to <IP>",
        "Starting thread to transfer block <ID> to <ADDRESS>",
        "Received block <ID> src: <ADDRESS> dest: <ADDRESS> of size <NUM>",
        "BLOCK* ask <ADDRESS> to replicate <ID> to datanode(s) <ADDRESS>",
    ];

    [Fact]
    public async Task ScoreAsync_KnownMessages_IsZeroAndEncodesNothing()
    {
        var encoder = new CountingEncoder();
        MeaningDetector detector = await Taught(encoder: encoder);
        int encoded = encoder.Encoded;
        Assert.Equal(Normal.Length, encoded);
        Assert.Equal(0, await detector.ScoreAsync(Window(Normal[0], Normal[3], Normal[7])));
        Assert.Equal(encoded, encoder.Encoded);
    }

    [Theory]
    [InlineData("Receiving a block <ID> src: <ADDRESS> dest: <ADDRESS>")]
    [InlineData("PacketResponder <NUM> for block <ID> is terminating")]
    [InlineData("Verification of <ID> succeeded")]
    [InlineData("Received the block <ID> of size <NUM> from <IP>")]
    public async Task ScoreAsync_RewordedHarmlessMessage_IsFarBelowOne(string reworded) =>
        Assert.InRange(await (await Taught()).ScoreAsync(Window(Normal[0], Normal[1], reworded)), 0.01f, 0.5f);

    [Theory]
    [InlineData("writeBlock <ID> received exception java.io.IOException: Connection reset by peer")]
    [InlineData("Exception in receiveBlock for block <ID> java.io.IOException: Could not read from stream")]
    [InlineData("machine check interrupt (bit=<NUM>): L2 dcache unit data parity error")]
    [InlineData("ciod: failed to read message prefix on control stream")]
    public async Task ScoreAsync_NewFailure_IsAboveOne(string failure) =>
        Assert.InRange(await (await Taught()).ScoreAsync(Window(Normal[0], Normal[1], failure)), 1.0001f, 3f);

    [Fact]
    public async Task ScoreAsync_SeveralUnlikeMessages_CountForMoreThanOne()
    {
        MeaningDetector detector = await Taught();
        float one = await detector.ScoreAsync(Window(Normal[0], "kernel panic on core <NUM>"));
        float two = await detector.ScoreAsync(Window(Normal[0], "kernel panic on core <NUM>", "torus sender injection fifo full"));
        Assert.True(two > one, $"{two} > {one}");
    }

    [Fact]
    public async Task ScoreAsync_ErrorLikeAnEverydayLine_IsNotExcusedByIt()
    {
        MeaningDetector detector = await Taught();
        const string Reworded = "Verification of <ID> succeeded";
        Assert.InRange(await detector.ScoreAsync(Window(Normal[0], Reworded)), 0, 0.5f);
        Assert.InRange(await ScoreOf(Reworded, LogSeverity.Error), 1, 3);
        Assert.InRange(await ScoreOf(Reworded, LogSeverity.Warning), 1, 3);

        // A line that is known, but was never so grave, and one that tells a failure in its words alone.
        Assert.InRange(await ScoreOf(Normal[7], LogSeverity.Fatal), 1, 3);
        Assert.InRange(await ScoreOf("Verification failed for <ID>", LogSeverity.Unspecified), 1, 3);
        Assert.Equal(0, await ScoreOf(Normal[7], LogSeverity.Unspecified));

        // One as grave that tells a failure excuses it.
        detector.Learn(new LogWindow(WindowKind.Count, new[] { Logs.Log("Verification failed for <ID>", severity: LogSeverity.Error) }));
        Assert.InRange(await ScoreOf("Verification has failed for <ID>", LogSeverity.Error), 0.01f, 0.5f);
        Assert.InRange(await ScoreOf("Verification has failed for <ID>", LogSeverity.Fatal), 1, 3);

        Task<float> ScoreOf(string template, LogSeverity severity) => detector.ScoreAsync(new LogWindow(WindowKind.Count, new[] { Logs.Log(template, severity: severity) }));
    }

    [Fact]
    public async Task ScoreAsync_TemplateThatSupersedesAKnownOne_IsKnown()
    {
        MeaningDetector detector = await Taught();
        var general = new LogTemplate(new TemplateId(77), "parity error <*>") { Supersedes = [Logs.Template(Normal[2]).Id] };
        var stranger = new LogTemplate(new TemplateId(78), "parity error <*>") { Supersedes = [Logs.Template("nowhere").Id] };
        Assert.Equal(0, await detector.ScoreAsync(Of(general)));
        Assert.InRange(await detector.ScoreAsync(Of(stranger)), 1, 3);

        static LogWindow Of(LogTemplate template) => new(WindowKind.Count, new[] { new ParsedLog(LogLine.FromText("x"), default, template, default) });
    }

    [Fact]
    public async Task ScoreAsync_FewMessagesKnown_SaysNothing()
    {
        MeaningDetector detector = Create();
        foreach (string template in Normal.Take(7))
        {
            Assert.Equal(0, await detector.ScoreAsync(Window(template)));
            detector.Learn(Window(template));
        }

        Assert.Equal(0, await detector.ScoreAsync(Window("kernel panic on core <NUM>")));
        await detector.ScoreAsync(Window(Normal[8]));
        detector.Learn(Window(Normal[8]));
        Assert.True(await detector.ScoreAsync(Window("kernel panic on core <NUM>")) > 1);
    }

    [Fact]
    public async Task ScoreAsync_MixOfMessagesUnlikeEveryWindow_IsStrangeAsAWhole()
    {
        MeaningDetector whole = await Paired(new MeaningOptions { Windows = true });
        MeaningDetector apart = await Paired(new MeaningOptions { Windows = false });
        LogWindow mix = Window(Normal[0], Normal[7], Normal[11]);
        Assert.Equal(0, await apart.ScoreAsync(mix));
        Assert.True(await whole.ScoreAsync(mix) > 0.5f);
        Evidence evidence = Assert.Single(whole.Evidence(mix));
        Assert.Equal((EvidenceKind.UnlikeMeaning, 0), (evidence.Kind, evidence.Lines.Count));
        Assert.True(evidence.Observed > 0.5 * evidence.Expected);

        static async Task<MeaningDetector> Paired(MeaningOptions options)
        {
            MeaningDetector detector = Create(options);
            for (int i = 0; i < 60; i++)
            {
                LogWindow window = Window(Normal[i % 12], Normal[(i + 1) % 12]);
                await detector.ScoreAsync(window);
                detector.Learn(window);
            }

            return detector;
        }
    }

    [Fact]
    public async Task Collect_UnlikeMessages_NamesLinesDistancesAndTheNearestStrongestFirst()
    {
        MeaningDetector detector = await Taught();
        LogWindow window = new(WindowKind.Count, Array.ConvertAll(
            [Normal[0], "kernel panic on core <NUM>", "Verification failed for <ID>", "kernel panic on core <NUM>"], text => Logs.Log(text)));
        await detector.ScoreAsync(window);
        Evidence[] evidence = detector.Evidence(window);
        Assert.Equal(["kernel panic on core <NUM>", "Verification failed for <ID>"], evidence.Select(piece => piece.Template.Text));
        Assert.Equal((2, EvidenceKind.UnlikeMeaning, "meaning"), (evidence[0].Lines.Count, evidence[0].Kind, evidence[0].Detector));
        Assert.Equal(Normal[7], evidence[1].ExpectedTemplate!.Text);
        Assert.All(evidence, piece => Assert.Equal(piece.Observed / piece.Expected, piece.Strength, 1e-9));
        Assert.Equal(1, evidence[1].Strength, 1e-9);
        Assert.Empty(detector.Evidence(Window(Normal[0])));
    }

    [Fact]
    public async Task Learn_MoreMessagesThanRemembered_ForgetsTheOneMetLongestAgo()
    {
        var encoder = new CountingEncoder();
        MeaningDetector detector = Create(new MeaningOptions { MaxMessages = 64 }, encoder);
        for (int i = 0; i < 100; i++)
        {
            LogWindow window = Window("always the same", $"word{(char)('a' + (i / 26))}{(char)('a' + (i % 26))} of an everyday kind");
            await detector.ScoreAsync(window);
            detector.Learn(window);
        }

        Assert.Equal(0, await detector.ScoreAsync(Window("always the same", "worddv of an everyday kind")));
        Assert.True(await detector.ScoreAsync(Window("wordaa of an everyday kind")) > 0);
    }

    [Fact]
    public async Task Learn_WindowThatWasNotScored_IsLearnedWithTheNextScore()
    {
        MeaningDetector detector = await Taught();
        LogWindow window = Window("kernel panic on core <NUM>");
        detector.Learn(window);
        Assert.Equal(0, await detector.ScoreAsync(window));

        // Whoever shares the encoder's vectors learns at once, and windows may come again.
        detector.Learn(window);
        Assert.Equal(0, await detector.ScoreAsync(window));
    }

    [Fact]
    public async Task ScoreAsync_EncoderThatFails_FailsAndRecovers()
    {
        var encoder = new CountingEncoder();
        MeaningDetector detector = await Taught(encoder: encoder);
        encoder.Failure = new IOException("no model");
        Assert.Equal(0, await detector.ScoreAsync(Window(Normal[0])));
        Assert.Equal("no model", (await Assert.ThrowsAsync<IOException>(() => detector.ScoreAsync(Window("kernel panic")))).Message);
        detector.Learn(Window("kernel panic"));
        encoder.Failure = null;
        Assert.Equal(0, await detector.ScoreAsync(Window("kernel panic")));
        encoder.Scale = 2;
        Assert.Contains("it must be 1", (await Assert.ThrowsAsync<InvalidOperationException>(() => detector.ScoreAsync(Window("torus sender")))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ScoreAsync_Cancelled_Stops()
    {
        MeaningDetector detector = await Taught();
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await detector.ScoreAsync(new[] { Window("kernel panic") }, new float[1], new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task ScoreAsync_WhileOthersLearn_StaysWithinItsBounds()
    {
        MeaningDetector detector = await Taught(new MeaningOptions { MaxMessages = 64 });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
        {
            for (int i = 0; i < 200; i++)
            {
                LogWindow window = Window(Normal[i % 12], $"worker{(char)('a' + worker)} says word{(char)('a' + (i % 26))}");
                Assert.InRange(await detector.ScoreAsync(window), 0, 5);
                detector.Learn(window);
                detector.Evidence(window);
            }
        })));
        using JsonDocument saved = JsonDocument.Parse(Saved(detector));
        Assert.InRange(saved.RootElement.GetProperty("messages").GetProperty("messages").GetArrayLength(), 12, 64);
    }

    [Fact]
    public async Task CopyFrom_AndState_KnowTheSameAndLearnTheSame()
    {
        MeaningDetector taught = await Taught(new MeaningOptions { Windows = true });
        MeaningDetector copy = Create();
        copy.CopyFrom(taught);
        MeaningDetector restored = Create().From(taught);
        string before = Saved(taught);
        foreach (MeaningDetector detector in new[] { copy, restored })
        {
            Assert.Equal(before, Saved(detector));
            LogWindow strange = Window(Normal[2], "kernel panic on core <NUM>", "Verification of <ID> succeeded");
            Assert.Equal(await taught.ScoreAsync(strange), await detector.ScoreAsync(strange));
            Assert.Equal(taught.Evidence(strange).Select(piece => piece.Strength), detector.Evidence(strange).Select(piece => piece.Strength));
        }

        await TeachMore(copy);
        Assert.Equal(before, Saved(taught));
        await TeachMore(taught);
        await TeachMore(restored);
        Assert.NotEqual(before, Saved(taught));
        Assert.Equal(Saved(taught), Saved(copy));
        Assert.Equal(Saved(taught), Saved(restored));

        static async Task TeachMore(MeaningDetector detector)
        {
            for (int i = 0; i < 30; i++)
            {
                LogWindow window = Window(Normal[i % 12], $"word{(char)('a' + (i % 26))} of a new kind");
                await detector.ScoreAsync(window);
                detector.Learn(window);
            }
        }
    }

    [Fact]
    public async Task LoadState_OfAnotherEncoderOrDamaged_IsRefused()
    {
        MeaningDetector taught = await Taught(new MeaningOptions { Windows = true });
        var other = new MeaningDetector(new EncodedMessages(new HashedWords(128), isOwned: false), new MeaningOptions { Windows = true }, 1);
        Assert.Contains("Use the encoder that it was learned with", Assert.Throws<InvalidDataException>(() => other.From(taught)).Message, StringComparison.Ordinal);
        string saved = Saved(taught);
        string key = saved.Split("\"key\":\"")[1][..32];
        string second = saved.Split("\"key\":\"")[2][..32];
        foreach (string damaged in new[]
        {
            saved.Replace(second, key, StringComparison.Ordinal),
            saved.Replace("\"vectors\":\"", "\"vectors\":\"AAAAAAAA", StringComparison.Ordinal),
            saved.Replace("\"severity\":9", "\"severity\":-9", StringComparison.Ordinal),
            saved.Replace("\"usual\":{\"value\":0", "\"usual\":{\"value\":9", StringComparison.Ordinal),
        })
        {
            Assert.NotEqual(saved, damaged);
            Assert.Throws<JsonException>(() => Create().LoadState(JsonDocument.Parse(damaged).RootElement, 1));
        }
    }

    [Fact]
    public async Task MergeFrom_EitherWay_KnowsWhatBothKnow()
    {
        MeaningDetector one = await Taught(new MeaningOptions { Windows = true });
        MeaningDetector two = await Taught(new MeaningOptions { Windows = true }, templates: [.. Normal.Skip(4), "kernel panic on core <NUM>", "torus sender injection fifo full"]);
        MeaningDetector oneFirst = Create().From(one);
        oneFirst.MergeFrom(two, []);
        MeaningDetector twoFirst = Create().From(two);
        twoFirst.MergeFrom(one, []);
        LogWindow all = Window([.. Normal, "kernel panic on core <NUM>", "torus sender injection fifo full"]);
        LogWindow strange = Window("Exception in receiveBlock for block <ID>", "Verification of <ID> succeeded");
        float score = await oneFirst.ScoreAsync(strange);
        Assert.Equal(score, await twoFirst.ScoreAsync(strange));
        Assert.InRange(score, 1, 3);
        Assert.All(oneFirst.Evidence(all), piece => Assert.Empty(piece.Lines));
        Assert.Equal(Saved(oneFirst), Saved(twoFirst));
    }

    [Fact]
    public void DetectWithMeaning_BadOptionOrEncoder_NamesValueRuleAndFix()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new AnomalyDetectorBuilder().DetectWithMeaning(new HashedWords(), new MeaningOptions { MaxMessages = 5 }));
        Assert.StartsWith("MaxMessages is 5; it must be 64 to 1000000. The default is 8192.", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new AnomalyDetectorBuilder().DetectWithMeaning(new HashedWords(0)));
    }

    [Fact]
    public async Task Pipeline_OnTheShippedLog_FindsNewFailuresAndGoesOnFromItsState()
    {
        string[] lines = await LinesAsync("samples/data/orders-app.log.gz");
        using AnomalyDetector learned = Pipeline(new HashedWords());
        await learned.LearnAsync(ListSource.Of("app", lines[..15_000]));
        using var state = new MemoryStream();
        await learned.SaveStateAsync(state);
        state.Position = 0;
        using AnomalyDetector restored = Pipeline(new HashedWords());
        await restored.LoadStateAsync(state);
        List<Detection> first = await learned.JudgeAsync(lines[15_000..]);
        List<Detection> again = await restored.JudgeAsync(lines[15_000..]);
        Assert.Equal(first.Select(detection => detection.Score), again.Select(detection => detection.Score));
        Detection[] found = [.. first.Where(detection => detection.IsAnomaly)];
        Assert.InRange(found.Length, 1, first.Count / 4);
        Assert.Contains(found, detection => detection.Evidence.Any(
            piece => piece.Kind == EvidenceKind.UnlikeMeaning && piece.Lines.Any(log => log.ToString().StartsWith("Database error", StringComparison.Ordinal))));
        Assert.All(found.SelectMany(detection => detection.Evidence), piece => Assert.True(piece.Observed is >= 0 and <= 2 && piece.Expected is > 0 and <= 2));
    }

    [Fact]
    public async Task Pipeline_EncoderThatFails_LeavesTheOthersTheirSay()
    {
        var encoder = new CountingEncoder();
        using AnomalyDetector detector = new AnomalyDetectorBuilder().ParseWith(_ => new WordParser()).WindowByCount(4)
            .DetectWithNovelty().DetectWithMeaning(encoder).WithLearning(new LearningOptions { ContinueOnNormal = false, FollowSuccessors = false }).Build();
        await detector.LearnAsync(ListSource.Of("app", Enumerable.Range(0, 200).Select(i => $"word{(char)('a' + (i % 20))} {i}")));
        encoder.Failure = new IOException("no model");
        Detection detection = Assert.Single(await detector.JudgeAsync(["worda 1", "unheard 2", "wordb 3", "never! 4"]));
        Assert.Equal(("novelty", true), (Assert.Single(detection.Tiers).Detector, detection.IsAnomaly));
        Assert.Contains("'meaning' failed: no model", detection.Failure, StringComparison.Ordinal);
    }

    private static AnomalyDetector Pipeline(IMessageEncoder encoder) => new AnomalyDetectorBuilder().ParseWithTemplates().WindowByCount(100)
        .DetectWithMeaning(encoder).ExplainWithEvidence().WithLearning(new LearningOptions { ContinueOnNormal = false, FollowSuccessors = false }).Build();

    private static async Task<string[]> LinesAsync(string path)
    {
        await using var unpacked = new GZipStream(File.OpenRead(Path.Combine(Repository.Root, path)), CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked);
        return (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static MeaningDetector Create(MeaningOptions? options = null, IMessageEncoder? encoder = null) =>
        new(new EncodedMessages(encoder ?? new HashedWords(), isOwned: false), options ?? new MeaningOptions { Windows = true }, seed: 7);

    /// <summary>A detector that has met each template in windows of different mixes.</summary>
    private static async Task<MeaningDetector> Taught(MeaningOptions? options = null, IMessageEncoder? encoder = null, string[]? templates = null)
    {
        templates ??= Normal;
        MeaningDetector detector = Create(options ?? new MeaningOptions { Windows = false }, encoder);
        for (int i = 0; i < 40; i++)
        {
            LogWindow window = Window([.. Enumerable.Range(0, 4 + (i % 3)).Select(k => templates[(i + (k * (1 + (i % 5)))) % templates.Length])]);
            await detector.ScoreAsync(window);
            detector.Learn(window);
        }

        return detector;
    }

    private static LogWindow Window(params string[] templates) =>
        new(WindowKind.Count, Array.ConvertAll([.. Enumerable.Range(0, templates.Length)], i => Logs.Log(templates[i], i + 1)));

    private static string Saved(MeaningDetector detector)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            detector.SaveState(writer);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>The encoder of the tests, which counts, fails, or gives vectors that are too long.</summary>
    private sealed class CountingEncoder : IMessageEncoder
    {
        private readonly HashedWords _inner = new();

        public int Encoded { get; private set; }

        public Exception? Failure { get; set; }

        public float Scale { get; set; } = 1;

        public string Identity => _inner.Identity;

        public int Dimension => _inner.Dimension;

        public UInt128 KeyOf(in ParsedLog log) => _inner.KeyOf(log);

        public async ValueTask EncodeAsync(ReadOnlyMemory<ParsedLog> logs, Memory<float> vectors, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            Encoded += logs.Length;
            if (Failure is not null)
            {
                throw Failure;
            }

            await _inner.EncodeAsync(logs, vectors, cancellationToken);
            System.Numerics.Tensors.TensorPrimitives.Multiply(vectors.Span, Scale, vectors.Span);
        }
    }
}
