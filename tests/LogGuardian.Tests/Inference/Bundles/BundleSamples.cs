using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using LogGuardian.Inference;
using LogGuardian.TestModels;

namespace LogGuardian.Tests.Inference.Bundles;

/// <summary>Bundles on disk, whole ones and damaged ones.</summary>
internal static class BundleSamples
{
    public static readonly TestBundleOptions EncoderOnly = new() { Decoder = null };

    /// <summary>Writes a bundle into a folder of its own.</summary>
    public static string Write(string root, TestBundleOptions? options = null)
    {
        string folder = Path.Combine(root, "model-" + Guid.NewGuid().ToString("N"));
        new TestBundle(options ?? EncoderOnly).Write(folder);
        return folder;
    }

    /// <summary>Changes the manifest as text that nobody checks.</summary>
    public static void Edit(string folder, Action<JsonObject> edit)
    {
        string path = Path.Combine(folder, BundleManifest.FileName);
        JsonObject manifest = JsonNode.Parse(File.ReadAllBytes(path))!.AsObject();
        edit(manifest);
        File.WriteAllText(path, manifest.ToJsonString());
    }

    /// <summary>Lists files that were changed with their new lengths and hashes.</summary>
    public static void Relist(string folder)
    {
        BundleManifest manifest = ManifestCheck.Read(File.ReadAllBytes(Path.Combine(folder, BundleManifest.FileName)));
        BundleWriter.Write(folder, manifest);
    }

    public static string Zip(string folder)
    {
        string zip = folder + ".zip";
        ZipFile.CreateFromDirectory(folder, zip);
        return zip;
    }

    public static ParsedLog Message(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return new ParsedLog(new LogLine("app", 1, bytes), bytes, TestKit.Logs.Template(text), default);
    }

    public static ParsedLog[] Messages(IEnumerable<string> texts) => [.. texts.Select(Message)];
}
