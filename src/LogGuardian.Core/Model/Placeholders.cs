namespace LogGuardian.Core;

/// <summary>Reads the places of a template's text at which parameters stand: <c>&lt;*&gt;</c>, a mask such as <c>&lt;NUM&gt;</c>, or a name such as <c>&lt;OrderId&gt;</c>.</summary>
internal static class Placeholders
{
    /// <summary>The name of each parameter in order; null where the text gives none.</summary>
    public static string?[] NamesIn(string text)
    {
        var names = new List<string?>();
        int start = 0;
        while (Next(text, ref start, out int end))
        {
            names.Add(NameAt(text, start, end));
            start = end;
        }

        return [.. names];
    }

    /// <summary>The next placeholder at or after a position: from its '&lt;' to behind its '&gt;'.</summary>
    private static bool Next(string text, ref int start, out int end)
    {
        while ((start = text.IndexOf('<', start)) >= 0)
        {
            end = start + 1;
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '*' or '_' or '.' or '@' or '$'))
            {
                end++;
            }

            if (end < text.Length && text[end] == '>' && end > start + 1)
            {
                end++;
                return true;
            }

            start++;
        }

        end = 0;
        return false;
    }

    private static string? NameAt(string text, int start, int end)
    {
        ReadOnlySpan<char> inner = text.AsSpan(start + 1, end - start - 2);
        if (inner.ContainsAnyInRange('a', 'z'))
        {
            return inner.TrimStart("@$").ToString();
        }

        // key=<NUM>, "key"=<NUM>, key:<NUM>; a word before a space is a word of the message, not a name.
        int last = start - 1;
        if (last > 0 && text[last] is '"' or '\'')
        {
            last--;
        }

        if (last <= 0 || text[last] is not ('=' or ':'))
        {
            return null;
        }

        ReadOnlySpan<char> before = text.AsSpan(0, last).TrimEnd("\"'");
        int letters = before.Length;
        while (letters > 0 && (char.IsLetterOrDigit(before[letters - 1]) || before[letters - 1] is '_' or '.' or '-'))
        {
            letters--;
        }

        ReadOnlySpan<char> name = before[letters..];
        return name.Length > 0 && char.IsLetter(name[0]) ? name.ToString() : null;
    }
}
