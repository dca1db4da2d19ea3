namespace LogGuardian;

/// <summary>One record of a pattern.</summary>
/// <param name="Line">Where it stands.</param>
/// <param name="Text">The record on one line, made safe to show; ends in <c>…</c> when it is longer than <see cref="PatternOptions.MaxExampleLength"/>.</param>
public sealed record PatternExample(PatternLine Line, string Text);
