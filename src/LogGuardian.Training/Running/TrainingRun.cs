using System.Text.Json.Nodes;

namespace LogGuardian.Training;

/// <summary>Works through stages, keeps checkpoints, and writes down what happens.</summary>
internal sealed class TrainingRun(TrainingRunOptions options, LoopOptions loop, EarlyStopping? stop, JsonNode configuration, TimeProvider? clock = null)
{
    /// <summary>Runs the stages, or those that are left of a run that was stopped.</summary>
    public async Task RunAsync(IReadOnlyList<TrainingStage> stages, CancellationToken cancellationToken)
    {
        if (options.Folder is not { } path)
        {
            await Task.Run(() => new TrainingLoop(loop, stop, null, options.Progress).Run(stages, cancellationToken), cancellationToken).ConfigureAwait(false);
            return;
        }

        using RunFolder folder = await OpenAsync(path, cancellationToken).ConfigureAwait(false);
        var checkpoints = new Checkpoints(folder.CheckpointsPath);
        using var board = new TensorBoardWriter(folder.Path, clock, options.Resume ? checkpoints.Latest()?.Total : null);
        try
        {
            bool isEarly = await Task.Run(() => new TrainingLoop(loop, stop, checkpoints, progress => Note(folder, board, progress)).Run(stages, cancellationToken), cancellationToken).ConfigureAwait(false);
            folder.End(isEarly ? RunOutcome.StoppedEarly : RunOutcome.Completed);
        }
        catch (OperationCanceledException)
        {
            folder.End(RunOutcome.Cancelled);
            throw;
        }
        catch (Exception e)
        {
            folder.End(RunOutcome.Failed, e.Message);
            throw;
        }
        finally
        {
            folder.WriteReport();
        }
    }

    private async Task<RunFolder> OpenAsync(string path, CancellationToken cancellationToken)
    {
        if (options.Resume)
        {
            return RunFolder.Resume(path, new Checkpoints(Path.Combine(path, RunFolder.CheckpointsName)).Latest()?.Total ?? 0, clock);
        }

        List<RunDataFile> data = [];
        foreach (string file in options.DataFiles)
        {
            data.Add(await RunDataFile.ReadAsync(file, cancellationToken).ConfigureAwait(false));
        }

        return RunFolder.Create(
            path,
            new RunRecord { Configuration = configuration, CommandLine = options.CommandLine, Seeds = new Dictionary<string, long> { ["all"] = loop.Seed }, Data = data },
            clock);
    }

    private void Note(RunFolder folder, TensorBoardWriter board, TrainingProgress progress)
    {
        int epoch = (int)Math.Ceiling(progress.Epoch);
        Write(RunMetricNames.Loss, progress.Loss);
        Write(RunMetricNames.LearningRate, progress.LearningRate);
        foreach ((string name, double value) in progress.Metrics)
        {
            Write(name, value);
        }

        options.Progress?.Invoke(progress);

        void Write(string name, double value)
        {
            folder.Append(progress.Total, epoch, progress.Stage, name, value);
            board.Write($"{progress.Stage}/{name}", value, progress.Total);
        }
    }
}
