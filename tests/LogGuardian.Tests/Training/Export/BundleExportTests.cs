using System.Globalization;
using LogGuardian.Inference;
using LogGuardian.Tests.Core.Sources;
using LogGuardian.Training;

namespace LogGuardian.Tests.Training.Export;

public sealed class BundleExportTests : IDisposable
{
    private const int Normal = 17, Anomalous = 5;
    private static readonly string[] Messages = ["session opened for user root", "kernel panic: not syncing", "payment stored", "x"];
    private readonly TempFolder _folder = new();

    private string Target => Path.Combine(_folder.Path, "model");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, false, "")]
    [InlineData(false, true, "")]
    [InlineData(true, false, "")]
    [InlineData(false, false, ".zip")]
    [InlineData(true, true, ".zip")]
    public async Task Export_OfEveryForm_ComputesWhatTheWeightsSay(bool quantized, bool folded, string ending)
    {
        BundleContents contents = Contents(folded) with { Quantized = quantized };
        ExportReport report = await BundleExport.WriteAsync(Target + ending, contents);
        Assert.InRange(report.LeastCosine, quantized ? 0.99 : 0.999999, 1.000001);
        Assert.InRange(report.LogOddsDifference!.Value, 0, quantized ? 0.5 : 2e-5);
        using ModelBundle bundle = ModelBundle.Open(Target + ending);
        Assert.Equal(report.Hash, bundle.Hash);
        Assert.Equal(2, bundle.Manifest.Decoder!.Vocabulary);
        Assert.Equal((0, 1), (bundle.Manifest.Answer!.Normal, bundle.Manifest.Answer.Anomalous));
        Assert.Equal(12, bundle.Manifest.Window.MaxMessages);
        Assert.Equal(folded, bundle.Manifest.Prompt is null);
        Assert.Equal(("MIT", "Of random weights.", 0.5f), (bundle.Manifest.License, bundle.Manifest.Card, bundle.Manifest.Calibration.Slope));
        Assert.Equal([Target + ending], Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Export_OfAnEncoder_ReplacesTheBundleThatWasThere()
    {
        BundleContents contents = Contents(folded: false);
        await BundleExport.WriteAsync(Target, contents);
        await BundleExport.WriteAsync(Target + Path.DirectorySeparatorChar, contents with { Decoder = null, Check = contents.Check with { Windows = [], LogOdds = [] } });
        using ModelBundle bundle = ModelBundle.Open(Target);
        Assert.Null(bundle.Manifest.Decoder);
        Assert.Equal(["encoder.onnx", "manifest.json", "vocab.txt"], Directory.EnumerateFiles(Target).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Export_ThatComputesSomethingElse_LeavesTheOldBundle(bool zip)
    {
        string target = zip ? Target + ".zip" : Target;
        BundleContents contents = Contents(folded: false);
        ExportReport old = await BundleExport.WriteAsync(target, contents);

        // As if the weights had been read wrongly: layers of another seed.
        BundleContents other = contents with
        {
            EncoderWeights = SampleWeights.Encoder(contents.Encoder, seed: 9),
            Decoder = contents.Decoder! with { Weights = SampleWeights.Decoder(contents.Decoder.Shape, seed: 9) },
        };
        var e = await Assert.ThrowsAsync<InvalidDataException>(() => BundleExport.WriteAsync(target, other));
        Assert.Matches(@"does not compute what the trained model does: vectors differ by up to 0\.\d+ and must by at most 0\.0001; log-odds differ by up to [\d.]+ and must by at most 0\.001\.", e.Message);
        e = await Assert.ThrowsAsync<InvalidDataException>(() => BundleExport.WriteAsync(target, other with { Quantized = true }));
        Assert.Matches(@"the least cosine of a vector is -?0\.\d+ and must be at least 0\.99", e.Message);
        using ModelBundle bundle = ModelBundle.Open(target);
        Assert.Equal(old.Hash, bundle.Hash);
        Assert.Equal([target], Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Export_OfWrongLogOddsAlone_NamesBothNumbers()
    {
        BundleContents contents = Contents(folded: false);
        ExportCheck check = contents.Check with { LogOdds = [contents.Check.LogOdds[0] + 0.01, .. contents.Check.LogOdds.Skip(1)] };
        var e = await Assert.ThrowsAsync<InvalidDataException>(() => BundleExport.WriteAsync(Target, contents with { Check = check }));
        Assert.Contains("log-odds differ by up to 0.01 and must by at most 0.001.", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("vectors differ", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
        await BundleExport.WriteAsync(Target, contents with { Check = check with { MaxLogOddsDifference = 0.02 } });
    }

    [Fact]
    public async Task Export_OverOtherFiles_IsRefused()
    {
        BundleContents contents = Contents(folded: false);
        string notes = Path.Combine(Directory.CreateDirectory(Target).FullName, "notes.txt");
        File.WriteAllText(notes, "mine");
        Assert.Contains("holds something else than a model bundle", (await Assert.ThrowsAsync<IOException>(() => BundleExport.WriteAsync(Target, contents))).Message, StringComparison.Ordinal);
        Assert.Contains("is a file", (await Assert.ThrowsAsync<IOException>(() => BundleExport.WriteAsync(notes, contents))).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(Target + ".zip");
        Assert.Contains("is a folder", (await Assert.ThrowsAsync<IOException>(() => BundleExport.WriteAsync(Target + ".zip", contents))).Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(notes));
    }

    [Fact]
    public async Task Export_OfValuesThatDoNotFit_NamesThem()
    {
        BundleContents contents = Contents(folded: false);
        ExportedDecoder decoder = contents.Decoder!;
        async Task Refused(string message, BundleContents wrong) =>
            Assert.Contains(message, (await Assert.ThrowsAnyAsync<ArgumentException>(() => BundleExport.WriteAsync(Target, wrong))).Message, StringComparison.Ordinal);

        await Refused("Pooling is None; it must be cls, mean or max", contents with { Pooling = EncoderPooling.None });
        await Refused("MaxTokens is 65; it must be at most the 64", contents with { MaxTokens = 65 });
        await Refused("Vocabulary's number of tokens is 9; it must be at most 8", contents with { Encoder = contents.Encoder with { Vocabulary = 8 }, Vocabulary = "a\nb\nc\nd\ne\nf\ng\nh\ni\n" });
        await Refused("MaxMessages is 60; it must be at least 1 and, with the rows of the prompt, at most the 64", contents with { Decoder = decoder with { MaxMessages = 60 } });
        await Refused("RowsAfter is [0, 64]; it must be [at least 1, 64]", contents with { Decoder = decoder with { RowsAfter = SampleWeights.Rows(0, 64, 1) } });
        await Refused("Anomalous is 17; it must be another token", contents with { Decoder = decoder with { Anomalous = Normal } });
        await Refused("The id of a token is 40", contents with { Decoder = decoder with { Anomalous = 40 } });
        await Refused("The number of messages is 0", contents with { Check = contents.Check with { Messages = [] } });
        await Refused("The number of vectors is 1; it must be 4", contents with { Check = contents.Check with { Vectors = [new float[48]] } });
        await Refused("The number of windows is 0; it must be at least 1", contents with { Check = contents.Check with { Windows = [] } });
        await Refused("The number of windows is 2; it must be 0", contents with { Decoder = null });
        await Refused("The number of log-odds is 1; it must be 2", contents with { Check = contents.Check with { LogOdds = [1] } });
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    private static BundleContents Contents(bool folded)
    {
        var encoder = new EncoderShape { Layers = 1, Hidden = 48, Heads = 3, Intermediate = 64, Vocabulary = TestModels.Vocabulary.Tokens.Count, MaxTokens = 64 };
        DecoderShape shape = WrittenModelTests.Shapes["qwen"];
        Dictionary<string, Weight> weights = SampleWeights.Encoder(encoder);
        var decoder = new ExportedDecoder
        {
            Shape = shape,
            Weights = SampleWeights.Decoder(shape),
            Projector = SampleWeights.Projector(48, 64),
            Before = "Below is a sequence of system log messages:",
            After = "Is it normal or anomalous?",
            RowsBefore = SampleWeights.Rows(5, 64, 11),
            RowsAfter = SampleWeights.Rows(6, 64, 12),
            Normal = Normal,
            Anomalous = Anomalous,
            Calibration = new BundleCalibration(0.5f, 0.25f),
            MaxMessages = 12,
            Folded = folded,
        };
        string[][] windows = [[.. Messages], [Messages[1], Messages[1], Messages[2]]];
        float[] VectorOf(string message) => ReferenceTransformer.Pool(ReferenceTransformer.Encode(encoder, weights, TestModels.Vocabulary.ReadMessage(message, 64)));
        return new BundleContents
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"random-{encoder.Hidden}"),
            License = "MIT",
            Card = "Of random weights.",
            Message = new BundleMessage(MessageMasks.LogLlm),
            Vocabulary = TestModels.Vocabulary.File,
            Encoder = encoder,
            EncoderWeights = weights,
            Decoder = decoder,
            Check = new ExportCheck
            {
                Messages = Messages,

                // Of any length: directions are compared.
                Vectors = [.. Messages.Select(message => VectorOf(message).Select(value => 3 * value).ToArray())],
                Windows = windows,
                LogOdds = [.. windows.Select(window => LogOddsOf(decoder, window.Select(VectorOf)))],
            },
        };
    }

    private static double LogOddsOf(ExportedDecoder decoder, IEnumerable<float[]> vectors)
    {
        IEnumerable<double[]> Wide(Weight rows) => rows.Values.Chunk(64).Select(row => row.Select(value => (double)value).ToArray());
        double[] logits = ReferenceTransformer.Decode(
            decoder.Shape, decoder.Weights, [.. Wide(decoder.RowsBefore), .. vectors.Select(vector => ReferenceTransformer.Project(decoder.Projector, vector)), .. Wide(decoder.RowsAfter)])[^1];
        return logits[Anomalous] - logits[Normal];
    }
}
