using System.Text.RegularExpressions;

namespace Lab.Recording;

/// <summary>
/// What stays of a line when its words with a digit are masked. Coarser than a template, and independent of any detector, so that it can say whether a fault
/// left a trace.
/// </summary>
internal static partial class LineShape
{
    public static string Of(string line) => Words().Replace(line, "#");

    [GeneratedRegex(@"[^\s\[\]()=,;/""'{}]*\d[^\s\[\]()=,;/""'{}]*", RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
