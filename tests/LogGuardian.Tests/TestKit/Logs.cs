using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace LogGuardian.Tests.TestKit;

/// <summary>Makes parsed logs and windows without a parser: the template is named directly.</summary>
internal static class Logs
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Dictionary<string, LogTemplate> Templates = new(StringComparer.Ordinal);

    public static LogTemplate Template(string text)
    {
        lock (Templates)
        {
            return Templates.TryGetValue(text, out LogTemplate? template)
                ? template
                : Templates[text] = new LogTemplate(new TemplateId(XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(text)) | 1), text);
        }
    }

    public static ParsedLog Log(
        string template, long lineId = 1, string source = "app", double? second = null, LogSeverity severity = LogSeverity.Information, string? text = null)
    {
        byte[] raw = Encoding.UTF8.GetBytes(text ?? template);
        return new ParsedLog(new LogLine(source, lineId, raw), raw, Template(template), default)
        {
            Severity = severity,
            UtcTicks = second is { } s ? Start.AddSeconds(s).UtcTicks : 0,
        };
    }

    /// <summary>A count window of one line per template name, separated by spaces; a name with '!' is an error line.</summary>
    public static LogWindow Window(string templates, long firstLine = 1, WindowKind kind = WindowKind.Count)
    {
        string[] names = templates.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        ParsedLog[] logs = [.. names.Select((name, i) => Log(
            name, firstLine + i, second: firstLine + i, severity: name.EndsWith('!') ? LogSeverity.Error : LogSeverity.Information))];
        return new LogWindow(kind, logs);
    }

    public static string Repeat(string templates, int times) => string.Join(' ', Enumerable.Repeat(templates, times));

    public static async Task<float> ScoreAsync(this IDetector detector, LogWindow window)
    {
        float[] scores = new float[1];
        await detector.ScoreAsync(new[] { window }, scores);
        return scores[0];
    }

    public static Evidence[] Evidence(this IDetector detector, LogWindow window)
    {
        var evidence = new List<Evidence>();
        detector.Collect(window, evidence);
        return [.. evidence];
    }

    public static string Describe(this LogWindow window) => string.Create(
        CultureInfo.InvariantCulture, $"{window.Source}:{window.FirstLine}-{window.LastLine}({window.Count}){(window.SessionKey is null ? "" : "=" + window.SessionKey)}");
}
