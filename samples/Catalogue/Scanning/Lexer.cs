using System.Globalization;
using System.Text;

namespace Catalogue.Scanning;

/// <summary>Splits a source into names, strings and marks; comments fall out. No source is refused: an unclosed literal ends with its line.</summary>
internal sealed class Lexer(string source, Language language)
{
    private readonly List<Token> _tokens = [];
    private int _at;

    public static IReadOnlyList<Token> Read(string source, Language language)
    {
        var lexer = new Lexer(source, language);
        lexer.Run();
        return lexer._tokens;
    }

    private void Run()
    {
        while (_at < source.Length)
        {
            char c = source[_at];
            if (char.IsWhiteSpace(c))
            {
                _at++;
            }
            else if (c == '\\' && Next(1) is '\n' or '\r')
            {
                _at += 2;
            }
            else if (!Comment() && !Literal(c) && !Word(c))
            {
                Mark(c);
            }
        }
    }

    private bool Comment()
    {
        bool isLine = language switch { Language.Python => source[_at] == '#', Language.Erlang => source[_at] == '%', _ => Starts("//") };
        if (isLine)
        {
            int end = source.IndexOf('\n', _at);
            _at = end < 0 ? source.Length : end;
            return true;
        }

        if (language is Language.Python or Language.Erlang || !Starts("/*"))
        {
            return false;
        }

        int close = source.IndexOf("*/", _at + 2, StringComparison.Ordinal);
        _at = close < 0 ? source.Length : close + 2;
        return true;
    }

    private bool Literal(char c)
    {
        switch (c)
        {
            case '"' when language is Language.Python or Language.Java && Starts("\"\"\""):
            case '\'' when language == Language.Python && Starts("'''"):
                Add(Quoted(new string(c, 3), isRaw: false));
                return true;
            case '"':
                Add(Quoted("\"", isRaw: false));
                return true;
            case '`' when language == Language.Go:
                Add(Quoted("`", isRaw: true));
                return true;
            case '\'' when language == Language.Python:
                Add(Quoted("'", isRaw: false));
                return true;
            case '\'':
                // A character or, in Erlang, the name of an atom: neither is a message.
                _ = Quoted("'", isRaw: false);
                _tokens.Add(new Token(TokenKind.Word, "'"));
                return true;
            case '$' when language == Language.Erlang:
                _at += Next(1) == '\\' ? 3 : 2;
                _tokens.Add(new Token(TokenKind.Word, "$"));
                return true;
            default:
                return false;
        }
    }

    private bool Word(char c)
    {
        if (!char.IsLetterOrDigit(c) && c != '_')
        {
            return false;
        }

        int start = _at;
        while (_at < source.Length && (char.IsLetterOrDigit(source[_at]) || source[_at] == '_'))
        {
            _at++;
        }

        string word = source[start.._at];
        char quote = Next(0);
        if (quote == '"' && language == Language.Cpp && word is "R" or "u8R" or "LR" && RawCpp())
        {
            return true;
        }

        if (quote is '"' or '\'' && IsPrefix(word))
        {
            string close = Starts(new string(quote, 3)) && language == Language.Python ? new string(quote, 3) : quote.ToString();
            string? text = Quoted(close, word.Contains('r', StringComparison.OrdinalIgnoreCase));
            Add(text is not null && word.Contains('f', StringComparison.OrdinalIgnoreCase) ? Interpolated(text) : text);
            return true;
        }

        _tokens.Add(new Token(TokenKind.Word, word));
        return true;
    }

    private bool IsPrefix(string word) => language switch
    {
        Language.Python => word.Length <= 2 && word.All(c => "rRbBuUfF".Contains(c, StringComparison.Ordinal)),
        Language.C or Language.Cpp => word is "L" or "u8" or "u" or "U",
        _ => false,
    };

    private bool RawCpp()
    {
        int open = source.IndexOf('(', _at);
        if (open < 0 || open - _at > 17)
        {
            return false;
        }

        string close = $"){source[(_at + 1)..open]}\"";
        int end = source.IndexOf(close, open, StringComparison.Ordinal);
        if (end < 0)
        {
            return false;
        }

        Add(source[(open + 1)..end]);
        _at = end + close.Length;
        return true;
    }

    private void Mark(char c)
    {
        string mark = Starts("<<") ? "<<" : Starts("->") || Starts("::") ? "." : c == ':' && language == Language.Erlang ? "." : c.ToString();
        _at += Starts("<<") || Starts("->") || Starts("::") ? 2 : 1;
        _tokens.Add(new Token(TokenKind.Mark, mark));
    }

    /// <summary>Reads a literal from its opening quotes on.</summary>
    /// <returns>What it holds; null when it is not closed.</returns>
    private string? Quoted(string quotes, bool isRaw)
    {
        var text = new StringBuilder();
        bool isLong = quotes.Length == 3 || quotes == "`" || language == Language.Erlang;
        int at = _at + quotes.Length;
        while (at < source.Length)
        {
            if (string.CompareOrdinal(source, at, quotes, 0, quotes.Length) == 0)
            {
                _at = at + quotes.Length;
                return text.ToString();
            }

            char c = source[at];
            if (c == '\n' && !isLong)
            {
                break;
            }

            if (c == '\\' && quotes != "`" && at + 1 < source.Length)
            {
                at = isRaw ? Copy(text, at) : Escape(text, at + 1);
            }
            else
            {
                text.Append(c);
                at++;
            }
        }

        // What was taken for a literal is none, such as the apostrophe of a word behind #error.
        _at++;
        return null;
    }

    private int Copy(StringBuilder text, int at)
    {
        text.Append(source, at, 2);
        return at + 2;
    }

    private int Escape(StringBuilder text, int at)
    {
        char c = source[at];
        switch (c)
        {
            case '\n':
                return at + 1;
            case '\r':
                return at + 2;
            case 'n' or 'r' or 't' or 'v' or 'f' or 's':
                text.Append(' ');
                return at + 1;
            case 'x':
                return Code(text, at + 1, 2, 16);
            case 'u':
                return Code(text, at + 1, 4, 16);
            case >= '0' and <= '7':
                return Code(text, at, 3, 8);
            case 'a' or 'b' or 'e':
                text.Append('\u0001');
                return at + 1;
            default:
                text.Append(c);
                return at + 1;
        }
    }

    private int Code(StringBuilder text, int at, int most, int radix)
    {
        int end = at;
        while (end < source.Length && end - at < most && (radix == 16 ? char.IsAsciiHexDigit(source[end]) : source[end] is >= '0' and <= '7'))
        {
            end++;
        }

        int code = 0;
        foreach (char digit in source.AsSpan(at, end - at))
        {
            code = (code * radix) + int.Parse([digit], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        }

        text.Append((char)code);
        return end;
    }

    private static string Interpolated(string text)
    {
        var result = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (depth == 0 && c is '{' or '}' && i + 1 < text.Length && text[i + 1] == c)
            {
                result.Append(c);
                i++;
            }
            else if (c == '{')
            {
                result.Append(depth++ == 0 ? MessageText.Placeholder : "");
            }
            else if (c == '}')
            {
                depth = Math.Max(0, depth - 1);
            }
            else if (depth == 0)
            {
                result.Append(c);
            }
        }

        return result.ToString();
    }

    private void Add(string? text)
    {
        if (text is not null)
        {
            _tokens.Add(new Token(TokenKind.Text, text));
        }
    }

    private char Next(int distance) => _at + distance < source.Length ? source[_at + distance] : '\0';

    private bool Starts(string value) => string.CompareOrdinal(source, _at, value, 0, value.Length) == 0;
}
