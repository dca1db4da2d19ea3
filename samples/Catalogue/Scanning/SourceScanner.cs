using System.Globalization;
using System.Runtime.InteropServices;

namespace Catalogue.Scanning;

/// <summary>Finds the messages that a source logs, with the level that the call gives them.</summary>
internal static class SourceScanner
{
    /// <summary>Functions that take a level without a prefix, as PostgreSQL and glog name it.</summary>
    private static readonly HashSet<string> TakeBareLevels = new(StringComparer.Ordinal) { "ereport", "elog", "LOG", "log", "logp", "mlog", "RTE_LOG", "zlog", "flog_err", "logmsg", "log_message", "do_log", "write_log", "DLOG", "PLOG", "LOG_IF" };

    /// <summary>The parts of PostgreSQL's reports that hold the message.</summary>
    private static readonly HashSet<string> ReportTexts = new(StringComparer.Ordinal) { "errmsg", "errmsg_internal", "errmsg_plural" };

    /// <summary>Streams and macros of C++ and C whose level is a number: the highest of each level.</summary>
    private static readonly Dictionary<string, (int Error, int Warning, int Notice, int Info)> Numbered = new(StringComparer.Ordinal)
    {
        ["DEBUG"] = (0, 1, 2, 3),
        ["DEBUGADD"] = (0, 1, 2, 3),
        ["dout"] = (-1, -1, -1, 5),
        ["ldout"] = (-1, -1, -1, 5),
        ["ldpp_dout"] = (-1, -1, -1, 5),
        ["ldlog_p1"] = (-1, -1, -1, 5),
        ["debugs"] = (-1, -1, 0, 1),
    };

