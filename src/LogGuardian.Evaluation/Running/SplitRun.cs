using System.Diagnostics;

namespace LogGuardian.Evaluation;

/// <summary>Trains methods on a split, one after the other, and judges them.</summary>
internal sealed class SplitRun(EvaluationRunOptions options, EvaluationCase @case, EvaluationSplit split, int seed, RunLog log)
{
    private const int BatchSize = 256;

    public static string DataSetOf(EvaluationCase @case) => @case.Test is { } test && test.Name != @case.Data.Name ? $"{@case.Data.Name} to {test.Name}" : @case.Data.Name;

    /// <summary>The result of a method: measured, or taken over from an earlier run; null where the split cannot teach it, which the log is told.</summary>
    public async Task<EvaluationResult?> RunAsync(string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string title = string.Join(" · ", new[] { DataSetOf(@case), @case.Protocol.Name, split.Name, name }.Where(part => part.Length > 0));
        log.Begin(title);
        string? path = options.ResumeDirectory is { } folder ? Path.Combine(folder, ResultKey.Of(@case, split, name, options.MethodsVersion, seed, options.Resamples) + ".json") : null;
        EvaluationResult? result = path is not null && File.Exists(path) && options.OnPredictions is null
            ? await EvaluationResult.LoadAsync(path, cancellationToken).ConfigureAwait(false)
            : null;
        if (result is null)
        {
            PredictionSet predictions;
            try
            {
                (result, predictions) = await MeasureAsync(name, cancellationToken).ConfigureAwait(false);
            }
            catch (UnfitTrainingException e)
            {
                log.LeaveOut(@case, title, e);
                return null;
            }

            await HandOverAsync(result, predictions, cancellationToken).ConfigureAwait(false);
            if (path is not null)
            {
                Directory.CreateDirectory(options.ResumeDirectory!);
                await result.SaveAsync(path, cancellationToken).ConfigureAwait(false);
            }
        }

        log.End(title);
        return result;
    }

    private async Task<(EvaluationResult Result, PredictionSet Predictions)> MeasureAsync(string name, CancellationToken cancellationToken)
    {
        IEvaluationMethod method = options.Methods.Create(name, split.Events, seed);
        using var owned = method as IDisposable;
        var audit = new LeakageAudit();
        using var memory = new MemoryGauge();
        var training = new UnitStream(split.ReadTrainingAsync(cancellationToken), method.Needs, audit.AddTraining);
        long started = Stopwatch.GetTimestamp();
        await method.TrainAsync(training, cancellationToken).ConfigureAwait(false);
        TimeSpan trained = Stopwatch.GetElapsedTime(started) - training.Reading;
        await training.DrainAsync(cancellationToken).ConfigureAwait(false);

        var predictions = new PredictionSet(method.Threshold);
        await AdaptAsync(method, cancellationToken).ConfigureAwait(false);
        var test = new UnitStream(split.ReadTestAsync(cancellationToken).Skip(@case.Protocol.AdaptUnits), MethodNeeds.Labels, _ => { });
        TimeSpan scored = await ScoreAsync(method, test, predictions, audit, cancellationToken).ConfigureAwait(false);
        var metrics = new MetricsOptions
        {
            ScoresAreProbabilities = method.ScoresAreProbabilities,
            UnitsAreConsecutive = split.AreConsecutive,
            Resamples = options.Resamples,
            Seed = seed,
        };
        var result = new EvaluationResult
        {
            DataSet = DataSetOf(@case),
            Protocol = @case.Protocol.Name,
            Method = name,
            IsBaseline = EvaluationRunner.IsBaseline(name),
            Split = split.Name,
            Seed = seed,
            Training = training.Counts,
            Test = test.Counts,
            Threshold = method.Threshold,
            Metrics = EvaluationMetrics.Compute(predictions, metrics),
            Audit = audit.Report(),
            Curves = EvaluationCurves.Compute(predictions, metrics),
            TrainingSeconds = trained.TotalSeconds,
            ScoringSeconds = scored.TotalSeconds,
            PeakMemoryBytes = memory.Peak,
            Parameters = method.Parameters,
        };
        return (result, predictions);
    }

    /// <summary>Units that are judged and not counted. The first ones that the method reports are answered, as long as the protocol has answers.</summary>
    private async Task AdaptAsync(IEvaluationMethod method, CancellationToken cancellationToken)
    {
        int answers = method is IFeedbackMethod ? @case.Protocol.AdaptLabels : 0;
        var score = new UnitScore[1];
        await foreach (EvaluationUnit unit in split.ReadTestAsync(cancellationToken).Take(@case.Protocol.AdaptUnits).ConfigureAwait(false))
        {
            await method.ScoreAsync(new[] { unit.WithoutLabels() }, score, cancellationToken).ConfigureAwait(false);
            if (answers > 0 && unit.Label is not null && score[0].Score >= method.Threshold)
            {
                await ((IFeedbackMethod)method).TellAsync(unit, cancellationToken).ConfigureAwait(false);
                answers--;
            }
        }
    }

    private static async Task<TimeSpan> ScoreAsync(IEvaluationMethod method, UnitStream test, PredictionSet predictions, LeakageAudit audit, CancellationToken cancellationToken)
    {
        var truth = new List<EvaluationUnit>(BatchSize);
        var blind = new EvaluationUnit[BatchSize];
        var scores = new UnitScore[BatchSize];
        TimeSpan scored = TimeSpan.Zero;
        await foreach (EvaluationUnit unit in test.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            blind[truth.Count] = unit.WithoutLabels();
            truth.Add(unit);
            if (truth.Count == BatchSize)
            {
                await ScoreBatchAsync().ConfigureAwait(false);
            }
        }

        await ScoreBatchAsync().ConfigureAwait(false);
        return scored;

        async ValueTask ScoreBatchAsync()
        {
            long started = Stopwatch.GetTimestamp();
            Array.Clear(scores);
            await method.ScoreAsync(blind.AsMemory(0, truth.Count), scores.AsMemory(0, truth.Count), cancellationToken).ConfigureAwait(false);
            scored += Stopwatch.GetElapsedTime(started);
            for (int i = 0; i < truth.Count; i++)
            {
                UnitPrediction prediction = predictions.Add(truth[i], scores[i]);
                audit.AddTest(truth[i], prediction.Predicted);
            }

            truth.Clear();
        }
    }

    private async Task HandOverAsync(EvaluationResult result, PredictionSet predictions, CancellationToken cancellationToken)
    {
        if (options.OnPredictions is { } receive)
        {
            await log.Predictions.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await receive(result, predictions, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                log.Predictions.Release();
            }
        }
    }
}
