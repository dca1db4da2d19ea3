namespace LogGuardian.Inference;

/// <summary>Knows what must not leave: the patterns of the user first, then secrets, then what says who somebody is.</summary>
internal sealed class Redactor
{
    public const int MaxRules = 32;

    private readonly RedactionPattern[] _patterns;

    public Redactor(IReadOnlyList<RedactionRule> rules, bool addresses) => _patterns =
    [
        .. rules.Select(Compile),
        .. SecretPatterns.All,
        .. PersonalPatterns.Identities,
        .. addresses ? PersonalPatterns.Addresses : [],
        .. PersonalPatterns.Users,
    ];

    /// <summary>Begins texts that belong together: the same value has the same placeholder in all of them.</summary>
    public Redaction Begin() => new(_patterns);

    private static RedactionPattern Compile(RedactionRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        if (rule.Name is not { Length: >= 1 and <= 32 } || rule.Name.Any(c => !(char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_')))
        {
            throw new ArgumentException($"Name of a redaction rule is '{rule.Name}'; it must be 1 to 32 upper-case letters, digits and '_'. Call it CUSTOMER, for instance.", nameof(rule));
        }

        try
        {
            return RedactionPattern.Of(rule.Name, rule.Pattern ?? "");
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new ArgumentException($"Pattern of the redaction rule {rule.Name} is '{rule.Pattern}'; it must be a regular expression without look-around and back-references: {e.Message}", nameof(rule), e);
        }
    }
}
