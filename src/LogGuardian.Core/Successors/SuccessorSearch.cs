namespace LogGuardian.Core;

/// <summary>
/// Finds the known template that a new one is in other words: one that has stopped coming, and whose words, place and number the new one has. With words in
/// common little else must be shown; without, the place and the number must agree for long.
/// </summary>
/// <param name="templates">All templates.</param>
/// <param name="find">The template of an id, if it is one of them.</param>
/// <param name="words">Which of them have a word.</param>
internal sealed class SuccessorSearch(IReadOnlyList<TemplateEntry> templates, Func<ulong, TemplateEntry?> find, WordIndex words)
{
    // So alike texts are enough; less alike ones must stand at the same place as well.
    private const double Alike = 0.6;
    private const double SomewhatAlike = 0.3;

    // So alike texts are enough even before the known one is missed, where nothing speaks against it.
    private const double AlmostSame = 0.6;

    // One word makes another failure of a short text, so that only longer ones are taken at once.
    private const double SameFailure = 0.8;
    private const double ClearlyMoreAlike = 0.1;

    // Windows with the new one since the known one came last, and how often the known one should have come since then.
    private const int AlikeWindows = 1;
    private const int SomewhatAlikeWindows = 3;
    private const double AlikeMissed = 2;
    private const int UnlikeWindows = 16;
    private const double UnlikeMissed = 8;

    // A window that was marked as normal counts as so many.
    private const int MarkedFactor = 8;

    // Agreement of places, and of numbers; the runner-up must be so much worse.
    private const double SamePlace = 0.5;
    private const double SameNumber = 0.5;
    private const double SimilarNumber = 0.1;
    private const double Margin = 0.03;

    // What it is worth that both leave as many values open: where words are others and places the same, it decides.
    private const double SameValues = 0.25;

    // What is known of a place must be so much of it.
    private const double LeastMass = 0.1;

    /// <summary>The predecessor of a new template; null when none is sure enough.</summary>
    /// <param name="newcomer">The new template.</param>
    /// <param name="now">Number of the latest window.</param>
    public TemplateEntry? PredecessorOf(TemplateEntry newcomer, long now)
    {
        (TemplateEntry? Entry, double Score) best = default;
        double second = 0;
        foreach (TemplateEntry known in templates)
        {
            double score = known.Role == TemplateRole.Known ? Score(newcomer, known, now) : 0;
            if (score > best.Score)
            {
                second = best.Score;
                best = (known, score);
            }
            else
            {
                second = Math.Max(second, score);
            }
        }

        return best.Score - second >= Margin ? best.Entry : null;
    }

    /// <summary>
    /// The known template that one is which comes for the first time, by its text alone; null when none is alike enough. An error has to wait until the known one is missed, and
    /// one that tells of a failure in a word that the known one lacks is none.
    /// </summary>
    /// <param name="text">The words of the new one.</param>
    /// <param name="severity">How severe its lines are.</param>
    public TemplateEntry? LikelyPredecessorOf(TemplateWords text, LogSeverity severity)
    {
        if (severity >= LogSeverity.Error)
        {
            return null;
        }

        bool tellsFailure = text.TellsFailure;
        double least = tellsFailure && severity is (LogSeverity.Unspecified or LogSeverity.Warning) ? SameFailure : AlmostSame;
        (TemplateEntry? Entry, double Similarity) best = default;
        double second = 0;
        foreach (TemplateEntry known in words.MaybeAlike(text, least - ClearlyMoreAlike))
        {
            if (known.Role != TemplateRole.Known || known.Worst != severity || !text.HasSameValues(known.Words) || (tellsFailure && text.TellsMoreThan(known.Words)))
            {
                continue;
            }

            double similarity = text.SimilarityTo(known.Words, words.WeightOf);
            second = Math.Max(second, Math.Min(similarity, best.Similarity));
            best = similarity > best.Similarity ? (known, similarity) : best;
        }

        return best.Similarity >= least && best.Similarity - second >= ClearlyMoreAlike && !best.Entry!.IsSucceeded ? best.Entry : null;
    }

    /// <summary>Whether the known template should have come so often since then that it is missed.</summary>
    public static bool IsMissed(TemplateEntry known, long now) => (now - known.LastWindow) * RateOf(known) >= AlikeMissed;

    private static double RateOf(TemplateEntry known) => (double)known.Windows / Math.Max(1, known.LastWindow);

