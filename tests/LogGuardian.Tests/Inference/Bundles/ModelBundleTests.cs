using System.IO.Compression;
using System.Text.Json.Nodes;
using LogGuardian.Inference;
using LogGuardian.TestModels;
using LogGuardian.Tests.Core.Sources;
using LogGuardian.Training;

namespace LogGuardian.Tests.Inference.Bundles;

public sealed class ModelBundleTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, Action<string>> DamagedFolders => new()
    {
        { "'vocab.txt' is missing", folder => File.Delete(Path.Combine(folder, "vocab.txt")) },
        { "'vocab.txt' has the SHA-256", folder => Change(folder, "vocab.txt", bytes => bytes[0] ^= 1) },
        { "it must have the", folder => File.AppendAllText(Path.Combine(folder, "vocab.txt"), "x") },
        { "it must have the", folder => Truncate(folder, "encoder.onnx", 100) },
        { "'manifest.json' has 0 bytes", folder => File.WriteAllBytes(Path.Combine(folder, "manifest.json"), []) },
        { "'manifest.json' is missing", folder => File.Delete(Path.Combine(folder, "manifest.json")) },
        { "manifest.json has more than 1 MiB", folder => File.WriteAllBytes(Path.Combine(folder, "manifest.json"), new byte[(1024 * 1024) + 1]) },
        { "manifest.json cannot be read", folder => Truncate(folder, "manifest.json", 100) },
        { "'vocab.txt' is a link", folder => Link(folder, "vocab.txt") },
        { "'manifest.json' is a link", folder => Link(folder, "manifest.json") },
        { "brings the files to more than", folder => BundleSamples.Edit(folder, manifest => manifest["files"]!["vocab.txt"]!["bytes"] = long.MaxValue) },
        { "encoder.onnx: It is not an ONNX model, or damaged", folder => Relisted(folder, () => Truncate(folder, "encoder.onnx", 5000)) },
        { "encoder.onnx: It is not an ONNX model, or damaged", folder => Relisted(folder, () => File.WriteAllText(Path.Combine(folder, "encoder.onnx"), "no model")) },
        { "its weights are in '../../secret'", folder => Relisted(folder, () => Append(folder, External("../../secret"))) },
        { "its weights are in '/etc/passwd'", folder => Relisted(folder, () => Append(folder, External("/etc/passwd"))) },
        { "its weights are in 'weights.bin'", folder => Relisted(folder, () => Append(folder, External("weights.bin"))) },
        { "its weights are in '*/_ORT_MEM_ADDR_/*'", folder => Relisted(folder, () => Append(folder, External("*/_ORT_MEM_ADDR_/*"))) },
        { "its weights are in '../nested'", folder => Relisted(folder, () => Append(folder, InSubgraph(External("../nested")))) },
        { "its weights are in '../loop'", folder => Relisted(folder, () => Append(folder, InLoop(External("../loop")))) },
        { "it must be float32 of 3 dimensions, the last of 16", folder => BundleSamples.Edit(folder, manifest => manifest["encoder"]!["dimension"] = 16) },
        { "there is no output 'sentence_embedding', 'pooler_output'", folder => BundleSamples.Edit(folder, manifest => manifest["encoder"]!["pooling"] = "none") },
        { "there is no output 'nope'; the model has 'last_hidden_state'", folder => BundleSamples.Edit(folder, manifest => manifest["encoder"]!["output"] = "nope") },
        { "there is no input 'ids'; the model has 'input_ids', 'attention_mask', 'token_type_ids'", folder => BundleSamples.Edit(folder, manifest => manifest["encoder"]!["inputs"] = new JsonObject { ["ids"] = "ids" }) },
        { "the input 'token_type_ids' is not known", folder => BundleSamples.Edit(folder, manifest => manifest["encoder"]!["inputs"] = new JsonObject { ["types"] = "attention_mask" }) },
        { "vocab.txt", folder => Relisted(folder, () => File.WriteAllText(Path.Combine(folder, "vocab.txt"), "one\ntwo\n")) },
    };

    [Theory]
    [MemberData(nameof(DamagedFolders))]
    public void Open_DamagedFolder_SaysWhatIsWrong(string message, Action<string> damage)
    {
        string folder = BundleSamples.Write(_folder.Path);
        damage(folder);
        var e = Assert.Throws<InvalidDataException>(() => ModelBundle.Open(folder));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.StartsWith($"Model bundle '{folder}': ", e.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, Action<ZipArchive>> DamagedZips => new()
    {
        { "must lie at its root", zip => zip.GetEntry("manifest.json")!.Delete() },
        { "'vocab.txt' is missing", zip => zip.GetEntry("vocab.txt")!.Delete() },
        { "twice", zip => Put(zip, "vocab.txt", new byte[10]) },
        { "'vocab.txt' is a link", zip => zip.GetEntry("vocab.txt")!.ExternalAttributes = unchecked((int)0xA1FF0000) },
        { "'encoder.onnx' has 1048576 bytes", zip => Replace(zip, "encoder.onnx", new byte[1024 * 1024]) },
        { "manifest.json has more than 1 MiB", zip => Replace(zip, "manifest.json", new byte[64 * 1024 * 1024]) },
        { "The zip's directory is too long", zip => Array.ForEach([.. Enumerable.Range(0, 50_000)], i => zip.CreateEntry($"{i}-{new string('x', 60)}")) },
    };

    [Theory]
    [MemberData(nameof(DamagedZips))]
    public void Open_DamagedZip_SaysWhatIsWrongAndLeavesNothing(string message, Action<ZipArchive> damage)
    {
        (string folder, string marker) = Marked();
        string zip = BundleSamples.Zip(folder);
        using (ZipArchive archive = ZipFile.Open(zip, ZipArchiveMode.Update))
        {
            damage(archive);
        }

        var e = Assert.Throws<InvalidDataException>(() => ModelBundle.Open(zip));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.Empty(Unpacked(marker));
    }

    [Fact]
    public void Open_ZipThatDeclaresLessThanItHolds_UnpacksNoMoreThanIsListed()
    {
        // The bomb: the directory says what the manifest lists, the data go on for ever.
        string folder = BundleSamples.Write(_folder.Path);
        byte[] vocabulary = File.ReadAllBytes(Path.Combine(folder, "vocab.txt"));
        File.WriteAllBytes(Path.Combine(folder, "vocab.txt"), [.. vocabulary, .. new byte[16 * 1024 * 1024]]);
        string zip = BundleSamples.Zip(folder);
        byte[] bytes = File.ReadAllBytes(zip);
        Span<byte> listed = BitConverter.GetBytes(vocabulary.Length + (16 * 1024 * 1024));
        for (int at = bytes.AsSpan().IndexOf(listed); at >= 0; at = bytes.AsSpan().IndexOf(listed))
        {
            BitConverter.GetBytes(vocabulary.Length).CopyTo(bytes, at);
        }

        File.WriteAllBytes(zip, bytes);
        using var bundle = ModelBundle.Open(zip);
        Assert.Equal(vocabulary, File.ReadAllBytes(bundle.PathOf("vocab.txt")));
    }

    [Fact]
    public void Open_NoZip_SaysWhatItMustBe()
    {
        string file = _folder.Write("model.zip", "no zip");
        Assert.Contains("It is not a zip of a bundle", Assert.Throws<InvalidDataException>(() => ModelBundle.Open(file)).Message, StringComparison.Ordinal);
        Assert.Contains("must be a folder or a zip", Assert.Throws<FileNotFoundException>(() => ModelBundle.Open(file + "x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_TruncatedModel_IsNeverTakenForAModel()
    {
        string folder = BundleSamples.Write(_folder.Path);
        byte[] whole = File.ReadAllBytes(Path.Combine(folder, "encoder.onnx"));
        for (int length = 1; length < whole.Length; length += 1 + (length / 4))
        {
            File.WriteAllBytes(Path.Combine(folder, "encoder.onnx"), whole[..length]);
            BundleSamples.Relist(folder);
            Assert.Throws<InvalidDataException>(() => ModelBundle.Open(folder));
        }
    }

    [Fact]
    public async Task Open_Zip_IsTheSameAsItsFolder()
    {
        (string folder, string marker) = Marked();
        using (var fromFolder = ModelBundle.Open(folder))
        using (var fromZip = ModelBundle.Open(BundleSamples.Zip(folder)))
        {
            Assert.Equal(fromFolder.Hash, fromZip.Hash);
            Assert.Single(Unpacked(marker));
            using MessageEncoder one = fromFolder.CreateEncoder();
            using MessageEncoder other = fromZip.CreateEncoder();
            Assert.Equal(one.Identity, other.Identity);
            float[] a = new float[one.Dimension];
            float[] b = new float[one.Dimension];
            await one.EncodeAsync(BundleSamples.Messages(["payment stored"]), a);
            await other.EncodeAsync(BundleSamples.Messages(["payment stored"]), b);
            Assert.Equal(a, b);
        }

        Assert.Empty(Unpacked(marker));
    }

    [Theory]
    [InlineData(false, 1, false)]
    [InlineData(true, 1, false)]
    [InlineData(false, 2, true)]
    [InlineData(false, 0, false)]
    public void Verify_WholeBundle_LoadsEveryModel(bool quantized, int projectorLayers, bool embedTokens)
    {
        using var bundle = ModelBundle.Open(BundleSamples.Write(_folder.Path, new TestBundleOptions { Quantized = quantized, ProjectorLayers = projectorLayers, EmbedTokens = embedTokens }));
        bundle.Verify();
        Assert.Equal(quantized, bundle.Models["encoder.onnx"].EncodesAlone);
        Assert.Contains("input_ids int64 [?, ?]", bundle.Models["encoder.onnx"].Inputs);
        Assert.Contains("last_hidden_state float32 [?, ?, 32]", bundle.Models["encoder.onnx"].Outputs);
    }

    [Fact]
    public void CreateEncoder_VocabularyLongerThanTheTableOfWords_IsRefused()
    {
        string folder = BundleSamples.Write(_folder.Path);
        File.AppendAllText(Path.Combine(folder, "vocab.txt"), "onemoreword\n");
        BundleSamples.Relist(folder);
        using var bundle = ModelBundle.Open(folder);
        var e = Assert.Throws<InvalidDataException>(() => bundle.CreateEncoder());
        Assert.Contains(FormattableString.Invariant($"it cannot encode the token {Vocabulary.Tokens.Count}, the last of vocab.txt"), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_Bundle_LeavesWhatWasMadeOfIt()
    {
        var bundle = ModelBundle.Open(BundleSamples.Write(_folder.Path));
        using MessageEncoder encoder = bundle.CreateEncoder();
        bundle.Dispose();
        float[] vector = new float[encoder.Dimension];
        await encoder.EncodeAsync(BundleSamples.Messages(["session opened"]), vector);
        Assert.Contains(vector, number => number != 0);
        Assert.Throws<ObjectDisposedException>(() => bundle.CreateEncoder());
    }

    /// <summary>A bundle whose first file has a name of its own, by which what is unpacked of it is known.</summary>
    private (string Folder, string Marker) Marked()
    {
        string folder = BundleSamples.Write(_folder.Path);
        string marker = "a" + Guid.NewGuid().ToString("N");
        File.WriteAllText(Path.Combine(folder, marker), marker);
        BundleSamples.Relist(folder);
        return (folder, marker);
    }

    private static string[] Unpacked(string marker) =>
        [.. Directory.GetDirectories(Path.GetTempPath(), "logguardian-model-*").Where(folder => File.Exists(Path.Combine(folder, marker)))];

    private static void Change(string folder, string file, Action<byte[]> change)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(folder, file));
        change(bytes);
        File.WriteAllBytes(Path.Combine(folder, file), bytes);
    }

    private static void Truncate(string folder, string file, int length)
    {
        using FileStream stream = File.OpenWrite(Path.Combine(folder, file));
        stream.SetLength(length);
    }

    private static void Link(string folder, string file)
    {
        string path = Path.Combine(folder, file);
        File.Move(path, path + ".real");
        File.CreateSymbolicLink(path, path + ".real");
    }

    private static void Relisted(string folder, Action damage)
    {
        damage();
        BundleSamples.Relist(folder);
    }

    /// <summary>Two protocol buffers one after the other are one with the fields of both.</summary>
    private static void Append(string folder, ProtoMessage graph) =>
        File.WriteAllBytes(Path.Combine(folder, "encoder.onnx"), [.. File.ReadAllBytes(Path.Combine(folder, "encoder.onnx")), .. new ProtoMessage().Add(7, graph).ToArray()]);

    private static ProtoMessage External(string location) =>
        new ProtoMessage().Add(5, new ProtoMessage().Add(1, 1).Add(2, 1).Add(8, "w").Add(14, 1).Add(13, new ProtoMessage().Add(1, "location").Add(2, location)));

    private static ProtoMessage InSubgraph(ProtoMessage graph) => new ProtoMessage().Add(1, new ProtoMessage().Add(4, "If").Add(5, new ProtoMessage().Add(1, "then_branch").Add(6, graph)));

    private static ProtoMessage InLoop(ProtoMessage graph) =>
        new ProtoMessage().Add(1, new ProtoMessage().Add(4, "Loop").Add(5, new ProtoMessage().Add(1, "body").Add(11, InSubgraph(graph))));

    private static void Put(ZipArchive zip, string name, byte[] bytes)
    {
        using Stream stream = zip.CreateEntry(name).Open();
        stream.Write(bytes);
    }

    private static void Replace(ZipArchive zip, string name, byte[] bytes)
    {
        zip.GetEntry(name)!.Delete();
        Put(zip, name, bytes);
    }
}
