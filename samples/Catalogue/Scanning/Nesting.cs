namespace Catalogue.Scanning;

/// <summary>Parentheses of a source.</summary>
internal static class Nesting
{
    /// <summary>No call of a logger is longer.</summary>
    private const int MaxTokens = 600;

    /// <summary>Where what opens at a token closes.</summary>
    /// <returns>The token that closes; negative when none opens there or it is not closed.</returns>
    public static int Close(ReadOnlySpan<Token> tokens, int open)
    {
        if (open >= tokens.Length || !Opens(tokens[open]))
        {
            return -1;
        }

        int depth = 0;
        for (int i = open; i < tokens.Length && i - open <= MaxTokens; i++)
        {
            depth += Opens(tokens[i]) ? 1 : Closes(tokens[i]) ? -1 : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Where what closes at a token opens.</summary>
    /// <returns>The token that opens; negative when none closes there or it is not opened.</returns>
    public static int Open(ReadOnlySpan<Token> tokens, int close)
    {
        int depth = 0;
        for (int i = close; i >= 0 && close - i <= MaxTokens; i--)
        {
            depth += Closes(tokens[i]) ? 1 : Opens(tokens[i]) ? -1 : 0;
            if (depth == 0)
            {
                return i == close ? -1 : i;
            }
        }

        return -1;
    }

    /// <summary>Splits at the commas that stand in no parentheses.</summary>
    public static List<Range> Arguments(ReadOnlySpan<Token> tokens)
    {
        var arguments = new List<Range>();
        int start = 0;
        int depth = 0;
        for (int i = 0; i < tokens.Length; i++)
        {
            depth += Opens(tokens[i]) ? 1 : Closes(tokens[i]) ? -1 : 0;
            if (depth == 0 && tokens[i].Is(","))
            {
                arguments.Add(start..i);
                start = i + 1;
            }
        }

        if (start < tokens.Length)
        {
            arguments.Add(start..tokens.Length);
        }

        return arguments;
    }

    private static bool Opens(Token token) => token.Kind == TokenKind.Mark && token.Value is "(" or "[" or "{";

    private static bool Closes(Token token) => token.Kind == TokenKind.Mark && token.Value is ")" or "]" or "}";
}
