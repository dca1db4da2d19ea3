namespace LogGuardian.Parsing;

/// <summary>Finds a level in the part of a header whose layout is not known.</summary>
internal static class LevelScanner
{
    private const int MaxTokens = 4;

    /// <summary>Place behind the marks that end a header part.</summary>
    public static int SkipSeparators(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length)
        {
            bool skip = text[at] switch
            {
                (byte)' ' or (byte)'\t' or (byte)']' or (byte)')' or (byte)'>' or (byte)'"' => true,
                (byte)'|' or (byte)',' or (byte)':' or (byte)';' => true,
                (byte)'-' => at + 1 == text.Length || text[at + 1] is (byte)' ' or (byte)'\t',
                _ => false,
            };
            if (!skip)
            {
                break;
            }

            at++;
        }

        return at;
    }

    /// <summary>Finds a level that stands first, or behind bracketed parts and numbers only.</summary>
    public static bool TryFindBehind(ReadOnlySpan<byte> text, int at, out LogSeverity severity, out int end)
    {
        for (int token = 0; token < MaxTokens && at < text.Length; token++)
        {
            int start = at;
            byte close = text[at] switch { (byte)'[' => (byte)']', (byte)'(' => (byte)')', (byte)'<' => (byte)'>', _ => 0 };
            if (close != 0)
            {
                int length = text[at..].IndexOf(close);
                end = at + length + 1;
                if (length < 0)
                {
                    break;
                }

                if (SeverityReader.TryRead(text[(start + 1)..(end - 1)].Trim((byte)' '), out severity))
                {
                    return true;
                }
            }
            else
            {
                end = at;
                while (ClockText.IsLetter(text, end) || ClockText.IsDigit(text, end))
                {
                    end++;
                }

                if (end > at && IsLevel(text, at, end, first: token == 0, out severity))
                {
                    return true;
                }

                if (!ClockText.IsDigit(text, at))
                {
                    break;
                }
            }

            at = SkipSeparators(text, end);
        }

        severity = LogSeverity.Unspecified;
        end = at;
        return false;
    }

    /// <summary>Finds the first common level word in a text.</summary>
    public static bool TryFindIn(ReadOnlySpan<byte> text, out LogSeverity severity)
    {
        int at = 0;
        while (at < text.Length)
        {
            int start = at;
            while (ClockText.IsLetter(text, at))
            {
                at++;
            }

            if (SeverityReader.TryReadCommon(text[start..at], out severity))
            {
                return true;
            }

            at++;
        }

        severity = LogSeverity.Unspecified;
        return false;
    }

    // A word in lower case that no mark sets off may be the first word of the message.
    private static bool IsLevel(ReadOnlySpan<byte> text, int at, int end, bool first, out LogSeverity severity)
    {
        bool set = end == text.Length || text[end] is (byte)':' or (byte)'|' or (byte)']' or (byte)',' or (byte)'\t';
        bool upper = text[at..end].IndexOfAnyInRange((byte)'a', (byte)'z') < 0;
        bool common = SeverityReader.TryReadCommon(text[at..end], out severity) && (first || set || upper);
        return (common && (set || text[end] == ' '))
            || (upper && set && end - at > 1 && SeverityReader.TryRead(text[at..end], out severity));
    }
}
