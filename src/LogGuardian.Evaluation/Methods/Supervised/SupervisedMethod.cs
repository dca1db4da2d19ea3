using Microsoft.ML;
using Microsoft.ML.Data;

namespace LogGuardian.Evaluation;

/// <summary>A classifier of Microsoft.ML on event counts. Scores the probability of an anomaly; the threshold is 0.5.</summary>
internal abstract class SupervisedMethod(string name, int seed) : CountMethod(name, seed, MethodNeeds.Labels), IDisposable
{
    // Of the context and of nothing static, so that runs repeat.
    private readonly MLContext _context = new(seed);
    private EventColumns _columns = null!;
    private PredictionEngine<LabelledCounts, LabelPrediction>? _engine;

    public sealed override bool ScoresAreProbabilities => true;

    public void Dispose() => _engine?.Dispose();

    protected sealed override double Fit(CountSample sample)
    {
        _columns = new EventColumns(sample, WeightedByRarity);
        long anomalous = sample.Vectors.Sum(vector => vector.Anomalous);
        if (anomalous == 0 || anomalous == sample.Units)
        {
            throw new UnfitTrainingException(
                $"Method '{Name}' got {sample.Units - anomalous} normal and {anomalous} anomalous training units; it needs both. "
                + "Use a split whose training set has both.");
        }

        SchemaDefinition schema = SchemaDefinition.Create(typeof(LabelledCounts));
        schema[nameof(LabelledCounts.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, _columns.Count);
        IDataView rows = _context.Data.LoadFromEnumerable(sample.Vectors.SelectMany(Rows).ToArray(), schema);
        ITransformer model = Trainer(_context).Fit(rows);
        _engine = _context.Model.CreatePredictionEngine<LabelledCounts, LabelPrediction>(model, inputSchemaDefinition: schema);
        return 0.5;
    }

    protected sealed override double ScoreOf(int[] pairs) => _engine!.Predict(new LabelledCounts { Features = Features(pairs) }).Probability;

    /// <summary>Whether counts are weighted by tf-idf; see <see cref="EventColumns"/>.</summary>
    protected abstract bool WeightedByRarity { get; }

    protected abstract IEstimator<ITransformer> Trainer(MLContext context);

    private IEnumerable<LabelledCounts> Rows(EventCounts vector)
    {
        float[] features = Features(vector.Pairs);
        return new[] { (Label: false, Units: vector.Normal), (Label: true, Units: vector.Anomalous) }
            .Where(part => part.Units > 0)
            .Select(part => new LabelledCounts { Features = features, Label = part.Label, Weight = part.Units });
    }

    private float[] Features(int[] pairs) => [.. _columns.Row(pairs).Select(value => (float)value)];
}
