namespace LogGuardian.Parsing;

/// <summary>Digits, days and times of day in UTF-8 text. Nothing here throws; an index beyond the text is simply no match.</summary>
internal static class ClockText
{
    private const int MinYear = 1900;
    private const int MaxYear = 2999;
    private const int MaxFractionDigits = 9;
    private const int TickDigits = 7;

    public static bool Is(ReadOnlySpan<byte> text, int at, byte expected) => (uint)at < (uint)text.Length && text[at] == expected;

    public static bool IsDigit(ReadOnlySpan<byte> text, int at) => (uint)at < (uint)text.Length && (uint)(text[at] - '0') <= 9;

    public static bool IsLetter(ReadOnlySpan<byte> text, int at) => (uint)at < (uint)text.Length && (uint)((text[at] | 0x20) - 'a') <= 25;

    /// <summary>Reads exactly <paramref name="count"/> digits.</summary>
    public static bool TryDigits(ReadOnlySpan<byte> text, int at, int count, out int value)
    {
        value = 0;
        if ((uint)at > (uint)text.Length || text.Length - at < count)
        {
            return false;
        }

        for (int i = at; i < at + count; i++)
        {
            int digit = text[i] - '0';
            if ((uint)digit > 9)
            {
                return false;
            }

            value = (value * 10) + digit;
        }

        return true;
    }

    /// <summary>Reads one to <paramref name="most"/> digits and moves behind them.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> text, ref int at, int most, out int value)
    {
        int start = at;
        value = 0;
        while (at - start < most && IsDigit(text, at))
        {
            value = (value * 10) + text[at] - '0';
            at++;
        }

        return at > start;
    }

    /// <summary>Midnight of a date that exists.</summary>
    public static bool TryDay(int year, int month, int day, out long ticks)
    {
        ticks = 0;
        if (year is < MinYear or > MaxYear || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        ticks = new DateTime(year, month, day).Ticks;
        return true;
    }

    /// <summary>Reads HH:mm:ss with a fraction, if one follows, and moves behind it. A leap second counts as the next second.</summary>
    public static bool TryTime(ReadOnlySpan<byte> text, ref int at, byte separator, out long ticks)
    {
        ticks = 0;
        if (!TryDigits(text, at, 2, out int hour)
            || !Is(text, at + 2, separator)
            || !TryDigits(text, at + 3, 2, out int minute)
            || !Is(text, at + 5, separator)
            || !TryDigits(text, at + 6, 2, out int second)
            || IsDigit(text, at + 8)
            || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        at += 8;
        ticks = Ticks(hour, minute, second) + ReadFraction(text, ref at);
        return true;
    }

    /// <summary>Reads h:mm:ss with a fraction, if there is one, and <c>AM</c> or <c>PM</c>, and moves behind it.</summary>
    public static bool TryHalfDay(ReadOnlySpan<byte> text, ref int at, out long ticks)
    {
        ticks = 0;
        int next = at;
        if (!TryNumber(text, ref next, 2, out int hour) || hour is < 1 or > 12 || !Is(text, next, (byte)':')
            || !TryDigits(text, next + 1, 2, out int minute) || !Is(text, next + 3, (byte)':')
            || !TryDigits(text, next + 4, 2, out int second) || minute > 59 || second > 60)
        {
            return false;
        }

        next += 6;
        long fraction = ReadFraction(text, ref next);
        ReadOnlySpan<byte> rest = text[next..];

        // Java writes the narrow no-break space of its locale data.
        int blank = rest.StartsWith(" "u8) ? 1 : rest.StartsWith("\u202f"u8) ? 3 : -1;
        if (blank < 0 || !Is(rest, blank + 1, (byte)'M') || IsLetter(rest, blank + 2) || !(Is(rest, blank, (byte)'A') || Is(rest, blank, (byte)'P')))
        {
            return false;
        }

        ticks = Ticks((hour % 12) + (rest[blank] == 'P' ? 12 : 0), minute, second) + fraction;
        at = next + blank + 2;
        return true;
    }

    public static long Ticks(int hour, int minute, int second) => ((((hour * 60L) + minute) * 60L) + second) * TimeSpan.TicksPerSecond;

    /// <summary>Reads <c>.123</c> or <c>,123</c>, if it is there, and moves behind it.</summary>
    public static long ReadFraction(ReadOnlySpan<byte> text, ref int at)
    {
        if (!(Is(text, at, (byte)'.') || Is(text, at, (byte)',')) || !IsDigit(text, at + 1))
        {
            return 0;
        }

        at++;
        long ticks = 0;
        int digits = 0;
        while (digits < MaxFractionDigits && IsDigit(text, at))
        {
            if (digits < TickDigits)
            {
                ticks = (ticks * 10) + text[at] - '0';
            }

            digits++;
            at++;
        }

        for (int i = digits; i < TickDigits; i++)
        {
            ticks *= 10;
        }

        return ticks;
    }

    /// <summary>Number of the English month whose three letters stand at a place; 0 when there is none.</summary>
    public static int Month(ReadOnlySpan<byte> text, int at)
    {
        if ((uint)at > (uint)text.Length || text.Length - at < 3)
        {
            return 0;
        }

        int key = (text[at] << 16) | (text[at + 1] << 8) | text[at + 2];
        return (key | 0x202020) switch
        {
            ('j' << 16) | ('a' << 8) | 'n' => 1,
            ('f' << 16) | ('e' << 8) | 'b' => 2,
            ('m' << 16) | ('a' << 8) | 'r' => 3,
            ('a' << 16) | ('p' << 8) | 'r' => 4,
            ('m' << 16) | ('a' << 8) | 'y' => 5,
            ('j' << 16) | ('u' << 8) | 'n' => 6,
            ('j' << 16) | ('u' << 8) | 'l' => 7,
            ('a' << 16) | ('u' << 8) | 'g' => 8,
            ('s' << 16) | ('e' << 8) | 'p' => 9,
            ('o' << 16) | ('c' << 8) | 't' => 10,
            ('n' << 16) | ('o' << 8) | 'v' => 11,
            ('d' << 16) | ('e' << 8) | 'c' => 12,
            _ => 0,
        };
    }
}
