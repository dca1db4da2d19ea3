using System.Text.RegularExpressions;

namespace LogGuardian.Inference;

/// <summary>A kind of value that is replaced.</summary>
/// <param name="Kind">What stands in its place, before a number.</param>
/// <param name="Expression">Finds candidates. Its group named <see cref="Value"/> is replaced, or the whole match where it has none.</param>
/// <param name="Accept">How many characters of the candidate are really such a value; 0 for none. Null takes all of it.</param>
internal sealed record RedactionPattern(string Kind, Regex Expression, Func<Candidate, int>? Accept = null)
{
    public const string Value = "value";

    /// <summary>Log text is hostile: no pattern may backtrack.</summary>
    public static Regex Compile(string pattern, bool ignoreCase = false) => new(
        pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None));

    public static RedactionPattern Of(string kind, string pattern, Func<Candidate, int>? accept = null, bool ignoreCase = false) =>
        new(kind, Compile(pattern, ignoreCase), accept);
}
