namespace LogGuardian.Evaluation;

/// <summary>A method that looks at how often each event came and at nothing else. Logs repeat: equal count vectors are learned and scored once.</summary>
internal abstract class CountMethod(string name, int seed, MethodNeeds needs = MethodNeeds.None) : UnitMethod(name, needs)
{
    private const int MaxCachedScores = 65_536;
    private readonly EventCounter _counter = new();
    private readonly CountSample _sample = new(seed);
    private readonly Dictionary<int[], double> _scores = new(new PairsComparer());

    public sealed override void Learn(EvaluationUnit unit) =>
        _sample.Add(_counter.Count(unit.Events.Span), Needs.HasFlag(MethodNeeds.Labels) && unit.Label == true);

    public sealed override double Complete() => Fit(_sample);

    public sealed override UnitScore Score(EvaluationUnit unit)
    {
        ReadOnlySpan<int> pairs = _counter.Count(unit.Events.Span);
        if (!_scores.GetAlternateLookup<ReadOnlySpan<int>>().TryGetValue(pairs, out double score))
        {
            if (_scores.Count >= MaxCachedScores)
            {
                _scores.Clear();
            }

            int[] key = pairs.ToArray();
            _scores[key] = score = ScoreOf(key);
        }

        return new UnitScore(score);
    }

    /// <summary>Learns.</summary>
    /// <returns>The threshold.</returns>
    protected abstract double Fit(CountSample sample);

    /// <summary>Scores a count vector.</summary>
    /// <param name="pairs">See <see cref="EventCounts.Pairs"/>.</param>
    protected abstract double ScoreOf(int[] pairs);
}
