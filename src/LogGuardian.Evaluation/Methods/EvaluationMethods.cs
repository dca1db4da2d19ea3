namespace LogGuardian.Evaluation;

/// <summary>
/// The methods that can be evaluated, by name: baselines, simple detectors, classic detectors of the literature, and LogGuardian's own. Add your own by
/// <see cref="Add"/>. Not safe for concurrent callers.
/// </summary>
public sealed class EvaluationMethods
{
    private readonly SortedDictionary<string, string> _descriptions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<EventTable, int, IEvaluationMethod>> _creators = new(StringComparer.Ordinal);

    /// <summary>Knows the methods of this package.</summary>
    public EvaluationMethods()
    {
        Add("all-normal", "predicts no anomaly", (_, _) => new AllNormalMethod());
        Add("random", "tosses a coin for each unit", (_, seed) => new RandomMethod(seed));
        Add("lookup", "remembers the label of each sequence (needs labels)", (_, seed) => new LookupMethod("lookup", seed, ordered: true));
        Add("lookup-counts", "remembers the label of each mix of events, in any order (needs labels)", (_, seed) =>
            new LookupMethod("lookup-counts", seed, ordered: false));
        Add("new-events", "share of events not seen in training", (_, _) => new NewEventsMethod());
        Add("length", "sequence longer or shorter than all of training", (_, _) => new LengthMethod());
        Add("bigrams", "share of pairs of events not seen in training", (_, _) => new BigramsMethod());
        Add("count-distance", "distance of event counts to the nearest training unit, weighted by rarity", (_, seed) => new CountDistanceMethod(seed));
        Add("simple", "new-events, length, bigrams and count-distance together", (_, seed) => new CombinedMethod(
            "simple", new NewEventsMethod(), new LengthMethod(), new BigramsMethod(), new CountDistanceMethod(seed)));
        Add("next-event", "surprise of the least expected event after the four before it", (_, _) => new NextEventMethod());
        Add("knn", "distance of event counts to the third nearest training unit", (_, seed) => new KnnMethod(seed));
        Add("counts-pca", "event counts off the principal components of training", (_, seed) => new CountsPcaMethod(seed));
        Add("isolation-forest", "event counts that random cuts soon set apart", (_, seed) => new IsolationForestMethod(seed));
        Add("clustering", "distance of event counts to the nearest cluster of training", (_, seed) => new ClusteringMethod(seed));
        Add("decision-tree", "one decision tree on event counts (needs labels)", (_, seed) => new DecisionTreeMethod(seed));
        Add("logistic-regression", "logistic regression on event counts (needs labels)", (_, seed) => new LogisticRegressionMethod(seed));
        Add("logguardian", "LogGuardian's default detectors by default settings", FromDetector(
            "logguardian", builder => builder.DetectWithDefaults()));
        Add("counts", "LogGuardian's count detector alone: far from the nearest normal counts", FromDetector("counts", builder => builder.DetectWithCounts()));
        Add("order", "LogGuardian's order detector alone: lines that did not follow the lines before them", FromDetector("order", builder => builder.DetectWithOrder()));
        Add("sequences", "LogGuardian's sequence detector alone: far from every normal sequence by edit distance", FromDetector(
            "sequences", builder => builder.DetectWithSequences()));
        Add("pca", "LogGuardian's detector of principal components alone: counts that do not go together", FromDetector("pca", builder => builder.DetectWithPca()));
        Add("logguardian-following", "the same, and recognises its templates in other words while it judges units in their order", FromDetector(
            "logguardian-following",
            builder => builder.DetectWithDefaults().WithLearning(new LearningOptions { ContinueOnNormal = false })));
        Add("logguardian-stream", "the same as the product runs it: goes on learning from units that it takes as normal while it judges them in their order", FromDetector(
            "logguardian-stream", builder => builder.DetectWithDefaults().WithLearning(new LearningOptions())));
        Add("values", "LogGuardian's value detector alone: numbers out of range and values never seen", FromDetector("values", builder => builder.DetectWithValues()));
        Add("severity", "LogGuardian's severity detector alone: more warnings and errors than usual", FromDetector("severity", builder => builder.DetectWithSeverity()));
        Add("rates", "LogGuardian's rate detector alone: bursts and drops", FromDetector("rates", builder => builder.DetectWithRates()));
        Add("silence", "LogGuardian's silence detector alone: what should have come and did not", FromDetector("silence", builder => builder.DetectWithSilence()));
    }

    /// <summary>Names in alphabetical order, each with what it does in a few words.</summary>
    public IReadOnlyDictionary<string, string> Descriptions => _descriptions;

    /// <summary>
    /// A method out of LogGuardian detectors. It scores the lines of a unit where there are any, otherwise its templates alone, and learns in training
    /// only, unless the builder is told otherwise.
    /// </summary>
    /// <param name="name">Short lower-case name.</param>
    /// <param name="configure">
    /// Adds detectors, and the threshold if it is not the default one. Parser and windows are those of the data set and must not be set.
    /// </param>
    /// <returns>For <see cref="Add"/>: makes the method from the templates of a data set and a seed.</returns>
    public static Func<EventTable, int, IEvaluationMethod> FromDetector(string name, Action<AnomalyDetectorBuilder> configure)
    {
        CheckName(name);
        ArgumentNullException.ThrowIfNull(configure);
        return (events, seed) => new PipelineMethod(name, events, seed, configure);
    }

    /// <summary>Adds a method.</summary>
    /// <param name="name">Lower-case letters, digits and hyphens; not one that is known.</param>
    /// <param name="description">What it does, in a few words.</param>
    /// <param name="create">Makes a new, untrained method from the templates of a data set and a seed of all randomness. Called once for each split.</param>
    /// <exception cref="ArgumentException">The name is taken or is not one.</exception>
    public EvaluationMethods Add(string name, string description, Func<EventTable, int, IEvaluationMethod> create)
    {
        CheckName(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(description);
        ArgumentNullException.ThrowIfNull(create);
        if (!_creators.TryAdd(name, create))
        {
            throw new ArgumentException($"Method name is '{name}'; there is one of that name already. Choose another name.", nameof(name));
        }

        _descriptions.Add(name, description);
        return this;
    }

    /// <summary>Makes a new, untrained method.</summary>
    /// <param name="name">One of <see cref="Descriptions"/>.</param>
    /// <param name="events">The templates behind the events of the units; see <see cref="EvaluationSplit.Events"/>.</param>
    /// <param name="seed">Seed of all randomness; equal seeds give equal scores.</param>
    /// <exception cref="ArgumentException">There is no such method; the message lists them.</exception>
    public IEvaluationMethod Create(string name, EventTable events, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(events);
        return _creators.TryGetValue(name, out Func<EventTable, int, IEvaluationMethod>? create)
            ? create(events, seed)
            : throw new ArgumentException($"Method is '{name}'; it must be one of {string.Join(", ", _descriptions.Keys)}.", nameof(name));
    }

    private static void CheckName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            throw new ArgumentException($"Method name is '{name}'; it must be made of lower-case letters, digits and hyphens, as in 'my-method'.", nameof(name));
        }
    }
}
