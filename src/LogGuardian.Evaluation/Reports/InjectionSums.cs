namespace LogGuardian.Evaluation;

/// <summary>What a method found and reported over all its runs.</summary>
internal sealed record InjectionSums(
    int Faults, int Found, TimeSpan? MedianDelay, int Silent, int FoundSilent, int Disturbances, int Alarming, int DisturbanceUnits, int AlarmingUnits, int QuietUnits, int QuietReported)
{
    /// <summary>Null where nothing was injected.</summary>
    public static InjectionSums? Of(ReportMethod method)
    {
        InjectionMetrics[] runs = [.. method.Runs.Select(run => run.Metrics.Injections).OfType<InjectionMetrics>()];
        if (runs.Length == 0)
        {
            return null;
        }

        InjectionScore[] all = [.. runs.SelectMany(run => run.Scores)];
        InjectionScore[] faults = [.. all.Where(score => score.Injection is { IsFault: true, IsSilent: false })];
        InjectionScore[] silent = [.. all.Where(score => score.Injection.IsSilent)];
        InjectionScore[] others = [.. all.Where(score => !score.Injection.IsFault)];
        double[] delays = [.. faults.Select(score => score.Delay).OfType<TimeSpan>().Select(delay => (double)delay.Ticks)];
        return new InjectionSums(
            faults.Length,
            faults.Count(score => score.Reported > 0),
            delays.Length > 0 ? TimeSpan.FromTicks((long)Quantiles.Of([.. delays], 0.5)) : null,
            silent.Length,
            silent.Count(score => score.Reported > 0),
            others.Length,
            others.Count(score => score.Reported > 0),
            others.Sum(score => score.Units),
            others.Sum(score => score.Reported),
            runs.Sum(run => run.QuietUnits),
            runs.Sum(run => run.QuietReported));
    }
}
