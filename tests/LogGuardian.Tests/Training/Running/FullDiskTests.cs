using System.Diagnostics;
using LogGuardian.Tests.Core.Sources;
using LogGuardian.Training;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace LogGuardian.Tests.Training.Running;

/// <summary>A disk that is really full: a small one in memory, which only root can mount.</summary>
[Collection(TorchTests.Name)]
public sealed class FullDiskTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private bool _isMounted;

    public void Dispose()
    {
        if (_isMounted)
        {
            Run("umount", _folder.Path);
        }

        _folder.Dispose();
    }

    [SkippableFact]
    public void Checkpoint_OnAFullDisk_SaysSo_AndTheOneBeforeStays()
    {
        TorchTests.Require();
        _isMounted = OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", _folder.Path);
        Skip.IfNot(_isMounted, "No small disk can be mounted; that needs root on Linux.");
        using var weights = new TorchParameter(zeros(10_000));
        using var optimizer = new AdamW([weights], 0.01);
        var named = new Dictionary<string, TorchParameter> { ["w"] = weights };
        var checkpoints = new Checkpoints(Path.Combine(_folder.Path, "checkpoints"));
        var state = new CheckpointState(0, "one", 1, 1, PlateauState.Start, EarlyStoppingState.Start);
        checkpoints.Save(state, named, new Dictionary<string, Tensor>(), optimizer);
        using (var large = new TorchParameter(zeros(100_000)))
        {
            TrainingException e = Assert.Throws<TrainingException>(
                () => checkpoints.Save(state with { Step = 2, Total = 2 }, new Dictionary<string, TorchParameter> { ["w"] = large }, new Dictionary<string, Tensor>(), optimizer));
            Assert.Contains("cannot be written", e.Message, StringComparison.Ordinal);
            Assert.Contains("Make room or choose another folder", e.Message, StringComparison.Ordinal);
        }

        Assert.Equal(state, checkpoints.Latest());
        Assert.Single(Directory.EnumerateFiles(Path.Combine(_folder.Path, "checkpoints")));
        string model = Path.Combine(_folder.Path, "model.safetensors");
        Assert.Throws<IOException>(() => SafeTensorsWriter.Write(model, new Dictionary<string, Weight> { ["w"] = new([100_000], new float[100_000]) }, TensorKind.F32));
        Assert.False(File.Exists(model));
    }

    private static bool Run(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
