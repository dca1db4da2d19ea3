namespace LogGuardian.Training;

/// <summary>The labelled windows of a set, cut to what a decoder reads, one part to learn from and one that is held back.</summary>
internal sealed class LabelledWindows
{
    /// <exception cref="TrainingException">A class is missing.</exception>
    public LabelledWindows(TrainingSet set, int maxMessages, double heldBack, int seed, int maxRepeats = int.MaxValue)
    {
        TrainingWindow[] labelled = [.. set.Windows.Where(window => window.IsAnomaly is not null)];
        foreach (bool isAnomaly in new[] { false, true })
        {
            int count = labelled.Count(window => window.IsAnomaly == isAnomaly);
            if (count < 2)
            {
                throw new TrainingException(FormattableString.Invariant(
                    $"The set has {count} {(isAnomaly ? "anomalous" : "normal")} windows among {labelled.Length} labelled ones; it must have at least 2 of each class. Label more windows, or use detectors that need no labels."));
            }
        }

        var random = new Random(seed);
        List<TrainingWindow> learned = [];
        List<TrainingWindow> held = [];
        foreach (bool isAnomaly in new[] { false, true })
        {
            TrainingWindow[] some = [.. labelled.Where(window => window.IsAnomaly == isAnomaly)];
            random.Shuffle(some);
            int count = Math.Clamp((int)Math.Round(heldBack * some.Length), 1, some.Length - 1);
            held.AddRange(some[..count]);
            learned.AddRange(some[count..]);
        }

        Learned = EqualWindows.Limit(learned.SelectMany(window => Cut(window, maxMessages)), maxRepeats);
        Held = [.. held];
    }

    /// <summary>Of equal ones no more than there may be.</summary>
    public IReadOnlyList<TrainingWindow> Learned { get; }

    /// <summary>Whole.</summary>
    public IReadOnlyList<TrainingWindow> Held { get; }

    /// <summary>
    /// The parts of a window. Of an anomalous one without labels of its lines nobody knows which part is: only one that fits whole, or its first part, is learned as anomalous.
    /// </summary>
    public static IEnumerable<TrainingWindow> Cut(TrainingWindow window, int maxMessages) => window switch
    {
        { IsAnomaly: false } => Parts(window, maxMessages),
        _ when window.Messages.Length <= maxMessages => [window],
        { LineLabels.IsEmpty: false } => Parts(window, maxMessages).Select(part => part with { IsAnomaly = part.LineLabels.Span.Contains(true) }),
        _ => [Parts(window, maxMessages).First()],
    };

    /// <summary>Consecutive parts of at most so many messages.</summary>
    public static IEnumerable<TrainingWindow> Parts(TrainingWindow window, int maxMessages)
    {
        for (int from = 0; from < window.Messages.Length; from += maxMessages)
        {
            int count = Math.Min(maxMessages, window.Messages.Length - from);
            yield return window with
            {
                Messages = window.Messages.Slice(from, count),
                LineLabels = window.LineLabels.IsEmpty ? default : window.LineLabels.Slice(from, count),
            };
        }
    }
}
