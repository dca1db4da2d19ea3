using LogGuardian.Hosting;

namespace LogGuardian;

/// <summary>How a hosted pipeline groups lines, where its builder does not say.</summary>
public sealed record WindowOptions
{
    /// <summary>By time, by count or by session; by default <see cref="WindowMode.Time"/>.</summary>
    public WindowMode By { get; set; } = WindowMode.Time;

    /// <summary>Length of a window of time; by default 1 second, 1 millisecond to 1 day.</summary>
    public TimeSpan Span { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Lines of a window by count; by default 100, 1 to 100,000.</summary>
    public int Lines { get; set; } = DefaultDetector.WindowLines;

    /// <summary>Names of the values that are session keys, at least one; by default <c>@tr</c>, the trace. See <see cref="SessionKeys.Named"/>.</summary>
    public IReadOnlyList<string> SessionKeys { get; set; } = ["@tr"];

    /// <summary>Silence after which a window of time or a session closes; by default 1 second, 10 milliseconds to 1 day.</summary>
    public TimeSpan IdleFor { get; set; } = TimeSpan.FromSeconds(1);

    internal WindowOptions Validated()
    {
        Rule.Require(By is >= WindowMode.Time and <= WindowMode.Session, nameof(By), By, "Time, Count or Session");
        Rule.Require(Span >= TimeSpan.FromMilliseconds(1) && Span <= TimeSpan.FromDays(1), nameof(Span), Span, "1 millisecond to 1 day, such as 00:00:01");
        Rule.Require(Lines is >= 1 and <= 100_000, nameof(Lines), Lines, "1 to 100,000, such as 100");
        Rule.Require(SessionKeys.Count > 0 && !SessionKeys.Any(string.IsNullOrWhiteSpace), nameof(SessionKeys), $"'{string.Join("', '", SessionKeys)}'", "at least one name, none of them empty, such as @tr");
        Rule.Require(IdleFor >= TimeSpan.FromMilliseconds(10) && IdleFor <= TimeSpan.FromDays(1), nameof(IdleFor), IdleFor, "10 milliseconds to 1 day, such as 00:00:01");
        return this with { SessionKeys = [.. SessionKeys] };
    }

    /// <inheritdoc />
    public bool Equals(WindowOptions? other) =>
        other is not null && (By, Span, Lines, IdleFor) == (other.By, other.Span, other.Lines, other.IdleFor) && SessionKeys.SequenceEqual(other.SessionKeys);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(By, Span, Lines, IdleFor, SessionKeys.Count);
}
