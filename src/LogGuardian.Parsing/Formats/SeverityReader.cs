namespace LogGuardian.Parsing;

/// <summary>Reads level words in any case.</summary>
internal static class SeverityReader
{
    private const int MaxWordLength = 11;
    private const int MaxPriority = 191;

    /// <summary>Reads a word that a format says is a level: single letters and rare words count too.</summary>
    public static bool TryRead(ReadOnlySpan<byte> word, out LogSeverity severity)
    {
        severity = word.Length == 1 ? Letter((byte)(word[0] | 0x20)) : Word(word, common: false);
        return severity != LogSeverity.Unspecified;
    }

    /// <summary>Reads a word that may be a level or may be plain text: only the words that are hardly ever text count.</summary>
    public static bool TryReadCommon(ReadOnlySpan<byte> word, out LogSeverity severity)
    {
        severity = Word(word, common: true);
        return severity != LogSeverity.Unspecified;
    }

    /// <summary>Reads a syslog priority: facility times eight plus severity.</summary>
    public static bool TryReadPriority(ReadOnlySpan<byte> digits, out LogSeverity severity)
    {
        severity = LogSeverity.Unspecified;
        if (digits.Length is < 1 or > 3 || !ClockText.TryDigits(digits, 0, digits.Length, out int priority) || priority > MaxPriority)
        {
            return false;
        }

        severity = FromSyslog(priority & 7);
        return true;
    }

    /// <summary>Severity of a syslog severity number in [0..7].</summary>
    public static LogSeverity FromSyslog(int number) => number switch
    {
        <= 2 => LogSeverity.Fatal,
        3 => LogSeverity.Error,
        4 => LogSeverity.Warning,
        5 or 6 => LogSeverity.Information,
        _ => LogSeverity.Debug,
    };

    /// <summary>Reads the mark that Redis prints for a level.</summary>
    public static bool TryReadMark(ReadOnlySpan<byte> mark, out LogSeverity severity)
    {
        severity = mark.Length != 1 ? LogSeverity.Unspecified : mark[0] switch
        {
            (byte)'.' => LogSeverity.Debug,
            (byte)'-' or (byte)'*' => LogSeverity.Information,
            (byte)'#' => LogSeverity.Warning,
            _ => LogSeverity.Unspecified,
        };
        return severity != LogSeverity.Unspecified;
    }

    private static LogSeverity Letter(byte letter) => letter switch
    {
        (byte)'v' or (byte)'t' => LogSeverity.Trace,
        (byte)'d' => LogSeverity.Debug,
        (byte)'i' or (byte)'n' => LogSeverity.Information,
        (byte)'w' => LogSeverity.Warning,
        (byte)'e' => LogSeverity.Error,
        (byte)'f' or (byte)'c' or (byte)'a' => LogSeverity.Fatal,
        _ => LogSeverity.Unspecified,
    };

    private static LogSeverity Word(ReadOnlySpan<byte> word, bool common)
    {
        if (word.Length is < 2 or > MaxWordLength)
        {
            return LogSeverity.Unspecified;
        }

        Span<byte> lower = stackalloc byte[MaxWordLength];
        for (int i = 0; i < word.Length; i++)
        {
            if (!ClockText.IsLetter(word, i) && !ClockText.IsDigit(word, i))
            {
                return LogSeverity.Unspecified;
            }

            lower[i] = (byte)(word[i] | 0x20);
        }

        LogSeverity severity = Common(lower[..word.Length]);
        return severity != LogSeverity.Unspecified || common ? severity : Rare(lower[..word.Length]);
    }

