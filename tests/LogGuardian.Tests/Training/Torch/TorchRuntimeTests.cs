using LogGuardian.Training;
using TorchSharp;

namespace LogGuardian.Tests.Training.Torch;

public sealed class TorchRuntimeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public void EnsureLoaded_FromManyThreads_Computes()
    {
        TorchFolders.Find();
        Parallel.For(0, 4, _ => TorchRuntime.EnsureLoaded());
        TorchRuntime.EnsureLoaded();

        using torch.Tensor left = torch.tensor(new float[] { 1, 2, 3, 4 }).reshape(2, 2);
        using torch.Tensor product = left.matmul(left);
        Assert.Equal([7f, 10f, 15f, 22f], product.data<float>().ToArray());
        Assert.Equal(TorchFiles.Version, torch.NormalizeNuGetVersion(torch.__version__));
        Assert.False(File.Exists(Path.Combine(AppContext.BaseDirectory, TorchFiles.FileOf("torch_cpu"))), "TorchSharp has copied libtorch beside the application.");
    }

    [Fact]
    public void Find_OfNamedFolder_GoesBeforeAllOthers()
    {
        string named = Put("named/lib/" + TorchFiles.FileOf("torch_cpu"));
        string shim = Put("app/" + TorchFiles.FileOf("LibTorchSharp"));
        Put($"packages/libtorch-cpu-{TorchFiles.Platform}/{TorchFiles.Version}/runtimes/{TorchFiles.Platform}/native/{TorchFiles.FileOf("torch_cpu")}");
        Assert.Equal(new TorchFiles(Path.GetDirectoryName(named)!, shim), Find("named"));

        string beside = Put("app/" + TorchFiles.FileOf("torch_cpu"));
        Assert.Equal(new TorchFiles(Path.GetDirectoryName(beside)!, shim), Find(null));
        Assert.Equal(new TorchFiles(Path.GetDirectoryName(beside)!, shim), Find("app"));
        Assert.Contains("TorchSharp would load both", Assert.Throws<DllNotFoundException>(() => Find("named")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_OfPackages_TakesTorchSharpsVersions()
    {
        string native = $"runtimes/{TorchFiles.Platform}/native/";
        string torch = Put($"packages/libtorch-cpu-{TorchFiles.Platform}/{TorchFiles.Version}/{native}{TorchFiles.FileOf("torch_cpu")}");
        string shim = Put($"packages/torchsharp/0.107.0/{native}{TorchFiles.FileOf("LibTorchSharp")}");

        Assert.Equal(new TorchFiles(Path.GetDirectoryName(torch)!, shim), Find(null));
        string beside = Put($"app/runtimes/{TorchFiles.FileOf("LibTorchSharp")}");
        Assert.Equal(beside, Find("").Shim);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nowhere")]
    public void Find_WithoutTorch_SaysWhatToAdd(string? named)
    {
        string message = Assert.Throws<DllNotFoundException>(() => Find(named)).Message;
        Assert.Contains($"libtorch-cpu-{TorchFiles.Platform} 2.10.0", message, StringComparison.Ordinal);
        Assert.Contains("LOGGUARDIAN_LIBTORCH", message, StringComparison.Ordinal);
        Assert.Contains(named ?? "app", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_WithoutTorchSharpsLibrary_SaysWhatToPublish()
    {
        Put("app/" + TorchFiles.FileOf("torch_cpu"));
        Assert.Contains("TorchSharp 0.107.0", Assert.Throws<DllNotFoundException>(() => Find(null)).Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(false, "no library")]
    [InlineData(true, "another processor")]
    public void Open_OfWrongLibrary_SaysWhichAndWhatToDo(bool isElf, string why)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Other systems say it themselves.");
        string path = Put("libc10.so");
        byte[] bytes = TinyElf.Build();
        bytes[18] = 99;
        File.WriteAllBytes(path, isElf ? bytes : [1, 2, 3]);
        string message = Assert.Throws<DllNotFoundException>(() => TorchRuntime.Open(path)).Message;
        Assert.Contains(path, message, StringComparison.Ordinal);
        Assert.Contains(why, message, StringComparison.Ordinal);
        Assert.Contains("LOGGUARDIAN_LIBTORCH", message, StringComparison.Ordinal);
    }

    private TorchFiles Find(string? named) =>
        TorchFiles.Find(string.IsNullOrEmpty(named) ? named : Path.Combine(_folder, named), [Path.Combine(_folder, "app", "runtimes"), Path.Combine(_folder, "app")], Path.Combine(_folder, "packages"));

    private string Put(string name)
    {
        string path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, []);
        return path;
    }
}
