namespace LogGuardian.Core;

/// <summary>
/// Notices that an event comes more often than it should: an e-detector (Shin, Ramdas and Rinaldo, 2023) of CUSUM type that bets on every second observation.
/// While the event comes with a probability of at most <paramref name="usual"/>, whatever came before, the mean number of observations until a false alarm is
/// at least <paramref name="runLength"/>.
/// </summary>
internal sealed class ChangeDetector(double usual, double runLength)
{
    private const double Suspected = 0.5;

    /// <summary>What was won by betting against the usual; at least 1 when nothing is suspected.</summary>
    public double Wealth { get; set; } = 1;

    public bool IsCalm => Wealth <= 1;

    /// <returns>Whether there was a change; the next one is looked for from the beginning.</returns>
    public bool Add(bool isEvent)
    {
        Wealth = Math.Max(1, Wealth) * (isEvent ? Suspected / usual : (1 - Suspected) / (1 - usual));
        bool changed = Wealth >= runLength;
        if (changed)
        {
            Wealth = 1;
        }

        return changed;
    }
}
