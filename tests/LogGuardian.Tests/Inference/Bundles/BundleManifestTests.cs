using System.Text;
using LogGuardian.Inference;
using LogGuardian.Tests.Core.Sources;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Inference.Bundles;

public sealed class BundleManifestTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_WholeManifest_IsTheDocumentedJson()
    {
        foreach (string file in new[] { "encoder.onnx", "projector.onnx", "decoder.onnx", "vocab.txt" })
        {
            _folder.Write(file, file);
        }

        _folder.Write("prompt.f32", new byte[3 * 8 * sizeof(float)]);
        _folder.Write(".hidden", "not listed");
        BundleManifest written = BundleWriter.Write(_folder.Path, Whole());
        string json = File.ReadAllText(Path.Combine(_folder.Path, BundleManifest.FileName));
        Snapshots.Match(json, Path.Combine("Inference", "Bundles"), "manifest");
        BundleManifest read = ManifestCheck.Read(Encoding.UTF8.GetBytes(json));
        Assert.Equal(written with { Files = read.Files }, read);
        Assert.Equal(written.Files.OrderBy(file => file.Key), read.Files.OrderBy(file => file.Key));
        Assert.Equal(5, read.Files.Count);
    }

    [Fact]
    public void Read_LeastManifest_HasTheDocumentedDefaults()
    {
        BundleManifest manifest = ManifestCheck.Read(Encoding.UTF8.GetBytes(Least()));
        Assert.Equal(new BundleMessage(MessageMasks.Typed), manifest.Message);
        Assert.Equal(new BundleTokenizer("v", TokenizerKind.WordPiece, Lowercase: true, MaxTokens: 64), manifest.Tokenizer);
        Assert.Equal((EncoderPooling.Mean, true, null), (manifest.Encoder.Pooling, manifest.Encoder.Normalize, manifest.Encoder.Output));
        Assert.Equal(new BundleEncoderInputs(), manifest.Encoder.Inputs);
        Assert.Equal((1f, 0f, 128), (manifest.Calibration.Slope, manifest.Calibration.Bias, manifest.Window.MaxMessages));
    }

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 2, \"news\": true", "version is 2; this LogGuardian reads version 1")]
    [InlineData("\"version\": 1", "\"version\": 1, \"version\": 1", "manifest.json cannot be read")]
    [InlineData("\"version\": 1,", "", "version is 0; it must be 1")]
    [InlineData("logguardian-model", "other", "format is 'other'; it must be logguardian-model")]
    [InlineData("\"name\"", "\"nmae\"", "manifest.json cannot be read")]
    [InlineData("\"dimension\": 8", "\"dimension\": 0", "encoder.dimension is 0; it must be from 1 to 16384")]
    [InlineData("\"dimension\": 8", "\"dimension\": 16385", "encoder.dimension is 16385")]
    [InlineData("\"dimension\": 8", "\"dimension\": 8, \"pooling\": \"median\"", "manifest.json cannot be read")]
    [InlineData("\"dimension\": 8", "\"dimension\": 8, \"pooling\": 1", "manifest.json cannot be read")]
    [InlineData("\"kind\": \"wordpiece\"", "\"kind\": \"wordpiece\", \"maxTokens\": 2", "tokenizer.maxTokens is 2; it must be from 3 to 8192")]
    [InlineData("\"file\": \"v\"", "\"file\": \"w\"", "tokenizer.file is 'w'; it must be one of the names in files")]
    [InlineData("\"e.onnx\"", "\"e.bin\"", "encoder.file is 'e.bin'; it must be an ONNX model")]
    [InlineData("\"e.onnx\"", "\"../e.onnx\"", "The file '../e.onnx' is not a name")]
    [InlineData("\"e.onnx\"", "\"/e.onnx\"", "The file '/e.onnx' is not a name")]
    [InlineData("\"e.onnx\"", "\"C:e.onnx\"", "The file 'C:e.onnx' is not a name")]
    [InlineData("\"e.onnx\"", "\"a\\\\e.onnx\"", "is not a name")]
    [InlineData("\"e.onnx\"", "\"nul.onnx\"", "The file 'nul.onnx' is not a name")]
    [InlineData("\"e.onnx\"", "\"e\\u0000.onnx\"", "is not a name")]
    [InlineData("\"v\": {", "\"MANIFEST.json\": { \"bytes\": 1, \"sha256\": \"HASH\" }, \"v\": {", "The file 'MANIFEST.json' is not a name")]
    [InlineData("\"v\": {", "\"V\": { \"bytes\": 1, \"sha256\": \"HASH\" }, \"v\": {", "The file is 'v'; it must be listed once")]
    [InlineData("\"bytes\": 1", "\"bytes\": 0", "bytes is 0; it must be from 1")]
    [InlineData("\"bytes\": 1", "\"bytes\": -1", "bytes is -1; it must be from 1")]
    [InlineData("HASH", "12", "sha256 is '12'; it must be 64 hexadecimal digits")]
    [InlineData("\"message\": {}", "\"message\": {}, \"answer\": { \"normal\": 1, \"anomalous\": 2 }", "decoder is missing")]
    [InlineData("\"message\": {}", "\"message\": null", "manifest.json cannot be read")]
    [InlineData("{ \"format\"", "[ \"format\"", "manifest.json cannot be read")]
    public void Read_BadManifest_SaysWhatIsWrong(string from, string to, string message)
    {
        string json = Pattern.Replace(from, to, StringComparison.Ordinal).Replace("HASH", Hash, StringComparison.Ordinal);
        var e = Assert.Throws<InvalidDataException>(() => ManifestCheck.Read(Encoding.UTF8.GetBytes(json)));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, Func<BundleManifest, BundleManifest>> BadDecoders => new()
    {
        { "answer is missing", manifest => manifest with { Answer = null } },
        { "answer.anomalous is 512; it must be from 0 to 511", manifest => manifest with { Answer = new() { Normal = 1, Anomalous = 512 } } },
        { "answer.anomalous is 1; it must be another token", manifest => manifest with { Answer = new() { Normal = 1, Anomalous = 1 } } },
        { "calibration.slope is 0; it must be a finite number above 0", manifest => manifest with { Calibration = new(Slope: 0) } },
        { "window.maxMessages is 0", manifest => manifest with { Window = new(0) } },
        { "prompt is missing", manifest => manifest with { Prompt = null } },
        { "decoder.hidden is 8; it must be encoder.dimension", manifest => manifest with { Prompt = null, Projector = null, Encoder = manifest.Encoder with { Dimension = 4 } } },
        { "prompt is made in two ways or none", manifest => manifest with { Prompt = manifest.Prompt! with { Rows = null } } },
        { "prompt.rowsAfter is 0", manifest => manifest with { Prompt = manifest.Prompt! with { RowsAfter = 0 } } },
        { "it must be (rowsBefore + rowsAfter) × decoder.hidden × 4 = 128", manifest => manifest with { Prompt = manifest.Prompt! with { RowsAfter = 3 } } },
        { "decoder.vocabulary is 1", manifest => manifest with { Decoder = manifest.Decoder! with { Vocabulary = 1 } } },
    };

    [Theory]
    [MemberData(nameof(BadDecoders))]
    public void Check_BadDecoder_SaysWhatIsWrong(string message, Func<BundleManifest, BundleManifest> change)
    {
        var file = new BundleFile { Bytes = 96, Sha256 = Hash };
        BundleManifest manifest = Whole() with { Files = new[] { "encoder.onnx", "projector.onnx", "decoder.onnx", "vocab.txt", "prompt.f32" }.ToDictionary(name => name, _ => file) };
        ManifestCheck.Check(manifest);
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => ManifestCheck.Check(change(manifest))).Message, StringComparison.Ordinal);
    }

    private static string Least() => Pattern.Replace("HASH", Hash, StringComparison.Ordinal);

    private static readonly string Hash = new('0', 64);

    private const string Pattern =
        """
        { "format": "logguardian-model", "version": 1, "name": "least",
          "files": { "e.onnx": { "bytes": 1, "sha256": "HASH" }, "v": { "bytes": 1, "sha256": "HASH" } },
          "message": {},
          "tokenizer": { "file": "v", "kind": "wordpiece" },
          "encoder": { "file": "e.onnx", "dimension": 8 } }
        """;

    private static BundleManifest Whole() => new()
    {
        Name = "whole",
        License = "MIT",
        Card = "Nothing.",
        Message = new BundleMessage(MessageMasks.LogLlm, Prefix: "query: "),
        Tokenizer = new BundleTokenizer("vocab.txt", TokenizerKind.WordPiece),
        Encoder = new BundleEncoder("encoder.onnx", 8, EncoderPooling.Cls) { Inputs = new BundleEncoderInputs { Ids = "ids" }, Output = "vectors" },
        Projector = new BundleProjector { File = "projector.onnx" },
        Decoder = new BundleDecoder { File = "decoder.onnx", Hidden = 8, Vocabulary = 512 },
        Prompt = new BundlePrompt { Before = "Below:", After = "Normal?", Rows = "prompt.f32", RowsBefore = 1, RowsAfter = 2 },
        Answer = new BundleAnswer { Normal = 17, Anomalous = 42 },
        Calibration = new BundleCalibration(1.5f, -0.25f, Fitted: true),
    };
}
