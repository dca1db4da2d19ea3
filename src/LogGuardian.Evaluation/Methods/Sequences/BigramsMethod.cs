namespace LogGuardian.Evaluation;

/// <summary>
/// The share of pairs of neighbouring events that training never showed, the beginning and the end counting as events (Landauer et al., FSE 2024,
/// "2-grams"). The threshold is the <see cref="TrainingBorder"/> of training units scored before they were learned.
/// </summary>
internal sealed class BigramsMethod() : UnitMethod("bigrams", MethodNeeds.NormalUnits)
{
    private const int MaxBigrams = 1_000_000;
    private const int Edge = -1;
    private readonly HashSet<(int Event, int Next)> _seen = [];
    private readonly PrequentialScores _scores = new();

    public override void Learn(EvaluationUnit unit)
    {
        _scores.Add(Score(unit).Score);
        ReadOnlySpan<int> events = unit.Events.Span;
        for (int i = 0; i <= events.Length && _seen.Count < MaxBigrams; i++)
        {
            _seen.Add(Pair(events, i));
        }
    }

    public override double Complete() => _scores.Border();

    public override UnitScore Score(EvaluationUnit unit)
    {
        ReadOnlySpan<int> events = unit.Events.Span;
        List<int>? lines = null;
        for (int i = 0; i <= events.Length; i++)
        {
            if (!_seen.Contains(Pair(events, i)))
            {
                (lines ??= []).Add(Math.Min(i, events.Length - 1));
            }
        }

        return lines is null ? default : new UnitScore((double)lines.Count / (events.Length + 1)) { SuspectLines = lines.Distinct().ToArray() };
    }

    private static (int Event, int Next) Pair(ReadOnlySpan<int> events, int at) => (at == 0 ? Edge : events[at - 1], at == events.Length ? Edge : events[at]);
}
