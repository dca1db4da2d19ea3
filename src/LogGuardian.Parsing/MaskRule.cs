namespace LogGuardian;

/// <summary>A mask of your own: what matches becomes one value, shown by the name in the template.</summary>
/// <param name="Name">
/// What the template shows between angle brackets, such as <c>ORDER</c> for <c>&lt;ORDER&gt;</c>: 1 to 32 upper-case letters, digits and '_'; not the
/// name of a built-in mask. Rules of the same name are one mask.
/// </param>
/// <param name="Pattern">
/// A regular expression; the whole match is the value. It runs without backtracking, so that no line can make it slow: look-around and back-references are
/// refused. It reads the bytes of the line as Latin-1, so letters outside ASCII are refused in it, too.
/// </param>
public sealed record MaskRule(string Name, string Pattern);
