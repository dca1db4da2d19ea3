using System.Text.Json.Nodes;

namespace LogGuardian.Training;

/// <summary>Works through stages, keeps checkpoints, and writes down what happens.</summary>
internal sealed class TrainingRun(TrainingRunOptions options, LoopOptions loop, EarlyStopping? stop, JsonNode configuration, TimeProvider? clock = null)
{
    private RunFolder? _folder;
    private bool _isRecalled;

    /// <summary>What is learned from, by what it is.</summary>
    public required IReadOnlyDictionary<string, TrainingSet> Sets { private get; init; }

    /// <summary>What must be as it was when the run goes on; null where stages and checkpoints say it all.</summary>
    public WindowModel? Model { private get; init; }

    /// <summary>The run of a model that learns on from where it was; what went on before the model was asked is recalled.</summary>
    /// <param name="model">What must be as it was when the run goes on.</param>
    /// <param name="options">Null for a run that is kept nowhere.</param>
    /// <param name="loop">What holds for all stages.</param>
    /// <param name="configuration">All that was chosen.</param>
    /// <param name="sets">What is learned from, by what it is.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="TrainingException">Settings, data or model are other ones than those of the run that goes on.</exception>
    public static async Task<TrainingRun> OfAsync(
        WindowModel model, TrainingRunOptions? options, LoopOptions loop, JsonNode configuration, IReadOnlyDictionary<string, TrainingSet> sets, CancellationToken cancellationToken)
    {
        var run = new TrainingRun(options ?? new TrainingRunOptions(), loop, null, configuration) { Sets = sets, Model = model };
        await run.RecallAsync(cancellationToken).ConfigureAwait(false);
        return run;
    }

    /// <summary>A run that goes on must be the one that began, and its model is what it was then. To be called before the model is asked.</summary>
    /// <exception cref="TrainingException">Settings, data or model are other ones.</exception>
    public async Task RecallAsync(CancellationToken cancellationToken)
    {
        if (options is { Folder: { } path, Resume: true } && !_isRecalled)
        {
            RunRecord record = RunFolder.Read(path);
            RunComparison.Check(path, record, configuration, await DataAsync(cancellationToken).ConfigureAwait(false), Checksums());
            if (Model is not null)
            {
                RunBeginning.Recall(path, Model);
            }
        }

        _isRecalled = true;
    }

    /// <summary>Measures something once, however often the run goes on.</summary>
    public double Once(string name, Func<double> measure)
    {
        if (_folder is null || !_folder.Record.Notes.TryGetValue(name, out double value))
        {
            value = measure();
            _folder?.Note(name, value);
        }

        return value;
    }

    /// <summary>Runs the stages, or those that are left of a run that was stopped.</summary>
    public async Task RunAsync(IReadOnlyList<TrainingStage> stages, CancellationToken cancellationToken)
    {
        if (options.Folder is not { } path)
        {
            await Task.Run(() => new TrainingLoop(loop, stop, null, options.Progress).Run(stages, cancellationToken), cancellationToken).ConfigureAwait(false);
            return;
        }

        using RunFolder folder = _folder = await OpenAsync(path, cancellationToken).ConfigureAwait(false);
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
        await RecallAsync(cancellationToken).ConfigureAwait(false);
        if (options.Resume)
        {
            return RunFolder.Resume(path, new Checkpoints(Path.Combine(path, RunFolder.CheckpointsName)).Latest()?.Total ?? 0, clock, configuration);
        }

        var record = new RunRecord
        {
            Configuration = configuration,
            CommandLine = options.CommandLine,
            Seeds = new Dictionary<string, long> { ["all"] = loop.Seed },
            Data = await DataAsync(cancellationToken).ConfigureAwait(false),
            Sets = Checksums(),
        };
        RunFolder folder = RunFolder.Create(path, record, clock);
        if (Model is not null)
        {
            RunBeginning.Keep(path, Model);
        }

        return folder;
    }

    private async Task<List<RunDataFile>> DataAsync(CancellationToken cancellationToken)
    {
        List<RunDataFile> data = [];
        foreach (string file in options.DataFiles)
        {
            data.Add(await RunDataFile.ReadAsync(file, cancellationToken).ConfigureAwait(false));
        }

        return data;
    }

    private Dictionary<string, string> Checksums() => Sets.ToDictionary(set => set.Key, set => set.Value.Checksum(), StringComparer.Ordinal);

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
