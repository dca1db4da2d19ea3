namespace LogGuardian;

/// <summary>A frequent value of a parameter.</summary>
/// <param name="Text">The value on one line, made safe to show; ends in <c>…</c> when it is longer than <see cref="PatternOptions.MaxValueLength"/>.</param>
/// <param name="Count">How often it came, at most.</param>
/// <param name="Error">By how much the count may be too high; 0 when it is exact, as it is while there are at most <see cref="PatternOptions.MaxValues"/> values.</param>
public readonly record struct PatternValue(string Text, long Count, long Error);
