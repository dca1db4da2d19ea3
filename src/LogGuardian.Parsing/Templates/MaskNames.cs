namespace LogGuardian.Parsing;

/// <summary>How masks are written in a template.</summary>
internal static class MaskNames
{
    public const string Wildcard = "<*>";

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
        _ => Wildcard,
    };
}
