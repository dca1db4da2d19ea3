using System.Globalization;
using System.Text;

namespace LogGuardian.Cli;

/// <summary>Makes text of a log fit to be shown: it can neither steer the terminal nor fill it.</summary>
internal static class SafeText
{
    /// <summary>Without control and direction characters; line breaks and tabs become a space.</summary>
    public static string OneLine(string text) => Clean(text, text.Length);

    /// <summary>Like <see cref="OneLine"/>, cut to a number of characters; an ellipsis says so.</summary>
    public static string Cut(string text, int maxLength)
    {
        string clean = Clean(text, maxLength + 1);
        if (clean.Length <= maxLength)
        {
            return clean;
        }

        int end = Math.Max(0, maxLength - 1);
        return string.Concat(clean.AsSpan(0, end > 0 && char.IsHighSurrogate(clean[end - 1]) ? end - 1 : end), "…");
    }

    private static string Clean(string text, int enough)
    {
        var clean = new StringBuilder(Math.Min(text.Length, enough + 1));
        for (int i = 0; i < text.Length && clean.Length < enough; i++)
        {
            char c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                // Tags and other invisible signs of the upper planes are format characters, too.
                if (CharUnicodeInfo.GetUnicodeCategory(text, i) != UnicodeCategory.Format)
                {
                    clean.Append(c).Append(text[i + 1]);
                }

                i++;
            }
            else if (c is '\t' or '\r' or '\n' or '\u2028' or '\u2029')
            {
                clean.Append(' ');
            }
            else if (char.IsSurrogate(c))
            {
                clean.Append('\uFFFD');
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format))
            {
                clean.Append(c);
            }
        }

        return clean.ToString();
    }
}
