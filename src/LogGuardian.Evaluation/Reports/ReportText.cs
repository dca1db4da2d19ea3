using System.Globalization;

namespace LogGuardian.Evaluation;

/// <summary>Figures and names as reports write them; a missing value is a dash.</summary>
internal static class ReportText
{
    private const int MaxName = 120;
    private const string Missing = "–";

    /// <summary>A name from outside: one line, no control characters, cut where it is endless.</summary>
    public static string Of(string name) => LogText.Printable(name, MaxName);

    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Number(double? value) => value is { } known ? AxisScale.Label(known) : Missing;

    public static string Metric(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? Missing;

    public static string Metric(MetricSummary? summary) => summary is null ? Missing
        : summary.Count == 1 ? Metric(summary.Mean)
        : $"{Metric(summary.Mean)} ± {Metric(summary.StandardDeviation)}";

    public static string Metric(double value, Interval? interval) =>
        interval is { } known ? $"{Metric(value)} [{Metric(known.Low)}, {Metric(known.High)}]" : Metric(value);

    public static string Percent(double? share) => share?.ToString("0.0 %", CultureInfo.InvariantCulture) ?? Missing;

    public static string Rounded(double? value) => value?.ToString("N0", CultureInfo.InvariantCulture) ?? Missing;

    public static string Bytes(long? bytes) => bytes is { } known ? (known / 1048576.0).ToString("N0", CultureInfo.InvariantCulture) + " MiB" : Missing;
}
