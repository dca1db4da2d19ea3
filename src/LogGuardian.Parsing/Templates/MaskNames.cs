namespace LogGuardian.Parsing;

/// <summary>How masks are written in a template.</summary>
internal static class MaskNames
{
    public const string Wildcard = "<*>";

    private static readonly HashSet<string> BuiltIn = [.. Enum.GetValues<ParameterKind>().Select(Of)];

    public static string Of(ParameterKind kind) => kind switch
    {
        ParameterKind.Number => "<NUM>",
        ParameterKind.Hex => "<HEX>",
        ParameterKind.IpAddress => "<IP>",
        ParameterKind.Uuid => "<UUID>",
        ParameterKind.Path => "<PATH>",
        ParameterKind.Url => "<URL>",
        ParameterKind.Time => "<TIME>",
        ParameterKind.Identifier => "<ID>",
        ParameterKind.Duration => "<DURATION>",
        ParameterKind.Size => "<SIZE>",
        ParameterKind.Email => "<EMAIL>",
        ParameterKind.Host => "<HOST>",
        _ => Wildcard,
    };

    public static bool IsBuiltIn(string mask) => BuiltIn.Contains(mask);

    /// <summary>The same for all masks that may stand in for each other, whichever a template met first: ids must not depend on that.</summary>
    public static ReadOnlySpan<char> Canonical(ReadOnlySpan<char> mask) => mask is "<NUM>" or "<HEX>" or "<UUID>" or "<ID>" or "<DURATION>" or "<SIZE>" ? "<ID>" : mask;
}
