using System.Diagnostics;
using LogGuardian.TestModels;
using LogGuardian.Tests.Core.Sources;
using LogGuardian.Training;

namespace LogGuardian.Tests.Training.Running;

/// <summary>A training whose process is killed at random moments, again and again, ends with the weights of one that was not.</summary>
[Collection(TorchTests.Name)]
public sealed class TrainingKilledProcessTests : IDisposable
{
    private const int Kills = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task PretrainAndTrain_KilledTenTimes_GiveTheSameWeights()
    {
        TorchTests.Require();
        using (TrainableModel model = TrainingSample.Create(In("killed"), TrainingSample.Windows(40)))
        {
            model.Save();
        }

        TrainingFolders.Copy(In("killed"), In("whole"));
        await TrainingSample.RunAsync(In("whole"), In("whole-runs"), TimeSpan.Zero);
        long steps = StepsOf("whole-runs");
        var random = new Random(4);
        HashSet<string> stages = [];
        foreach (double moment in Enumerable.Range(0, Kills).Select(_ => random.NextDouble() * 0.9 * steps).Order())
        {
            using Process process = Start();
            Assert.Equal("begun", await process.StandardOutput.ReadLineAsync().WaitAsync(Patience));
            var waited = Stopwatch.StartNew();
            while (StepsOf("runs") < moment)
            {
                Assert.True(waited.Elapsed < Patience && !process.HasExited, "It did not come that far.");
                await Task.Delay(5);
            }

            await Task.Delay(random.Next(40));
            process.Kill();
            await process.WaitForExitAsync().WaitAsync(Patience);
            Assert.NotEqual(0, process.ExitCode);
            stages.Add(LastStage("pretrain") + LastStage("train"));
        }

        Assert.True(stages.Count > 2, $"It was killed in few stages: {string.Join(", ", stages)}.");
        using Process last = Start();
        last.StandardInput.Close();
        Task<string> error = last.StandardError.ReadToEndAsync();
        await last.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(last.ExitCode == 0, await error);
        TrainingFolders.Same(In("whole"), In("killed"));
    }

    private string LastStage(string run) => new Checkpoints(Path.Combine(In("runs"), run, RunFolder.CheckpointsName)).Latest()?.Name ?? "";

    private long StepsOf(string runs) =>
        new[] { "pretrain", "train" }.Select(run => Path.Combine(In(runs), run, RunFolder.MetricsName)).Where(File.Exists).Sum(metrics => MetricLog.Read(metrics).LastOrDefault()?.Step ?? 0);

    private Process Start()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["exec", Path.Combine(AppContext.BaseDirectory, "LogGuardian.TestModels.dll"), "train", In("killed"), In("runs")])
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private string In(string name) => Path.Combine(_folder.Path, name);
}
