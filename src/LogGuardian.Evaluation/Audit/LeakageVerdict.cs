using System.Globalization;

namespace LogGuardian.Evaluation;

/// <summary>Puts an audit into words.</summary>
internal static class LeakageVerdict
{
    /// <summary>What F1 may lose on unseen sequences before it is called memory: more than chance moves it in test sets of the usual size.</summary>
    private const double Loss = 0.1;

    public static string Of(LeakageReport report)
    {
        List<string> sentences = [];
        if (report.All.Positives == 0)
        {
            sentences.Add("The test set holds no anomaly, so that nothing about detection can be told.");
        }
        else if (report.SeenShare == 0)
        {
            sentences.Add($"No test sequence occurs verbatim in training: F1 of {Number(report.All.F1)} owes nothing to repetition.");
        }
        else
        {
            sentences.Add($"{Percent(report.SeenShare)} of the test sequences occur verbatim in training; {OnTheOthers(report)}");
        }

        if (report.ConflictingSequences > 0)
        {
            sentences.Add(report.ConflictingSequences == 1
                ? "One sequence is labelled both ways, so that the sequence alone does not decide."
                : string.Create(CultureInfo.InvariantCulture, $"{report.ConflictingSequences:N0} sequences are labelled both ways, so that the sequence alone does not decide."));
        }

        if (!report.IsComplete)
        {
            sentences.Add("There were more sequences than the audit remembers: less is called seen than was.");
        }

        return string.Join(' ', sentences);
    }

    private static string OnTheOthers(LeakageReport report)
    {
        if (report.UnseenF1 is not { } unseen)
        {
            return report.Unseen.Total == 0
                ? $"there are no others, so that F1 of {Number(report.All.F1)} says nothing about unseen ones."
                : $"the others hold no anomaly, so that F1 of {Number(report.All.F1)} says nothing about unseen ones.";
        }

        string figures = $"on the others F1 is {Number(unseen)} instead of {Number(report.All.F1)}";
        return report.All.F1 - unseen >= Loss
            ? figures + ": this method remembers more than it detects."
            : figures + (report.All.F1 < Loss ? ": this method hardly detects anything." : ": it holds on sequences that were never seen.");
    }

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>Never "0 %" or "100 %" of a share that is neither.</summary>
    private static string Percent(double share) =>
        share is > 0 and < 0.01 ? "Less than 1 %" : share is > 0.99 and < 1 ? "More than 99 %" : share.ToString("0 %", CultureInfo.InvariantCulture);
}
