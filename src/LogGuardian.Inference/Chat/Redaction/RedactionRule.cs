namespace LogGuardian;

/// <summary>Something of your own that must not reach a chat model: what matches is replaced, such as <c>CUSTOMER</c> by <c>&lt;CUSTOMER_1&gt;</c>.</summary>
/// <param name="Name">What stands in its place, before a number: 1 to 32 upper-case letters, digits and '_'.</param>
/// <param name="Pattern">
/// A regular expression; the group named <c>value</c> is replaced, or the whole match where there is none. It runs without backtracking, so that no line can make it slow:
/// look-around and back-references are refused.
/// </param>
public sealed record RedactionRule(string Name, string Pattern);
