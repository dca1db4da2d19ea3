namespace LogGuardian.Evaluation;

/// <summary>
/// The threshold of a method that has no natural one: the least score that at most one training unit in a thousand reaches, the border that the
/// pipeline calibrates to as well. Below a thousand units no training unit reaches it.
/// </summary>
internal static class TrainingBorder
{
    private const double Probability = 1e-3;

    /// <param name="scores">Scores of training units, each given by a method that had not learned that unit, with the number of units that have the score.</param>
    public static double Above(IEnumerable<(double Score, long Units)> scores)
    {
        (double Score, long Units)[] sorted = [.. scores.OrderByDescending(entry => entry.Score)];
        double allowed = Probability * sorted.Sum(entry => entry.Units);
        long reached = 0;
        foreach ((double score, long units) in sorted)
        {
            reached += units;
            if (reached > allowed)
            {
                return Math.BitIncrement(score);
            }
        }

        return double.Epsilon;
    }
}
