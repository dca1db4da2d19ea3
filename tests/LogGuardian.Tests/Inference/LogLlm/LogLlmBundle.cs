using LogGuardian.Inference;
using LogGuardian.TestModels;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Inference.LogLlm;

/// <summary>A test bundle in a folder of its own, and LogLLM made of it.</summary>
internal sealed class LogLlmBundle : IDisposable
{
    private static readonly string[] Words = [.. Vocabulary.Tokens.Skip(5).Where(token => token.Length > 2 && !token.StartsWith('#'))];
    private readonly List<LogLlmDetector> _detectors = [];

    public LogLlmBundle(TestBundleOptions? options = null)
    {
        Folder = Directory.CreateTempSubdirectory("logllm-").FullName;
        Reference = new TestBundle(options);
        Reference.Write(Folder);
    }

    public string Folder { get; }

    public TestBundle Reference { get; }

    /// <summary>Messages of random words.</summary>
    public static string[] Messages(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => string.Join(' ', random.GetItems(Words, random.Next(2, 12))))];
    }

    public static LogWindow Window(IEnumerable<string> messages) => new(WindowKind.Count, messages.Select((message, i) => Logs.Log(message, i + 1)).ToArray());

    /// <summary>Writes the manifest anew after a file or the manifest itself has changed.</summary>
    public void Rewrite(Func<BundleManifest, BundleManifest> change)
    {
        BundleManifest manifest;
        using (ModelBundle bundle = ModelBundle.Open(Folder))
        {
            manifest = bundle.Manifest;
        }

        BundleWriter.Write(Folder, change(manifest));
    }

    public LogLlmDetector Detector(LogLlmOptions? options = null)
    {
        using ModelBundle bundle = ModelBundle.Open(Folder);
        var detector = new LogLlmDetector(bundle, (options ?? new LogLlmOptions()).Validated());
        _detectors.Add(detector);
        return detector;
    }

    public double OddsOf(IEnumerable<string> messages) => Math.Exp(Reference.LogOddsOf(messages));

    public void Dispose()
    {
        _detectors.ForEach(detector => detector.Dispose());
        Directory.Delete(Folder, recursive: true);
    }
}
