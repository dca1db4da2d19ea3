using System.Globalization;

namespace LogGuardian.Cli;

/// <summary>Figures of a pattern in words.</summary>
internal static class PatternText
{
    // So few values say more than their quantiles.
    private const int MaxValues = 5;

    /// <summary>A rate in the unit that makes it a number above one.</summary>
    public static string Rate(double? perSecond) => perSecond switch
    {
        null => "–",
        >= 1 => Short(perSecond.Value) + "/s",
        >= 1.0 / 60 => Short(perSecond.Value * 60) + "/min",
        >= 1.0 / 3_600 => Short(perSecond.Value * 3_600) + "/h",
        _ => Short(perSecond.Value * 86_400) + "/d",
    };

    /// <summary>Three digits that count; large numbers whole.</summary>
    public static string Short(double number) => Math.Abs(number) switch
    {
        0 => "0",
        >= 1e15 or < 1e-3 => number.ToString("0.##e+0", CultureInfo.InvariantCulture),
        >= 100 => number.ToString("#,0", CultureInfo.InvariantCulture),
        >= 10 => number.ToString("0.#", CultureInfo.InvariantCulture),
        >= 1 => number.ToString("0.##", CultureInfo.InvariantCulture),
        _ => number.ToString("0.####", CultureInfo.InvariantCulture),
    };

    /// <summary>The severity of most records and, where it is another one, the gravest with its share.</summary>
    public static string Severity(LogPattern pattern)
    {
        LogSeverity usual = pattern.Severities.MaxBy(pair => pair.Value).Key;
        return usual == pattern.Severity ? Name(usual) : $"{Name(usual)}, {Name(pattern.Severity)} {Share((double)pattern.Severities[pattern.Severity] / pattern.Count)}";
    }

    public static string Share(double share) => share < 0.0005 ? "<0.1 %" : string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} %");

    /// <summary>What came at a position: kind, how many different values, how numbers are spread, which texts came most.</summary>
    public static string Of(PatternParameter parameter)
    {
        if (parameter is { Distinct: 1, Values: [{ } only] })
        {
            return $"{Kind(parameter.Kind)}, always {only.Text}";
        }

        List<string> parts = [$"{Kind(parameter.Kind)}, {(parameter.IsDistinctExact ? "" : "about ")}{ScanSummary.Many(parameter.Distinct, "value", "values")}"];
        if (parameter.Distinct > MaxValues && parameter.Numbers is { } numbers && 2 * numbers.Count > parameter.Count)
        {
            parts.Add(Of(numbers));
        }

        string[] frequent = [.. parameter.Values.Where(value => value.Count > 1 || parameter.Distinct <= MaxValues).Take(MaxValues)
            .Select(value => string.Create(
                CultureInfo.InvariantCulture, $"{value.Text} {(value.Error > 0 ? "≤" : "")}{100.0 * value.Count / parameter.Count:0.#} %"))];
        if (frequent.Length > 0)
        {
            parts.Add(string.Join(", ", frequent));
        }

        return string.Join("; ", parts);
    }

    public static string Kind(ParameterKind kind) => kind switch
    {
        ParameterKind.Number => "number",
        ParameterKind.Hex => "hex",
        ParameterKind.IpAddress => "address",
        ParameterKind.Uuid => "uuid",
        ParameterKind.Path => "path",
        ParameterKind.Url => "url",
        ParameterKind.Time => "time",
        ParameterKind.Identifier => "id",
        ParameterKind.Duration => "duration",
        ParameterKind.Size => "size",
        ParameterKind.Email => "email",
        ParameterKind.Host => "host",
        ParameterKind.Custom => "custom",
        _ => "text",
    };

    private static string Of(PatternNumbers numbers)
    {
        string range = $"{Short(numbers.Least)} to {Short(numbers.Greatest)}";

        // Quantiles that lie closer to each other than they are right say nothing: order numbers, times in seconds.
        double resolution = 0.05 * Math.Max(Math.Abs(numbers.Least), Math.Abs(numbers.Greatest));
        return numbers.Greatest - numbers.Least > resolution
            ? $"{range}, p50 {Short(numbers.P50)}, p90 {Short(numbers.P90)}, p99 {Short(numbers.P99)}"
            : range;
    }

    private static string Name(LogSeverity severity) => severity switch
    {
        LogSeverity.Unspecified => "–",
        LogSeverity.Information => "INFO",
        LogSeverity.Warning => "WARN",
        _ => severity.ToString().ToUpperInvariant(),
    };
}
