using LogGuardian.Tests.Core.Sources;
using LogGuardian.Training;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace LogGuardian.Tests.Training.Running;

public sealed class CheckpointsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Path => System.IO.Path.Combine(_folder.Path, "checkpoints");

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void SaveAndRestore_GivesEveryBit()
    {
        using var saved = new Weights(1);
        saved.Step(3);
        var checkpoints = new Checkpoints(Path);
        Assert.Null(checkpoints.Latest());
        var state = new CheckpointState(2, "whole", 40, 123, new PlateauState(0.25, 1, 0.5), new EarlyStoppingState(0.1 + 0.2, 30, 2));
        saved.Save(checkpoints, state);

        using var restored = new Weights(2);
        CheckpointState latest = new Checkpoints(Path).Latest()!;
        Assert.Equal(state, latest);
        restored.Restore(checkpoints, latest);
        Assert.Equal(saved.Numbers(), restored.Numbers());
        Assert.Equal(saved.Best["a"].data<float>().ToArray(), restored.Best["a"].data<float>().ToArray());

        // The optimizer goes on as if it had not stopped.
        saved.Step(2);
        restored.Step(2);
        Assert.Equal(saved.Numbers(), restored.Numbers());
        Assert.DoesNotContain(Directory.EnumerateFiles(Path), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [SkippableFact]
    public void Save_KeepsTheLatestTwo()
    {
        using var weights = new Weights(1);
        var checkpoints = new Checkpoints(Path);
        for (int total = 8; total < 12; total++)
        {
            weights.Save(checkpoints, At(total));
        }

        Assert.Equal(["00000010-x.checkpoint", "00000011-x.checkpoint"], Directory.EnumerateFiles(Path).Select(System.IO.Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(11, checkpoints.Latest()!.Total);
    }

    [SkippableTheory]
    [InlineData("empty")]
    [InlineData("short")]
    [InlineData("cut")]
    [InlineData("longer")]
    [InlineData("bit")]
    [InlineData("bit of the state")]
    [InlineData("gone")]
    public void Latest_OfDamagedNewest_IsTheOneBefore(string damage)
    {
        using var weights = new Weights(1);
        var checkpoints = new Checkpoints(Path);
        weights.Save(checkpoints, At(1));
        float[] before = weights.Numbers();
        weights.Step(1);
        weights.Save(checkpoints, At(2));
        string newest = System.IO.Path.Combine(Path, "00000002-x.checkpoint");
        byte[] bytes = File.ReadAllBytes(newest);
        bytes[damage == "bit of the state" ? 12 : bytes.Length / 2] ^= damage.StartsWith("bit", StringComparison.Ordinal) ? (byte)4 : (byte)0;
        File.WriteAllBytes(newest, damage switch { "empty" => [], "short" => bytes[..20], "cut" => bytes[..^9], "longer" => [.. bytes, 0], _ => bytes });
        if (damage == "gone")
        {
            // Only a draft is there, as a process that was killed leaves it.
            File.Move(newest, newest + ".tmp");
        }

        Assert.Equal(1, checkpoints.Latest()!.Total);
        weights.Restore(checkpoints, checkpoints.Latest()!);
        Assert.Equal(before, weights.Numbers());
        weights.Save(checkpoints, At(2));
        Assert.Equal(2, checkpoints.Latest()!.Total);
    }

    [SkippableFact]
    public void Latest_OfDamagedOnly_IsNone()
    {
        using var weights = new Weights(1);
        weights.Save(new Checkpoints(Path), At(1));
        File.WriteAllBytes(Directory.GetFiles(Path)[0], new byte[500]);
        Assert.Null(new Checkpoints(Path).Latest());
    }

    [SkippableTheory]
    [InlineData("other name")]
    [InlineData("other shape")]
    [InlineData("more weights")]
    [InlineData("fewer weights")]
    [InlineData("fewer learn")]
    public void Restore_IntoAnotherModel_SaysWhatToDo(string difference)
    {
        using var weights = new Weights(1);
        weights.Step(1);
        var checkpoints = new Checkpoints(Path);
        weights.Save(checkpoints, At(1));
        using var other = new Weights(1, difference);
        string message = Assert.Throws<TrainingException>(() => other.Restore(checkpoints, At(1))).Message;
        Assert.Contains("another model", message, StringComparison.Ordinal);
        Assert.Contains("another folder", message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Save_OnFullDisk_SaysSoAndLeavesTheOldOne()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Other systems have no /dev/full.");
        using var weights = new Weights(1);
        var checkpoints = new Checkpoints(Path);
        weights.Save(checkpoints, At(1));
        File.CreateSymbolicLink(System.IO.Path.Combine(Path, "00000002-x.checkpoint.tmp"), "/dev/full");
        string message = Assert.Throws<TrainingException>(() => weights.Save(checkpoints, At(2))).Message;
        Assert.Contains("cannot be written", message, StringComparison.Ordinal);
        Assert.Contains("Make room", message, StringComparison.Ordinal);
        Assert.Equal(["00000001-x.checkpoint"], Directory.EnumerateFiles(Path).Select(System.IO.Path.GetFileName));
        Assert.Equal(1, checkpoints.Latest()!.Total);
        weights.Save(checkpoints, At(2));
        Assert.Equal(2, checkpoints.Latest()!.Total);
    }

    [SkippableFact]
    public void Save_WhereAFileIsInTheWay_SaysSo()
    {
        using var weights = new Weights(1);
        _folder.Write("checkpoints", "a file");
        Assert.Throws<TrainingException>(() => weights.Save(new Checkpoints(Path), At(1)));
    }

    private static CheckpointState At(long total) => new(0, "x", total, total, PlateauState.Start, EarlyStoppingState.Start);

    /// <summary>Two weights, one of which learns, and their optimizer.</summary>
    private sealed class Weights : IDisposable
    {
        private readonly Dictionary<string, TorchParameter> _all = new(StringComparer.Ordinal);
        private readonly AdamW _optimizer;

        public Weights(int seed, string difference = "")
        {
            TorchTests.Require();
            using var random = new Generator((ulong)seed);
            _all.Add("a", new TorchParameter(randn(4, difference == "other shape" ? 5 : 3, generator: random)));
            _all.Add(difference == "other name" ? "c" : "b", new TorchParameter(randn([7], generator: random)));
            if (difference == "more weights")
            {
                _all.Add("d", new TorchParameter(zeros(2)));
            }
            else if (difference == "fewer weights")
            {
                _all.Remove("b");
            }

            _optimizer = new AdamW(_all.Values.Take(difference == "fewer learn" ? 1 : int.MaxValue), 0.01);
            Best.Add("a", randn(4, 3, generator: random));
        }

        public Dictionary<string, Tensor> Best { get; } = [];

        public void Step(int count)
        {
            for (int i = 0; i < count; i++)
            {
                using IDisposable scope = NewDisposeScope();
                _optimizer.Clear();
                _all.Values.Select(weight => weight.pow(3).sum()).Aggregate((sum, one) => sum + one).backward();
                _optimizer.Step(0.01);
            }
        }

        public void Save(Checkpoints checkpoints, CheckpointState state) => checkpoints.Save(state, _all, Best, _optimizer);

        public void Restore(Checkpoints checkpoints, CheckpointState state)
        {
            Best.Clear();
            checkpoints.Restore(state, _all, Best, _optimizer);
        }

        public float[] Numbers() => [.. _all.Values.SelectMany(weight => weight.data<float>().ToArray())];

        public void Dispose() => _optimizer.Dispose();
    }
}