    public static IEnumerable<Message> Scan(string source, Language language)
    {
        var tokens = (List<Token>)Lexer.Read(source, language);
        for (int i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].IsWord && Find(CollectionsMarshal.AsSpan(tokens), i, language) is { } message)
            {
                yield return message;
            }
        }
    }

    private static Message? Find(ReadOnlySpan<Token> tokens, int at, Language language)
    {
        if (at > 0 && tokens[at - 1].IsWord && tokens[at - 1].Value is "new" or "throw" or "raise" or "def" or "func")
        {
            return null;
        }

        bool isCall = at + 1 < tokens.Length && tokens[at + 1].Is("(");
        int close = isCall ? Nesting.Close(tokens, at + 1) : at;
        if (close < 0)
        {
            return null;
        }

        ReadOnlySpan<Token> inside = isCall ? tokens[(at + 2)..close] : [];
        List<Range> arguments = Nesting.Arguments(inside);
        string name = tokens[at].Value;
        Level? level = null;
        int from = 0;
        if (language is Language.C or Language.Cpp || isCall)
        {
            (level, from) = ByArgument(name, inside, arguments, language);
            level ??= ByName(tokens, at, isCall, language, inside);
        }

        if (language == Language.Cpp && close + 1 < tokens.Length && tokens[close + 1].Is("<<"))
        {
            ReadOnlySpan<Token> streamed = Streamed(tokens[(close + 1)..]);
            return Message(level, Expression.Format(streamed, language), language, isNumbered: Numbered.ContainsKey(name));
        }

        if (!isCall)
        {
            return null;
        }

        if (name is "ereport" or "ereport_domain")
        {
            return Message(level, Report(inside), language, isNumbered: false);
        }

        if (name == "Log" && language == Language.Go)
        {
            return Message(level, Keyed(inside, arguments), language, isNumbered: false);
        }

        for (int i = from; i < arguments.Count; i++)
        {
            if (Expression.Format(inside[arguments[i]], language) is { } format)
            {
                return Message(level, format, language, isNumbered: Numbered.ContainsKey(name) || name.StartsWith("Print", StringComparison.Ordinal));
            }
        }

        return null;
    }

    private static Message? Message(Level? level, string? format, Language language, bool isNumbered)
    {
        if (format is null || MessageText.Of(format, language) is not { } text)
        {
            return null;
        }

        level = isNumbered ? Levels.OfText(text) ?? level : level;
        return level is { } known ? new Message(known, text) : null;
    }

    /// <summary>The level that an argument states.</summary>
    private static (Level? Level, int From) ByArgument(string name, ReadOnlySpan<Token> inside, List<Range> arguments, Language language)
    {
        bool takesBare = TakeBareLevels.Contains(name);
        Level? found = null;
        int from = 0;
        if (name is "if" or "while" or "for" or "switch" or "return" or "sizeof" || language == Language.Erlang)
        {
            return (null, 0);
        }

        for (int i = 0; i < Math.Min(arguments.Count, 6); i++)
        {
            ReadOnlySpan<Token> argument = inside[arguments[i]];
            for (int j = 0; j < argument.Length && !argument[j].IsText; j++)
            {
                int close = Nesting.Close(argument, j);
                j = close < 0 ? j : close;
                Level? level = !argument[j].IsWord ? null : takesBare && i < 2 ? Levels.OfConstant(argument[j].Value) ?? Levels.OfBareConstant(argument[j].Value) : Levels.OfConstant(argument[j].Value);
                if (level is not null && found is not null && level != found)
                {
                    // A level that is decided at run time is none.
                    return (null, arguments.Count);
                }

                (found, from) = level is null ? (found, from) : (level, i);
            }

            if (found is null && argument.Length is 1 or 2 && Numbered.TryGetValue(name, out var bounds) && int.TryParse(string.Concat(argument[0].Value, argument.Length > 1 ? argument[1].Value : ""), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
                && !(name == "debugs" && i == 0))
            {
                return (Graded(number, bounds, name), i + 1);
            }
        }

        return (found, from);
    }

    private static Level? Graded(int number, (int Error, int Warning, int Notice, int Info) bounds, string name) =>
        number <= bounds.Error ? Level.Error
        : number <= bounds.Warning ? Level.Warning
        : number <= bounds.Notice ? Level.Notice
        : number == 0 && name.EndsWith("dout", StringComparison.Ordinal) ? null
        : number <= bounds.Info ? Level.Info
        : Level.Debug;

    private static Level? ByName(ReadOnlySpan<Token> tokens, int at, bool isCall, Language language, ReadOnlySpan<Token> inside)
    {
        string name = tokens[at].Value;
        if (language is Language.C or Language.Cpp)
        {
            return name switch
            {
                "WARN" or "WARN_ONCE" or "WARN_RATELIMIT" => Level.Warning,
                "derr" or "lderr" => Level.Error,
                _ => isCall ? Levels.OfFunction(name) : null,
            };
        }

        if (language == Language.Erlang && at > 0 && tokens[at - 1].Is("?"))
        {
            return Levels.OfFunction(name);
        }

        if (at < 2 || !tokens[at - 1].Is("."))
        {
            return null;
        }

        ReadOnlySpan<Token> receiver = Receiver(tokens, at - 1);
        bool isLogger = false;
        Level? stated = null;
        bool isVerbose = false;
        for (int i = 0; i < receiver.Length; i++)
        {
            Token token = receiver[i];
            isLogger |= token.IsWord && Levels.IsLogger(token.Value);
            stated = i > 1 && token.IsWord && receiver[i - 1].Is(".") && receiver[i - 2].Value == "level" ? Levels.OfMethod(token.Value) : stated;
            isVerbose |= token.Value == "V" && i + 2 < receiver.Length && int.TryParse(receiver[i + 2].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int verbosity) && verbosity >= 4;
        }

        return !isLogger ? null
            : name == "Log" ? stated
            : name == "log" && language == Language.Java ? JulLevel(inside)
            : Levels.OfMethod(language == Language.Erlang ? name.Replace("_msg", "", StringComparison.Ordinal) : name) is { } level ? isVerbose ? Level.Debug : level
            : null;
    }

    /// <summary>Of <c>java.util.logging</c>.</summary>
    private static Level? JulLevel(ReadOnlySpan<Token> inside) =>
        inside.Length > 2 && inside[0].Value == "Level" && inside[1].Is(".") ? Levels.OfMethod(inside[2].Value) : null;

    /// <summary>What a method is called on: names, calls and dots before it.</summary>
    private static ReadOnlySpan<Token> Receiver(ReadOnlySpan<Token> tokens, int dot)
    {
        int at = dot;
        while (at > 0 && tokens[at].Is("."))
        {
            int before = at - 1;
            int open = Nesting.Open(tokens, before);
            before = open < 0 ? before : open - 1;
            if (before < 0 || !tokens[before].IsWord)
            {
                break;
            }

            at = before;
            if (at > 0 && tokens[at - 1].Is("."))
            {
                at--;
            }
        }

        return tokens[at..dot];
    }

    private static ReadOnlySpan<Token> Streamed(ReadOnlySpan<Token> tokens)
    {
        int end = 0;
        while (end < tokens.Length && !tokens[end].Is(";") && tokens[end].Value is not ("dendl" or "endl"))
        {
            int close = Nesting.Close(tokens, end);
            end = close < 0 ? end + 1 : close + 1;
        }

        return tokens[..Math.Min(end, tokens.Length)];
    }

    private static string? Report(ReadOnlySpan<Token> inside)
    {
        for (int i = 0; i < inside.Length; i++)
        {
            if (ReportTexts.Contains(inside[i].Value) && Nesting.Close(inside, i + 1) is > 0 and int close)
            {
                ReadOnlySpan<Token> text = inside[(i + 2)..close];
                return Nesting.Arguments(text) is [Range first, ..] ? Expression.Format(text[first], Language.C) : null;
            }
        }

        return null;
    }

    /// <summary>The value of the key <c>msg</c>, as go-kit logs it.</summary>
    private static string? Keyed(ReadOnlySpan<Token> inside, List<Range> arguments)
    {
        for (int i = 0; i + 1 < arguments.Count; i += 2)
        {
            if (inside[arguments[i]] is [{ Kind: TokenKind.Text, Value: "msg" }])
            {
                return Expression.Format(inside[arguments[i + 1]], Language.Go);
            }
        }

        return null;
    }
}
