using System.Globalization;

namespace LogGuardian.Evaluation;

/// <summary>What each method said of each fault and disturbance of a <see cref="ReportGroup"/>.</summary>
internal sealed class InjectionTable
{
    public const string Legend =
        "For each fault the seconds from its injection to the end of the first reported unit, and how many of the units during it were reported; for a disturbance, which is part of normal "
        + "operation, each reported unit is a false alarm. A silent fault has no consequence in any log.";

    private InjectionTable(IReadOnlyList<string> head, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        Head = head;
        Rows = rows;
    }

    public IReadOnlyList<string> Head { get; }

    public IReadOnlyList<IReadOnlyList<string>> Rows { get; }

    /// <summary>Null where nothing was injected.</summary>
    public static InjectionTable? Of(ReportGroup group)
    {
        ReportMethod[] methods = [.. group.Methods.Where(method => method.Runs.Any(run => run.Metrics.Injections is not null))];
        Dictionary<Injection, InjectionScore[]>[] scores =
            [.. methods.Select(method => method.Runs.SelectMany(run => run.Metrics.Injections?.Scores ?? []).GroupBy(score => score.Injection).ToDictionary(scores => scores.Key, scores => scores.ToArray()))];
        Injection[] injections =
        [
            .. scores.SelectMany(method => method.Keys).Distinct()
                .OrderByDescending(injection => injection.IsFault).ThenBy(injection => injection.Recording, StringComparer.Ordinal).ThenBy(injection => injection.Start),
        ];
        return injections.Length == 0 ? null : new InjectionTable(
            ["recording", "what", "on", .. methods.Select(method => ReportText.Of(method.Aggregate.Method))],
            [.. injections.Select(injection => (IReadOnlyList<string>)[
                ReportText.Of(injection.Recording),
                ReportText.Of(injection.Kind) + Nature(injection),
                ReportText.Of(injection.System),
                .. scores.Select(method => method.TryGetValue(injection, out InjectionScore[]? said) ? Cell(said) : "–"),
            ])]);
    }

    private static string Nature(Injection injection) => !injection.IsFault ? " (benign)" : injection.IsSilent ? " (silent)" : injection.Severity.Length > 0 ? $" ({ReportText.Of(injection.Severity)})" : "";

    private static string Cell(InjectionScore[] said)
    {
        // Of several draws the one that found least is told: what luck brings is not a property of the method.
        InjectionScore score = said.MinBy(score => score.Reported)!;
        string units = string.Create(CultureInfo.InvariantCulture, $"{score.Reported} of {score.Units}");
        return score.Reported == 0 ? (score.Injection.IsFault ? "missed" : "quiet")
            : score.Injection.IsFault && score.Delay is { } delay ? $"{ReportText.Number(Math.Round(Math.Max(0, delay.TotalSeconds), 1))} s, {units}"
            : units;
    }
}
