using System.Text;

namespace LogGuardian.Tests.Parsing.Patterns;

/// <summary>Parsed logs whose parameters are the words that stand where the template has a placeholder.</summary>
internal static class PatternLogs
{
    private static readonly Dictionary<string, ParameterKind> Kinds = new(StringComparer.Ordinal)
    {
        ["<NUM>"] = ParameterKind.Number,
        ["<ID>"] = ParameterKind.Identifier,
        ["<IP>"] = ParameterKind.IpAddress,
    };

    public static LogTemplate Template(ulong id, string text) => new(new TemplateId(id), text);

    public static ParsedLog Log(
        this LogTemplate template, string text, long line = 1, double? second = null, LogSeverity severity = LogSeverity.Information, string source = "app")
    {
        string first = text.Split('\n')[0];
        string[] words = first.Split(' ');
        string[] places = template.Text.Split(' ');
        var parameters = new List<Parameter>();
        for (int i = 0, start = 0; i < places.Length; start += Encoding.UTF8.GetByteCount(words[i]) + 1, i++)
        {
            if (places[i].StartsWith('<'))
            {
                parameters.Add(new Parameter(start, Encoding.UTF8.GetByteCount(words[i]), Kinds.GetValueOrDefault(places[i])));
            }
        }

        byte[] raw = Encoding.UTF8.GetBytes(text);
        int behind = Encoding.UTF8.GetByteCount(first) + 1;
        if (raw.Length > behind)
        {
            parameters.Add(new Parameter(behind, raw.Length - behind, ParameterKind.Text));
        }

        return new ParsedLog(new LogLine(source, line, raw), raw, template, parameters.ToArray())
        {
            Severity = severity,
            UtcTicks = second is { } s ? TestKit.Logs.Start.AddSeconds(s).UtcTicks : 0,
        };
    }

    /// <summary>A pattern as one line, so that a test can say all of it.</summary>
    public static string Describe(this LogPattern pattern) => FormattableString.Invariant(
        $"{pattern.Count} {pattern.Template.Text}: {string.Join("; ", pattern.Parameters.Select(Describe))}");

    private static string Describe(PatternParameter parameter) => FormattableString.Invariant(
        $"{parameter.Name ?? parameter.Position.ToString(System.Globalization.CultureInfo.InvariantCulture)} {parameter.Kind} {parameter.Distinct}/{parameter.Count} {string.Join(",", parameter.Values.Select(value => $"{value.Text}×{value.Count}"))}");
}
