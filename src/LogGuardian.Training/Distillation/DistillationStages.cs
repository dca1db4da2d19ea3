using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace LogGuardian.Training;

/// <summary>The two stages of a distillation.</summary>
internal sealed class DistillationStages : IDisposable
{
    private readonly WindowModel _student;
    private readonly TrainingSet _set;
    private readonly DistillationWindows _windows;
    private readonly DistillationOptions _options;
    private readonly TrainingRun _run;
    private readonly MessageTokens _tokens;
    private readonly MessageVectors _given;
    private readonly ParameterSet _map;

    public DistillationStages(TrainableModel teacher, WindowModel student, TrainingSet set, DistillationWindows windows, DistillationOptions options, TrainingRun run)
    {
        (_student, _set, _windows, _options, _run) = (student, set, windows, options, run);
        _tokens = new MessageTokens(student.Tokenizer, set.Messages);
        teacher.Network.IsTraining = false;
        _given = new MessageVectors(teacher.Network, new MessageTokens(teacher.Tokenizer, set.Messages), learns: false, edits: 0);
        _map = new ParameterSet(student.Network.Device);
        using var random = new Generator((ulong)options.Loop.Seed);
        (int from, int to) = (student.Network.Encoder.Shape.Hidden, teacher.Encoder.Hidden);
        _map.AddNormal("weight", random, 1 / Math.Sqrt(from), to, from);
        _map.AddConstant("bias", 0, to);
    }

    /// <summary>Mean cosine of vectors after the first stage; it is measured when the second one begins.</summary>
    public double Cosine { get; private set; }

    public IReadOnlyList<TrainingStage> All => [new("vectors", _options.Vectors, Vectors), new("answers", _options.Answers, Answers)];

    public void Dispose()
    {
        _given.Dispose();
        _map.Dispose();
    }

    private StageWork Vectors()
    {
        MessageVectors own = Prepare(encoderOnly: true);
        var objective = new VectorsObjective(own, Given, _map, [.. Enumerable.Range(0, _set.Messages.Count)], _options.Vectors.MaxSamples);
        return Work(objective, own, validate: null);
    }

    private StageWork Answers()
    {
        MessageVectors own = Prepare(encoderOnly: false);
        Cosine = _run.Once("vector_cosine", MeasureCosine);
        var objective = new OddsObjective(_student, own, _windows.Learned)
        {
            Teacher = _windows.LearnedOdds,
            Temperature = _options.Temperature,
            HardShare = _options.HardShare,
            Minority = _options.Minority,
            MaxSamples = _options.Answers.MaxSamples,
        };
        return Work(objective, own, _windows.HasBothClasses ? Measure : null);
    }

    private MessageVectors Prepare(bool encoderOnly)
    {
        _student.Network.IsTraining = true;
        _student.Network.Train(encoder: true, others: !encoderOnly);
        _map.Train(_ => encoderOnly);
        return new MessageVectors(_student.Network, _tokens, learns: true, _options.Edits);
    }

    private StageWork Work(IObjective objective, MessageVectors own, Func<IReadOnlyDictionary<string, double>>? validate)
    {
        Dictionary<string, TorchParameter> all = ParameterSet.Named([.. _student.Network.Parts, ("map", _map)]);
        return new StageWork(objective, ParameterSet.ThatLearn(all), all, validate)
        {
            Owned = [own],
        };
    }

    // Vectors that are kept must not lie in the graph of a step, nor go with it.
    private Tensor Given(int[] messages)
    {
        using IDisposable scope = no_grad();
        return _given.Of(messages, Random.Shared).to(_student.Network.Device);
    }

    private Dictionary<string, double> Measure()
    {
        float[] scores = new WindowScores(_student, _tokens).Of(_windows.Held);
        _student.Network.IsTraining = true;
        return new(HeldBackMetrics.Of(_windows.Held, scores), StringComparer.Ordinal);
    }

    private double MeasureCosine()
    {
        const int Some = 1024;
        _student.Network.IsTraining = false;
        using IDisposable scope = NewDisposeScope();
        using IDisposable fixedWeights = no_grad();
        int[] messages = [.. Enumerable.Range(0, Math.Min(Some, _set.Messages.Count))];
        Tensor mapped = _map.Dense(_student.Network.Encode([.. messages.Select(message => _tokens[message])]), ParameterSet.NoName);
        double cosine = nn.functional.cosine_similarity(mapped, Given(messages), 1).mean().item<float>();
        _student.Network.IsTraining = true;
        return cosine;
    }
}
