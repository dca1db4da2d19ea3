using LogGuardian.Evaluation;
using LogGuardian.Tests.Evaluation.Reports;

namespace LogGuardian.Tests.Evaluation.Metrics;

public sealed class InjectionMetricsTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly Injection Killed = new("web", "killed", "nginx", Midnight.AddMinutes(2), Midnight.AddMinutes(4)) { Severity = "high" };
    private static readonly Injection Hung = new("web", "hung", "nginx", Midnight.AddMinutes(5), Midnight.AddMinutes(6));
    private static readonly Injection Loss = new("web", "loss", "nginx", Midnight.AddMinutes(6), Midnight.AddMinutes(7)) { IsSilent = true };
    private static readonly Injection Backup = new("web", "backup", "nginx", Midnight.AddMinutes(8), Midnight.AddMinutes(9)) { IsFault = false };

    [Fact]
    public void Injections_OfUnits_TellFaultsDisturbancesAndQuietUnitsApart()
    {
        InjectionMetrics metrics = EvaluationMetrics.Compute(Predictions()).Injections!;
        Assert.Equal(
            [
                new InjectionScore(Killed, Units: 2, Anomalous: 1, Reported: 1, TimeSpan.FromMinutes(2)),
                new InjectionScore(Hung, Units: 1, Anomalous: 1, Reported: 0, null),
                new InjectionScore(Loss, Units: 1, Anomalous: 0, Reported: 0, null),
                new InjectionScore(Backup, Units: 2, Anomalous: 0, Reported: 2, TimeSpan.FromMinutes(1)),
            ],
            metrics.Scores);
        Assert.Equal((4, 1), (metrics.QuietUnits, metrics.QuietReported));
    }

    [Fact]
    public void Injections_WhereNothingWasDone_AreNull()
    {
        var set = new PredictionSet(1);
        set.Add(Sets.Unit("a", label: true, minute: 0), new UnitScore(2));
        Assert.Null(EvaluationMetrics.Compute(set).Injections);
        Assert.Null(EvaluationMetrics.Compute(Sets.Of(1, (true, 2))).Injections);
    }

    [Fact]
    public void Unit_WithoutLabels_DoesNotSayWhatWasDone() =>
        Assert.Empty((Sets.Unit("a", true, 0) with { Injections = [Killed] }).WithoutLabels().Injections);

    [Fact]
    public void Report_OfARecording_ListsEveryFaultAndDisturbance()
    {
        EvaluationResult result = SampleReport.Result("recording", "lab", "order", 200, 1, 1, 3) with { Metrics = EvaluationMetrics.Compute(Predictions()) };
        EvaluationReport report = EvaluationReport.Create([result], "test");
        string text = report.ToMarkdown();
        Assert.Contains("| web | killed (high) | nginx | 120 s, 1 of 2 |", text, StringComparison.Ordinal);
        Assert.Contains("| web | hung | nginx | missed |", text, StringComparison.Ordinal);
        Assert.Contains("| web | loss (silent) | nginx | missed |", text, StringComparison.Ordinal);
        Assert.Contains("| web | backup (benign) | nginx | 2 of 2 |", text, StringComparison.Ordinal);
        Assert.Contains("faults found: 1 of 2, median after 120 s; silent ones 0 of 1", text, StringComparison.Ordinal);
        Assert.Contains("disturbances that raised an alarm: 1 of 1, in 2 of 2 units", text, StringComparison.Ordinal);
        Assert.Contains("false alarms apart from them: 1 of 4 units", text, StringComparison.Ordinal);
        Assert.Contains("<td>120 s, 1 of 2</td>", report.ToHtml(), StringComparison.Ordinal);
    }

    private static PredictionSet Predictions()
    {
        var set = new PredictionSet(1);
        Add(0, 0);
        Add(1, 2);
        Add(2, 0, Killed);
        Add(3, 2, Killed);
        Add(4, 0);
        Add(5, 0, Hung);
        Add(6, 0, Loss);
        Add(7, 0);
        Add(8, 2, Backup);
        Add(9, 3, Backup);
        return set;

        void Add(int minute, double score, params Injection[] injections) =>
            set.Add(Sets.Unit($"u{minute}", label: minute is 3 or 5, minute) with { Injections = injections }, new UnitScore(score));
    }
}
