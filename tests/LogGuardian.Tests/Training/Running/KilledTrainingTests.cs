using LogGuardian.TestModels;
using LogGuardian.Tests.Core.Sources;
using LogGuardian.Training;

namespace LogGuardian.Tests.Training.Running;

/// <summary>A training that was stopped at any moment, as often as one likes, ends with the weights of one that was not.</summary>
[Collection(TorchTests.Name)]
public sealed class KilledTrainingTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TrainingSet _set;

    public KilledTrainingTests()
    {
        TorchTests.Require();
        _set = TrainingSample.Windows(40);
        using TrainableModel model = TrainingSample.Create(In("new"), _set);
        model.Save();
    }

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Train_CancelledTenTimes_GivesTheSameWeights(bool labelled)
    {
        long steps = await RunAsync(labelled, Copy("whole"), new TrainingRunOptions { Folder = In("whole-run") });
        string model = Copy("stopped");
        var random = new Random(labelled ? 1 : 2);
        int cancelled = 0;
        bool isDone = false;
        while (!isDone)
        {
            using var cancellation = new CancellationTokenSource();
            int left = random.Next(1, 1 + (int)(steps / 5));
            var run = new TrainingRunOptions
            {
                Folder = In("run"),
                Resume = cancelled > 0,
                Progress = _ =>
                {
                    if (--left == 0 && cancelled < 10)
                    {
                        cancellation.Cancel();
                    }
                },
            };
            try
            {
                await RunAsync(labelled, model, run, cancellationToken: cancellation.Token);
                isDone = true;
            }
            catch (OperationCanceledException)
            {
                cancelled++;
                Assert.Equal(RunOutcome.Cancelled, RunFolder.Read(In("run")).Outcome);
            }
        }

        Assert.True(cancelled > 4, $"It was cancelled {cancelled} times.");
        Assert.Equal(cancelled, RunFolder.Read(In("run")).Resumed.Count);
        Same("whole", "stopped");

        // Metrics are those of one run.
        (long, string, string, double)[] Metrics(string name) =>
            [.. MetricLog.Read(Path.Combine(In(name), RunFolder.MetricsName)).Select(metric => (metric.Step, metric.Stage, metric.Name, metric.Value))];
        Assert.Equal(Metrics("whole-run"), Metrics("run"));

        // A run that is over is over.
        byte[] weights = File.ReadAllBytes(Directory.EnumerateFiles(Path.Combine(In("run"), "checkpoints")).Max(StringComparer.Ordinal)!);
        Assert.Equal(0, await RunAsync(labelled, model, new TrainingRunOptions { Folder = In("run"), Resume = true }));
        Same("whole", "stopped");
        Assert.Equal(Metrics("whole-run"), Metrics("run"));
        Assert.Equal(weights, File.ReadAllBytes(Directory.EnumerateFiles(Path.Combine(In("run"), "checkpoints")).Max(StringComparer.Ordinal)!));
    }

    [SkippableFact]
    public async Task Train_OtherSeed_GivesOtherWeights()
    {
        await RunAsync(labelled: true, Copy("one"), new TrainingRunOptions());
        await RunAsync(labelled: true, Copy("same"), new TrainingRunOptions());
        await RunAsync(labelled: true, Copy("other"), new TrainingRunOptions(), seed: 8);
        Same("one", "same");
        Assert.NotEqual(File.ReadAllBytes(Path.Combine(In("one"), "projector.safetensors")), File.ReadAllBytes(Path.Combine(In("other"), "projector.safetensors")));
    }

    private async Task<long> RunAsync(bool labelled, string folder, TrainingRunOptions run, int seed = 7, CancellationToken cancellationToken = default)
    {
        long steps = 0;
        using TrainableModel model = TrainableModel.Open(folder);
        LogLlmTrainingOptions options = TrainingSample.Everything with { Loop = TrainingSample.Everything.Loop with { Seed = seed } };
        TrainingRunOptions counted = run with
        {
            Progress = progress =>
            {
                steps = progress.Total;
                run.Progress?.Invoke(progress);
            },
        };
        if (labelled)
        {
            await LogLlmTraining.TrainAsync(model, _set, options, counted, cancellationToken);
        }
        else
        {
            await LogLlmTraining.PretrainAsync(model, _set, options, counted, cancellationToken);
        }

        return steps;
    }

    private void Same(string one, string other) => TrainingFolders.Same(In(one), In(other));

    private string Copy(string name) => TrainingFolders.Copy(In("new"), In(name));

    private string In(string name) => Path.Combine(_folder.Path, name);
}