    // Compared as spans: a switch over the first letter keeps it at a handful of comparisons a word.
    private static LogSeverity Common(ReadOnlySpan<byte> word)
    {
        switch (word[0])
        {
            case (byte)'i':
                return Pick(word, "info"u8, "information"u8, "inf"u8, LogSeverity.Information);
            case (byte)'w':
                return Pick(word, "warn"u8, "warning"u8, "wrn"u8, LogSeverity.Warning);
            case (byte)'e':
                LogSeverity error = Pick(word, "error"u8, "err"u8, "eror"u8, LogSeverity.Error);
                return error != LogSeverity.Unspecified ? error : Pick(word, "emerg"u8, "emergency"u8, "emergency"u8, LogSeverity.Fatal);
            case (byte)'d':
                LogSeverity debug = Pick(word, "debug"u8, "dbg"u8, "dbug"u8, LogSeverity.Debug);
                return debug;
            case (byte)'t':
                return Pick(word, "trace"u8, "trc"u8, "trce"u8, LogSeverity.Trace);
            case (byte)'v':
                return Pick(word, "verbose"u8, "vrb"u8, "verb"u8, LogSeverity.Trace);
            case (byte)'f':
                return Pick(word, "fatal"u8, "ftl"u8, "fatal"u8, LogSeverity.Fatal);
            case (byte)'c':
                return Pick(word, "critical"u8, "crit"u8, "crit"u8, LogSeverity.Fatal);
            case (byte)'n':
                return Pick(word, "notice"u8, "notice"u8, "notice"u8, LogSeverity.Information);
            case (byte)'s':
                return Pick(word, "severe"u8, "severe"u8, "severe"u8, LogSeverity.Error);
            default:
                return LogSeverity.Unspecified;
        }
    }

    private static LogSeverity Rare(ReadOnlySpan<byte> word)
    {
        switch (word[0])
        {
            case (byte)'f':
                LogSeverity failure = Pick(word, "fail"u8, "failure"u8, "failed"u8, LogSeverity.Error);
                LogSeverity fault = Pick(word, "fault"u8, "fault"u8, "fault"u8, LogSeverity.Fatal);
                LogSeverity finer = Pick(word, "finer"u8, "finest"u8, "finest"u8, LogSeverity.Trace);
                LogSeverity fine = finer != LogSeverity.Unspecified ? finer : Pick(word, "fine"u8, "fine"u8, "fine"u8, LogSeverity.Debug);
                return failure != LogSeverity.Unspecified ? failure : fault != LogSeverity.Unspecified ? fault : fine;
            case (byte)'d':
                LogSeverity detail = Pick(word, "detail"u8, "default"u8, "detail"u8, LogSeverity.Information);
                return detail != LogSeverity.Unspecified || word.Length != 6 || !IsPostgresDebug(word) ? detail : LogSeverity.Debug;
            case (byte)'a':
                return Pick(word, "alert"u8, "alert"u8, "alert"u8, LogSeverity.Fatal);
            case (byte)'p':
                return Pick(word, "panic"u8, "dpanic"u8, "panic"u8, LogSeverity.Fatal);
            case (byte)'n':
                return Pick(word, "note"u8, "note"u8, "note"u8, LogSeverity.Information);
            case (byte)'l':
                return Pick(word, "log"u8, "log"u8, "log"u8, LogSeverity.Information);
            case (byte)'h':
                return Pick(word, "hint"u8, "hint"u8, "hint"u8, LogSeverity.Information);
            case (byte)'s':
                return Pick(word, "statement"u8, "system"u8, "system"u8, LogSeverity.Information);
            case (byte)'c':
                return Pick(word, "context"u8, "config"u8, "context"u8, LogSeverity.Information);
            case (byte)'q':
                return Pick(word, "query"u8, "query"u8, "query"u8, LogSeverity.Information);
            default:
                return LogSeverity.Unspecified;
        }
    }

    private static bool IsPostgresDebug(ReadOnlySpan<byte> word) => word.StartsWith("debug"u8) && word[5] is >= (byte)'1' and <= (byte)'5';

    private static LogSeverity Pick(
        ReadOnlySpan<byte> word, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, LogSeverity severity) =>
        word.SequenceEqual(first) || word.SequenceEqual(second) || word.SequenceEqual(third) ? severity : LogSeverity.Unspecified;
}
