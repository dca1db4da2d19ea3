using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LogGuardian.Inference;

/// <summary>Texts of one window, their values replaced by placeholders: equal values by equal ones, so that what belongs together still does.</summary>
internal sealed class Redaction(IReadOnlyList<RedactionPattern> patterns)
{
    // A shorter secret may be a part of other words by chance.
    private const int LeastSwept = 6;

    private readonly Dictionary<string, string> _placeholders = new(StringComparer.Ordinal);
    private readonly HashSet<string> _issued = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _secrets = [];

    /// <summary>How many values were replaced.</summary>
    public int Count { get; private set; }

    public string Redact(string text)
    {
        foreach (RedactionPattern pattern in patterns)
        {
            text = Replace(text, pattern);
        }

        return text;
    }

    /// <summary>A second look, once all texts were seen: a secret that one of them gave away by its name is known in the others, too.</summary>
    public string Sweep(string text)
    {
        foreach (string secret in _secrets)
        {
            if (text.Contains(secret, StringComparison.Ordinal))
            {
                Count++;
                text = text.Replace(secret, _placeholders[secret], StringComparison.Ordinal);
            }
        }

        return text;
    }

    private string Replace(string text, RedactionPattern pattern)
    {
        StringBuilder? replaced = null;
        int done = 0;
        for (Match match = pattern.Expression.Match(text); match.Success; match = match.NextMatch())
        {
            Group value = match.Groups[RedactionPattern.Value] is { Success: true } group ? group : match;
            int length = value.Length == 0 ? 0 : pattern.Accept is { } accept ? accept(new Candidate(text, value.Index, value.Length)) : value.Length;
            if (length == 0 || _issued.Contains(text.Substring(value.Index, length)))
            {
                continue;
            }

            replaced ??= new StringBuilder(text.Length);
            replaced.Append(text, done, value.Index - done).Append(PlaceholderOf(text.Substring(value.Index, length), pattern.Kind));
            done = value.Index + length;
            Count++;
        }

        return replaced is null ? text : replaced.Append(text, done, text.Length - done).ToString();
    }

    private string PlaceholderOf(string value, string kind)
    {
        if (_placeholders.TryGetValue(value, out string? known))
        {
            return known;
        }

        int number = _numbers[kind] = _numbers.GetValueOrDefault(kind) + 1;
        string placeholder = string.Create(CultureInfo.InvariantCulture, $"<{kind}_{number}>");
        _placeholders.Add(value, placeholder);
        _issued.Add(placeholder);
        if (value.Length >= LeastSwept && SecretPatterns.IsSecret(kind))
        {
            _secrets.Add(value);
        }

        return placeholder;
    }
}
