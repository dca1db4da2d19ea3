using System.Text;

namespace Catalogue.Scanning;

/// <summary>Reads the string that an argument stands for, as far as its source tells.</summary>
internal static class Expression
{
    /// <summary>The literals of an argument, put together; a placeholder for every value between them.</summary>
    /// <param name="tokens">The argument.</param>
    /// <param name="language">Decides what joins literals.</param>
    /// <returns>The format; null when the argument is no string.</returns>
    public static string? Format(ReadOnlySpan<Token> tokens, Language language)
    {
        var text = new StringBuilder();
        bool hasText = false;
        int i = 0;
        while (i < tokens.Length)
        {
            Token token = tokens[i];
            if (token.IsText)
            {
                text.Append(token.Value);
                hasText = true;
                i++;
            }
            else if (token.Is("+") || token.Is("<<"))
            {
                i = Operand(tokens, i + 1, text);
            }
            else if (hasText)
            {
                // Behind a literal of C stands what the preprocessor joins to it: PRIu64 is the end of a conversion.
                if (!token.IsWord || language is not (Language.C or Language.Cpp))
                {
                    break;
                }

                text.Append(text.Length > 0 && text[^1] == '%' ? "d" : MessageText.Placeholder);
                i++;
            }
            else
            {
                int close = Nesting.Close(tokens, i + (token.IsWord ? 1 : 0));
                if (close < 0)
                {
                    if (!token.IsWord && !token.Is(".") && !token.Is("&"))
                    {
                        break;
                    }

                    i++;
                }
                else if (Inner(tokens[(i + (token.IsWord ? 2 : 1))..close], language) is { } inner)
                {
                    // A function that translates or formats what it is given.
                    text.Append(inner);
                    hasText = true;
                    i = close + 1;
                }
                else
                {
                    i = close + 1;
                }
            }
        }

        return hasText ? text.ToString() : null;
    }

    private static string? Inner(ReadOnlySpan<Token> tokens, Language language)
    {
        foreach (Range argument in Nesting.Arguments(tokens))
        {
            if (Format(tokens[argument], language) is { } format)
            {
                return format;
            }
        }

        return null;
    }

    /// <summary>Passes what is joined to a string; a literal is left for the caller.</summary>
    private static int Operand(ReadOnlySpan<Token> tokens, int from, StringBuilder text)
    {
        int i = from;
        while (i < tokens.Length && !tokens[i].Is("+") && !tokens[i].Is("<<") && !(i == from && tokens[i].IsText))
        {
            int close = Nesting.Close(tokens, i);
            i = close < 0 ? i + 1 : close + 1;
        }

        if (i > from)
        {
            text.Append(MessageText.Placeholder);
        }

        return i;
    }
}
