namespace Catalogue.Scanning;

/// <summary>What the names of functions, methods and constants say of the level.</summary>
internal static class Levels
{
    private static readonly Dictionary<string, Level> Words = ((IEnumerable<(Level Level, string Names)>)
    [
        (Level.Debug, "trace dbg vdbg debug verbose dprintk fine finer finest"),
        (Level.Info, "info inf information informational config logit"),
        (Level.Notice, "notice note"),
        (Level.Warning, "warn warnx warning"),
        (Level.Error, "err errx error exception severe"),
        (Level.Critical, "crit critical alert emerg emergency fatal panic die"),
    ]).SelectMany(level => level.Names.Split(' ').Select(name => (name, level.Level))).ToDictionary(StringComparer.Ordinal);

    /// <summary>Ends of names that say how a message is logged rather than how grave it is.</summary>
    private static readonly HashSet<string> Manners = new(StringComparer.Ordinal)
    {
        "errno", "zerrno", "once", "ratelimited", "ratelimit", "rl", "f", "v", "va", "msg", "message", "str", "full", "inode", "dev", "at", "plural", "internal", "setg", "printf", "fmt", "report", "log", "unlimited", "exit",
    };

    private static readonly HashSet<string> Prefixes = new(StringComparer.Ordinal)
    {
        "LOG", "KERN", "LL", "DBG", "ML", "LVL", "LEVEL", "SEV", "MSG", "PLOG", "APLOG", "LOGLEVEL", "LOGL", "L", "PRIO", "TRACE", "MCT", "LWS", "SEVERITY", "G",
    };

    private static readonly HashSet<string> NoMessages = new(StringComparer.Ordinal) { "runtime_error", "logic_error", "syntax_error", "parse_error", "strerror", "perror", "is_error", "set_error" };

    /// <summary>By the name of a function or macro, such as <c>dev_err_ratelimited</c>, <c>LM_WARN</c>, <c>sql_print_error</c> and <c>logError</c>.</summary>
    public static Level? OfFunction(string name)
    {
        if (NoMessages.Contains(name))
        {
            return null;
        }

        string[] parts = Split(name);
        int last = parts.Length - 1;
        while (last > 0 && Manners.Contains(parts[last]))
        {
            last--;
        }

        return Words.TryGetValue(parts[last].TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'), out Level level) && parts[last] is not ("config" or "note" or "fine") ? level : null;
    }

    /// <summary>By the name of a method of a logger, such as <c>warning</c>, <c>Errorf</c> and <c>InfoS</c>.</summary>
    public static Level? OfMethod(string name)
    {
        foreach (string ending in (string[])["", "f", "ln", "S", "w", "Context", "Ctx", "Depth", "V"])
        {
            if (name.EndsWith(ending, StringComparison.Ordinal) && Words.TryGetValue(name[..^ending.Length].ToLowerInvariant(), out Level level))
            {
                return level;
            }
        }

        return null;
    }

    /// <summary>By a constant such as <c>KERN_ERR</c>, <c>LOG_WARNING</c>, <c>NGX_LOG_EMERG</c>.</summary>
    public static Level? OfConstant(string name)
    {
        int cut = name.LastIndexOf('_');
        return cut > 0 && name[..cut].Split('_').Any(Prefixes.Contains) && !name.Any(char.IsLower) ? OfBareConstant(name[(cut + 1)..]) : null;
    }

    /// <summary>By a constant that has no prefix, such as <c>FATAL</c> and <c>DEBUG1</c>.</summary>
    public static Level? OfBareConstant(string name) =>
        name == "LOG" ? Level.Info
        : !name.Any(char.IsLower) && Words.TryGetValue(name.TrimEnd('0', '1', '2', '3', '4', '5').ToLowerInvariant(), out Level level) ? level
        : null;

    /// <summary>By how a message begins, where its level says less.</summary>
    public static Level? OfText(string text)
    {
        string start = text.TrimStart('[', '*', ' ');
        int end = start.AsSpan().IndexOfAny(":] ");
        return end > 2 && Words.TryGetValue(start[..end].ToLowerInvariant(), out Level level) && (text[0] == '[' || start[end] == ':') ? level : null;
    }

    /// <summary>Whether a receiver of calls is a logger.</summary>
    public static bool IsLogger(string name)
    {
        string lower = name.ToLowerInvariant();
        return lower is "lg" or "slog" or "sugar" or "zap" or "lager" or "level"
            || Split(name).Any(part => part is "log" or "logger" or "logging" or "logrus" or "klog" or "glog" or "plog" or "hclog")
            || lower.EndsWith("log", StringComparison.Ordinal) && !lower.EndsWith("dialog", StringComparison.Ordinal) && !lower.EndsWith("catalog", StringComparison.Ordinal)
            || lower.EndsWith("logger", StringComparison.Ordinal);
    }

    /// <summary>The parts of a name, in lower case: at underscores and, in names with both cases, at capitals.</summary>
    private static string[] Split(string name)
    {
        if (name.Any(char.IsLower) && name.Any(char.IsUpper))
        {
            name = string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 && char.IsLower(name[i - 1]) ? $"_{c}" : c.ToString()));
        }

        return name.ToLowerInvariant().Split('_', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } parts ? parts : [""];
    }
}
