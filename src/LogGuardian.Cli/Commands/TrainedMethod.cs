using LogGuardian.Evaluation;
using LogGuardian.Inference;
using LogGuardian.Training;

namespace LogGuardian.Cli;

/// <summary>A model, trained on the training part of a split, exported, and run as users run it.</summary>
internal sealed class TrainedMethod(TrainedVariant variant, ModelTraining settings, ModelBundle? given, EventTable events, int seed) : IEvaluationMethod, IDisposable
{
    private readonly OrderedDictionary<string, long> _steps = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, double> _heldBack = new Dictionary<string, double>();
    private string? _folder;
    private ModelBundle? _bundle;
    private IEvaluationMethod? _judge;

    public string Name => variant.Name;

    public MethodNeeds Needs => MethodNeeds.Lines | MethodNeeds.Labels;

    public double Threshold => _judge?.Threshold ?? AnswerMethod.Likely;

    public bool ScoresAreProbabilities => !variant.InPipeline;

    public IReadOnlyDictionary<string, string> Parameters => new Dictionary<string, string>
    {
        ["model"] = given is null ? settings.Description : FormattableString.Invariant($"{given.Manifest.Name} {given.Hash[..12]}, {settings.Learning}"),
        ["steps"] = FormattableString.Invariant($"{_steps.Values.Sum()} ({string.Join(", ", _steps.Select(stage => FormattableString.Invariant($"{stage.Key} {stage.Value}")))})"),
        ["held back"] = string.Join(", ", _heldBack.Select(metric => FormattableString.Invariant($"{metric.Key} {metric.Value:0.0000}"))),
    };

    private string ModelPath => Path.Combine(_folder!, "model");

    private string StudentPath => Path.Combine(_folder!, "student");

    private string BundlePath => Path.Combine(_folder!, "bundle");

    private TrainingRunOptions Run => new() { Progress = progress => _steps[progress.Stage] = progress.Step };

    public async Task TrainAsync(IAsyncEnumerable<EvaluationUnit> training, CancellationToken cancellationToken = default)
    {
        BundleMessage message = given?.Manifest.Message ?? new BundleMessage(settings.Masks);
        var set = new TrainingSet();
        List<EvaluationUnit> units = [];
        await set.AddUnitsAsync(variant.InPipeline ? training.Select(Kept) : training, events, message, cancellationToken).ConfigureAwait(false);
        _folder = Directory.CreateTempSubdirectory("logguardian-").FullName;
        set = given is null ? await TrainNewAsync(set, message, cancellationToken).ConfigureAwait(false) : await LearnOnAsync(given, set, cancellationToken).ConfigureAwait(false);
        await ExportAsync(set, cancellationToken).ConfigureAwait(false);
        ModelBundle bundle = _bundle = ModelBundle.Open(BundlePath);
        _judge = variant.InPipeline
            ? EvaluationMethods.FromDetector(Name, builder => Detectors.AddModel(builder.DetectWithDefaults(), bundle))(events, seed)
            : new AnswerMethod(Name, events, bundle);
        await _judge.TrainAsync(units.Where((_, i) => set.Windows[i].IsAnomaly != true).ToAsyncEnumerable(), cancellationToken).ConfigureAwait(false);

        EvaluationUnit Kept(EvaluationUnit unit)
        {
            units.Add(unit);
            return unit;
        }
    }

    public ValueTask ScoreAsync(ReadOnlyMemory<EvaluationUnit> units, Memory<UnitScore> scores, CancellationToken cancellationToken = default) =>
        (_judge ?? throw new InvalidOperationException($"Method '{Name}' is not trained; it has no scores before. Call {nameof(TrainAsync)} first.")).ScoreAsync(units, scores, cancellationToken);

    public void Dispose()
    {
        (_judge as IDisposable)?.Dispose();
        _bundle?.Dispose();
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    /// <summary>Where the labels that were told lack a class, it is the split that cannot teach.</summary>
    private static async Task<T> TaughtAsync<T>(TrainingSet told, Task<T> learning)
    {
        try
        {
            return await learning.ConfigureAwait(false);
        }
        catch (TrainingException e) when (!HasBoth(told))
        {
            throw new UnfitTrainingException(e.Message, e);
        }
    }

    private static bool HasBoth(TrainingSet set) => Math.Min(set.Windows.Count(window => window.IsAnomaly == true), set.Windows.Count(window => window.IsAnomaly == false)) > 1;

    private async Task<TrainingSet> TrainNewAsync(TrainingSet set, BundleMessage message, CancellationToken stop)
    {
        using var model = TrainableModel.Create(ModelPath, set, settings.Model(seed), message);
        LogLlmTrainingOptions stages = variant.Change(settings.Stages(seed));
        await LogLlmTraining.PretrainAsync(model, set, stages, Run, stop).ConfigureAwait(false);
        _heldBack = await TaughtAsync(set, LogLlmTraining.TrainAsync(model, set, stages, Run, stop)).ConfigureAwait(false);
        await TeachStudentAsync(model, set, stop).ConfigureAwait(false);
        return set;
    }

    /// <returns>The set with the labels that were told.</returns>
    private async Task<TrainingSet> LearnOnAsync(ModelBundle bundle, TrainingSet set, CancellationToken stop)
    {
        using var model = PooledModel.FromBundle(ModelPath, bundle, settings.Device);
        switch (variant.Model.Labels)
        {
            case 0:
                set = set.WithLabelsOf([]);
                AdaptationReport adapted = await DomainAdaptation.AdaptAsync(model, set, new TrainingSet(), settings.Adaptation(seed), Run, stop).ConfigureAwait(false);
                _heldBack = new Dictionary<string, double> { ["word_loss_before"] = adapted.WordLossBefore, ["word_loss_after"] = adapted.WordLossAfter };
                break;
            case { } most:
                set = set.WithLabelsOf(FewShotTuning.Suggest(model, set, most, seed));
                TuningReport tuned = await TaughtAsync(set, FewShotTuning.TuneAsync(model, set, settings.Tuning(seed), Run, stop)).ConfigureAwait(false);
                _heldBack = new Dictionary<string, double> { ["left_out"] = tuned.LeftOut, ["right_before"] = tuned.RightBefore, ["right_after"] = tuned.RightAfter, ["epochs"] = tuned.Epochs };
                break;
            default:
                _heldBack = await TaughtAsync(set, PooledTraining.TrainAsync(model, set, settings.Teaching(seed, set.Windows.Count), Run, stop)).ConfigureAwait(false);
                break;
        }

        return set;
    }

    private async Task TeachStudentAsync(TrainableModel teacher, TrainingSet set, CancellationToken stop)
    {
        using WindowModel? student = variant.Student switch
        {
            StudentKind.Decoder => TrainableModel.Create(StudentPath, teacher, settings.Student(seed)),
            StudentKind.Pooled => PooledModel.Create(StudentPath, teacher, settings.Pooled(seed)),
            _ => null,
        };
        if (student is not null)
        {
            await Distillation.DistillAsync(teacher, student, set, settings.Distillation(seed), Run, stop).ConfigureAwait(false);
        }
    }

    /// <summary>A bundle is compared with what the CPU computes, whatever trained the model.</summary>
    private async Task ExportAsync(TrainingSet set, CancellationToken stop)
    {
        using WindowModel model = WindowModel.Open(variant.Student == StudentKind.None ? ModelPath : StudentPath);
        await ModelExport.WriteAsync(model, BundlePath, new ModelExportOptions { Quantized = false, Sample = set }, stop).ConfigureAwait(false);
    }
}
