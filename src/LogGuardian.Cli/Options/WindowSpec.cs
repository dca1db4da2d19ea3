using System.Globalization;

namespace LogGuardian.Cli;

/// <summary>How lines are grouped: <c>100</c>, <c>100/10</c>, <c>30s</c>, <c>60s/10s</c> or <c>session:&lt;regex&gt;</c>.</summary>
internal sealed class WindowSpec
{
    private const string SessionPrefix = "session:";
    private const int MostLines = 100_000;
    private const int MostSteps = 1_000;
    private static readonly TimeSpan MostTime = TimeSpan.FromDays(365);
    private readonly Func<AnomalyDetectorBuilder, AnomalyDetectorBuilder> _apply;

    private WindowSpec(string text, Func<AnomalyDetectorBuilder, AnomalyDetectorBuilder> apply)
    {
        Text = text;
        _apply = apply;
    }

    public static WindowSpec Default { get; } = Parse("100");

    /// <summary>The canonical notation: equal for equal windows.</summary>
    public string Text { get; }

    public bool IsSession => Text.StartsWith(SessionPrefix, StringComparison.Ordinal);

    public AnomalyDetectorBuilder Apply(AnomalyDetectorBuilder builder) => _apply(builder);

    public static WindowSpec Parse(string text)
    {
        if (text.StartsWith(SessionPrefix, StringComparison.Ordinal))
        {
            return Session(text);
        }

        if (Duration.TryParse(text, out TimeSpan span))
        {
            return Time(text, span);
        }

        string[] parts = text.Split('/');
        if (parts.Length == 2 && Duration.TryParse(parts[0], out TimeSpan length) && Duration.TryParse(parts[1], out TimeSpan step))
        {
            return SlidingTime(text, length, step);
        }

        bool isCount = parts.Length <= 2 && parts.All(part => part.Length > 0 && part.All(char.IsAsciiDigit));
        return isCount
            ? Count(text, parts)
            : throw new CliException(
                $"--window is '{text}'; it must be a number of lines (100), lines and step (100/10), a time with ms, s, m, h or d (30s), a time and a step (60s/10s), or session: and a regular expression. Write, say, 100.");
    }

    private static WindowSpec Session(string text)
    {
        string pattern = text[SessionPrefix.Length..];
        if (pattern.Length == 0)
        {
            throw new CliException(@"--window is 'session:'; a regular expression that finds the session keys must follow. Write, say, session:blk_-?\d+.");
        }

        try
        {
            SessionKeys keys = SessionKeys.Matching(pattern);
            return new WindowSpec(text, builder => builder.WindowBySession(keys));
        }
        catch (ArgumentException e)
        {
            string reason = SafeText.OneLine((e.InnerException ?? e).Message);
            throw new CliException($"--window is '{text}'; after session: it must have a valid regular expression without look-around or back-reference. {reason}", e);
        }
    }

    private static WindowSpec Time(string text, TimeSpan span) => span >= TimeSpan.FromMilliseconds(1) && span <= MostTime
        ? new WindowSpec(Duration.Format(span), builder => builder.WindowByTime(span))
        : throw new CliException($"--window is '{text}'; a time must be 1ms to 365d. Write, say, 30s.");

    private static WindowSpec SlidingTime(string text, TimeSpan span, TimeSpan step)
    {
        _ = Time(text, span);
        return step > TimeSpan.Zero && span.Ticks % step.Ticks == 0 && span.Ticks / step.Ticks <= MostSteps
            ? new WindowSpec($"{Duration.Format(span)}/{Duration.Format(step)}", builder => builder.WindowByTime(span, step))
            : throw new CliException(string.Create(
                CultureInfo.InvariantCulture, $"--window is '{text}'; the time must be 1 to {MostSteps} times the step. Write, say, 60s/10s."));
    }

    private static WindowSpec Count(string text, string[] parts)
    {
        if (!int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int size) || size is < 1 or > MostLines)
        {
            throw new CliException(string.Create(
                CultureInfo.InvariantCulture, $"--window is '{text}'; the number of lines must be 1 to {MostLines}. The default is 100."));
        }

        if (parts.Length == 1)
        {
            return new WindowSpec(size.ToString(CultureInfo.InvariantCulture), builder => builder.WindowByCount(size));
        }

        return int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int step) && step >= 1 && step <= size
            ? new WindowSpec(string.Create(CultureInfo.InvariantCulture, $"{size}/{step}"), builder => builder.WindowByCount(size, step))
            : throw new CliException(string.Create(
                CultureInfo.InvariantCulture, $"--window is '{text}'; the step must be 1 to the number of lines, {size}. A larger step would lose lines."));
    }
}
