namespace LogGuardian.Tests.TestKit;

/// <summary>
/// A parser that a test can foresee: the template is the first word, a line that starts with a space continues the one before,
/// a line that starts with '#' is a directive.
/// </summary>
internal sealed class WordParser : ILogParser
{
    public List<(string Source, int Lines)> Observed { get; } = [];

    public void Observe(string source, ReadOnlySpan<LogLine> lines) => Observed.Add((source, lines.Length));

    public bool Continues(in LogLine line) => line.Raw.Span.StartsWith(" "u8);

    public SkipReason TryParse(in LogLine line, out ParsedLog parsed)
    {
        string text = line.ToString();
        string word = text.Split([' ', '\n'], 2)[0];
        parsed = new ParsedLog(line, line.Raw, Logs.Template(word), default)
        {
            Severity = word.EndsWith('!') ? LogSeverity.Error : LogSeverity.Information,
            UtcTicks = Logs.Start.AddSeconds(line.LineId).UtcTicks,
        };
        return text.StartsWith('#') ? SkipReason.Directive : SkipReason.None;
    }
}
