using System.Text.RegularExpressions;

namespace Catalogue.Scanning;

/// <summary>The text of messages as the corpus holds it.</summary>
internal static partial class MessageText
{
    public const string Placeholder = "<*>";

    private const int MaxLength = 200;

    /// <summary>Puts a placeholder where a program puts a value.</summary>
    /// <param name="format">The literal.</param>
    /// <param name="language">Decides which notations it can have.</param>
    /// <returns>The message; null when it is not one: it has fewer than two words, is too long or holds characters that no log line has.</returns>
    public static string? Of(string format, Language language)
    {
        string text = language == Language.Erlang
            ? Tilde().Replace(format, match => match.Value[^1] switch { 'n' => " ", '~' => "~", _ => Placeholder })
            : Percent().Replace(format, match => match.Value == "%%" ? "%" : Placeholder);
        if (language is Language.Python or Language.Java or Language.Cpp)
        {
            text = Braces().Replace(text, Placeholder);
        }

        text = Repeated().Replace(Space().Replace(text, " "), Placeholder).TrimStart(' ', ':', ',', ';').TrimEnd();
        return text.Length <= MaxLength && Words().Count(text) >= 2 && !text.Any(c => char.IsControl(c) || char.IsSurrogate(c) || c is '\uFFFD' or '\uFEFF') ? text : null;
    }

    // As printf has it in C, Python, Go and nginx; %p takes what the kernel writes behind it.
    [GeneratedRegex(@"%(?:%|(?:\([A-Za-z0-9_.]+\)|\[\d+\])?[-+#0']*(?:\*|\d+)?(?:\.(?:\*|\d+)?)?(?:hh|h|ll|l|L|q|j|z|t|I64)?(?:p[A-Za-z0-9]*|u?[xX]?[dizAOPT]|[A-Za-z]))")]
    private static partial Regex Percent();

    [GeneratedRegex(@"~[-0-9.*]*[tlkK]*[a-zA-Z~]")]
    private static partial Regex Tilde();

    [GeneratedRegex(@"\$?\{[A-Za-z0-9_.\[\]]*(?:![rsa])?(?::[^{}\s]*)?\}")]
    private static partial Regex Braces();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"(?:<\*>){2,}")]
    private static partial Regex Repeated();

    [GeneratedRegex(@"(?<!\S)[^\sA-Za-z]*[A-Za-z]{2,}[^\s]*")]
    private static partial Regex Words();
}
