using System.Globalization;

namespace LogGuardian.Cli;

/// <summary>A budget of false alarms: <c>1/day</c>.</summary>
internal static class FalseAlarmSpec
{
    private static readonly Dictionary<string, TimeSpan> Periods = new(StringComparer.Ordinal)
    {
        ["minute"] = TimeSpan.FromMinutes(1),
        ["hour"] = TimeSpan.FromHours(1),
        ["day"] = TimeSpan.FromDays(1),
        ["week"] = TimeSpan.FromDays(7),
    };

    public static Threshold Parse(string text)
    {
        string[] parts = text.Split('/');
        return parts.Length == 2
            && Periods.TryGetValue(parts[1], out TimeSpan period)
            && double.TryParse(parts[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double alarms)
            && alarms > 0
            && double.IsFinite(alarms)
            ? Threshold.FalseAlarmBudget(alarms, period)
            : throw new CliException($"--false-alarms is '{text}'; it must be a number above 0, a slash, and minute, hour, day or week. Write, say, 1/day.");
    }
}