    /// <summary>How sure it is, 0 when it is not sure at all.</summary>
    private double Score(TemplateEntry newcomer, TemplateEntry known, long now)
    {
        long since = newcomer.WindowsSince(known.LastWindow);
        long windows = since + ((long)newcomer.Marked * MarkedFactor);
        double rate = RateOf(known);
        double unmarkedMissed = (now - known.LastWindow) * rate;
        double missed = unmarkedMissed + ((long)newcomer.Marked * MarkedFactor);
        if (windows < AlikeWindows || missed < AlikeMissed)
        {
            return 0;
        }

        double newRate = (double)newcomer.Windows / (now - newcomer.FirstWindow + 1);
        double perWindow = Ratio(known.LinesPerWindow, newcomer.LinesPerWindow);
        double number = Math.Min(Ratio(rate, newRate), perWindow);

        // Where sources take turns, what comes in each window of one of them is rare over all. That a window was normal does not say which words mean the same.
        double latestNumber = Math.Min(Math.Max(Ratio(rate, newRate), Ratio(known.LatestRate, newRate)), perWindow);
        bool mayBeAlike = number >= SimilarNumber;
        bool mayBeThere = !known.IsSucceeded && latestNumber >= SameNumber && since >= UnlikeWindows && unmarkedMissed >= UnlikeMissed;

        // Words and neighbours are dear, so that they come last. A failure that stands where success stood must not pass for what is usual, however long it lasts.
        if ((!mayBeAlike && !mayBeThere) || (newcomer.Worst >= LogSeverity.Warning && newcomer.Worst > known.Worst)
            || (newcomer.Marked == 0 && newcomer.Words.TellsMoreThan(known.Words)))
        {
            return 0;
        }

        double text = newcomer.Words.SimilarityTo(known.Words, words.WeightOf);
        (double place, double mass) = PlaceOf(newcomer, known);
        bool isSamePlace = mass >= LeastMass && place >= SamePlace;
        bool isAlike = mayBeAlike && (text >= Alike || (text >= SomewhatAlike && isSamePlace && windows >= SomewhatAlikeWindows));
        return isAlike || (mayBeThere && isSamePlace)
            ? (2 * text) + (mass >= LeastMass ? place : 0) + number + (newcomer.Words.Placeholders == known.Words.Placeholders ? SameValues : 0)
            : 0;
    }

    /// <summary>How far two templates have the same neighbours, and how much of their neighbours can be compared: those that are known and still come.</summary>
    private (double Overlap, double Mass) PlaceOf(TemplateEntry newcomer, TemplateEntry known)
    {
        (double before, double beforeMass) = Overlap(newcomer, newcomer.Before, known, known.Before);
        (double after, double afterMass) = Overlap(newcomer, newcomer.After, known, known.After);
        double mass = beforeMass + afterMass;
        return mass == 0 ? (0, 0) : (((before * beforeMass) + (after * afterMass)) / mass, mass / 2);
    }

    private (double Overlap, double Mass) Overlap(TemplateEntry newcomer, Neighbours ofNewcomer, TemplateEntry known, Neighbours ofKnown)
    {
        (Dictionary<ulong, double> left, double leftMass) = Comparable(ofNewcomer, newcomer, known, newcomer.FirstWindow);
        (Dictionary<ulong, double> right, double rightMass) = Comparable(ofKnown, newcomer, known, newcomer.FirstWindow);
        double overlap = left.Sum(pair => Math.Min(pair.Value, right.GetValueOrDefault(pair.Key)));
        return (overlap, Math.Min(leftMass, rightMass));
    }

    private (Dictionary<ulong, double> Shares, double Mass) Comparable(Neighbours neighbours, TemplateEntry newcomer, TemplateEntry known, long since)
    {
        var counts = new Dictionary<ulong, double>();
        double all = 0;
        double kept = 0;
        for (int i = 0; i < neighbours.Ids.Length; i++)
        {
            int count = neighbours.Counts[i];
            all += count;
            if (Comparable(neighbours.Ids[i], newcomer, known, since) is { } id)
            {
                kept += count;
                counts[id] = counts.GetValueOrDefault(id) + count;
            }
        }

        foreach (ulong id in counts.Keys)
        {
            counts[id] /= kept;
        }

        return (counts, all == 0 ? 0 : kept / all);
    }

    /// <summary>The known template that a neighbour is; null for one that is new itself, or that has stopped coming as well.</summary>
    private ulong? Comparable(ulong neighbour, TemplateEntry newcomer, TemplateEntry known, long since)
    {
        // Next to itself is next to the other.
        if (neighbour == newcomer.Id || neighbour == known.Id)
        {
            return known.Id;
        }

        TemplateEntry? entry = find(neighbour);
        if (entry is null)
        {
            // The beginning or the end of a session.
            return neighbour == TemplateId.Unseen.Value ? neighbour : null;
        }

        TemplateEntry canonical = entry.Predecessor ?? entry;
        return entry.Role == TemplateRole.New || (canonical.LastWindow < since && canonical == entry && !canonical.IsSucceeded) ? null : canonical.Id;
    }

    private static double Ratio(double a, double b) => a <= 0 || b <= 0 ? 0 : Math.Min(a, b) / Math.Max(a, b);
}
