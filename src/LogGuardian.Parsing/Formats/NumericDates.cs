namespace LogGuardian.Parsing;

/// <summary>Timestamps that begin with a complete date in digits. Each method reads one shape at the start of the text.</summary>
internal static class NumericDates
{
    public static bool TryIso(ReadOnlySpan<byte> text, out long ticks, out int length)
    {
        ticks = 0;
        length = 0;
        if (!TryYearMonthDay(text, out long day) || text[4] == '.' || (uint)10 >= (uint)text.Length
            || text[10] is not ((byte)'T' or (byte)'t' or (byte)' ' or (byte)'\t'))
        {
            return false;
        }

        int at = text[10] == ' ' && text[11..].StartsWith("- "u8) ? 13 : 11;
        if (!ClockText.TryTime(text, ref at, (byte)':', out long time) && !TryPaddedHour(text, ref at, out time))
        {
            return false;
        }

        long zone = ZoneText.Read(text, ref at);
        ticks = day + time - zone;
        length = at;
        return true;
    }

    public static bool TryDashedTime(ReadOnlySpan<byte> text, out long ticks, out int length)
    {
        ticks = 0;
        length = 0;
        int at = 11;
        if (!TryYearMonthDay(text, out long day) || !ClockText.Is(text, 10, (byte)'-')
            || !ClockText.TryTime(text, ref at, (byte)'.', out long time))
        {
            return false;
        }

        ticks = day + time;
        length = at;
        return true;
    }

    public static bool TryDateOnly(ReadOnlySpan<byte> text, out long ticks, out int length)
    {
        length = 10;
        return TryYearMonthDay(text, out ticks) && !ClockText.IsDigit(text, 10) && !ClockText.IsLetter(text, 10);
    }

    public static bool TryCompactDateColons(ReadOnlySpan<byte> text, out long ticks, out int length)
    {
        ticks = 0;
        length = 0;
        int at = 9;
        if (!ClockText.TryDigits(text, 0, 4, out int year) || !ClockText.TryDigits(text, 4, 2, out int month)
            || !ClockText.TryDigits(text, 6, 2, out int date) || !ClockText.Is(text, 8, (byte)'-')
            || !ClockText.TryDay(year, month, date, out long day)
            || !ClockText.TryNumber(text, ref at, 2, out int hour) || !ClockText.Is(text, at++, (byte)':')
            || !ClockText.TryNumber(text, ref at, 2, out int minute) || !ClockText.Is(text, at++, (byte)':')
            || !ClockText.TryNumber(text, ref at, 2, out int second)
            || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        int millisecond = 0;
        if (ClockText.Is(text, at, (byte)':') && ClockText.IsDigit(text, at + 1))
        {
            at++;
            _ = ClockText.TryNumber(text, ref at, 3, out millisecond);
        }

        ticks = day + ClockText.Ticks(hour, minute, second) + (millisecond * TimeSpan.TicksPerMillisecond);
        length = at;
        return !ClockText.IsDigit(text, at);
    }

    public static bool TryCompactDay(ReadOnlySpan<byte> text, out long ticks, out int length)
    {
        ticks = 0;
        length = 0;
        if (!ClockText.TryDigits(text, 0, 4, out int year) || !ClockText.TryDigits(text, 4, 2, out int month)
            || !ClockText.TryDigits(text, 6, 2, out int date) || !(ClockText.Is(text, 8, (byte)' ') || ClockText.Is(text, 8, (byte)'T'))
            || !ClockText.TryDay(year, month, date, out long day))
        {
            return false;
        }

        int at = 9;
        if (!ClockText.TryTime(text, ref at, (byte)':', out long time) && !TryTightTime(text, ref at, out time))
        {
            return false;
        }

        long zone = ZoneText.Read(text, ref at);
        ticks = day + time - zone;
        length = at;
        return true;
    }

    public static bool TryCompactDate(ReadOnlySpan<byte> text, out long ticks, out int length)
    {
        ticks = 0;
        length = 0;
        if (!ClockText.TryDigits(text, 0, 2, out int year) || !ClockText.TryDigits(text, 2, 2, out int month)
            || !ClockText.TryDigits(text, 4, 2, out int date) || !ClockText.Is(text, 6, (byte)' ')
            || !ClockText.TryDay(2000 + year, month, date, out long day))
        {
            return false;
        }

        int at = 7;
        if (!ClockText.TryTime(text, ref at, (byte)':', out long time) && !TryPaddedHour(text, ref at, out time))
        {
            if (!TryTightTime(text, ref at, out time))
            {
                return false;
            }
        }

        ticks = day + time;
        length = at;
        return true;
    }

    public static bool TryShortYear(ReadOnlySpan<byte> text, out long ticks, out int length)
    {
        ticks = 0;
        length = 0;
        int at = 9;
        if (!ClockText.TryDigits(text, 0, 2, out int year) || !ClockText.Is(text, 2, (byte)'/')
            || !ClockText.TryDigits(text, 3, 2, out int month) || !ClockText.Is(text, 5, (byte)'/')
            || !ClockText.TryDigits(text, 6, 2, out int date) || !ClockText.Is(text, 8, (byte)' ')
            || !ClockText.TryDay(2000 + year, month, date, out long day)
            || !ClockText.TryTime(text, ref at, (byte)':', out long time))
        {
            return false;
        }

        ticks = day + time;
        length = at;
        return true;
    }

    public static bool TryEpoch(ReadOnlySpan<byte> text, out long ticks, out int length)
    {
        ticks = 0;
        length = 0;
        int digits = 0;
        long value = 0;
        while (digits < 20 && ClockText.IsDigit(text, digits))
        {
            value = unchecked((value * 10) + text[digits] - '0');
            digits++;
        }

        if (digits == 0 || text[0] == '0')
        {
            return false;
        }

        if (digits == 1)
        {
            return TryScientific(text, out ticks, out length);
        }

        long since;
        switch (digits)
        {
            case 10:
                since = value * TimeSpan.TicksPerSecond;
                break;
            case 13:
                since = value * TimeSpan.TicksPerMillisecond;
                break;
            case 16:
                since = value * TimeSpan.TicksPerMicrosecond;
                break;
            case 19 when value > 0:
                since = value / TimeSpan.NanosecondsPerTick;
                break;
            default:
                return false;
        }

        length = digits;
        long fraction = ClockText.ReadFraction(text, ref length);
        ticks = DateTime.UnixEpoch.Ticks + since + (digits == 10 ? fraction : 0);
        return !ClockText.IsLetter(text, length);
    }

    // '1.711741827962e+09', as zap writes seconds to a console.
    private static bool TryScientific(ReadOnlySpan<byte> text, out long ticks, out int length)
    {
        ticks = 0;
        length = 0;
        if (!ClockText.Is(text, 1, (byte)'.'))
        {
            return false;
        }

        int at = 2;
        long value = text[0] - '0';
        int digits = 0;
        while (ClockText.IsDigit(text, at) && digits < 20)
        {
            value = digits < 16 ? (value * 10) + text[at] - '0' : value;
            digits++;
            at++;
        }

        for (int i = digits; i < 16; i++)
        {
            value *= 10;
        }

        if (digits == 0 || !text[at..].StartsWith("e+09"u8) || ClockText.IsDigit(text, at + 4))
        {
            return false;
        }

        // Nine digits of seconds behind the first one, seven of ticks behind those.
        ticks = DateTime.UnixEpoch.Ticks + value;
        length = at + 4;
        return true;
    }

    // '230501'
    private static bool TryTightTime(ReadOnlySpan<byte> text, ref int at, out long ticks)
    {
        ticks = 0;
        if (!ClockText.TryDigits(text, at, 2, out int hour) || !ClockText.TryDigits(text, at + 2, 2, out int minute)
            || !ClockText.TryDigits(text, at + 4, 2, out int second) || ClockText.IsDigit(text, at + 6)
            || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        at += 6;
        ticks = ClockText.Ticks(hour, minute, second) + ClockText.ReadFraction(text, ref at);
        return true;
    }

    private static bool TryYearMonthDay(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        return ClockText.TryDigits(text, 0, 4, out int year)
            && text.Length >= 10
            && text[4] is (byte)'-' or (byte)'/' or (byte)'.'
            && text[7] == text[4]
            && ClockText.TryDigits(text, 5, 2, out int month)
            && ClockText.TryDigits(text, 8, 2, out int day)
            && ClockText.TryDay(year, month, day, out ticks);
    }

    // MySQL and MariaDB pad the hour with a blank: '2026-11-23  5:13:11'.
    private static bool TryPaddedHour(ReadOnlySpan<byte> text, ref int at, out long ticks)
    {
        ticks = 0;
        if (!ClockText.Is(text, at, (byte)' ') || !ClockText.TryDigits(text, at + 1, 1, out int hour)
            || !ClockText.Is(text, at + 2, (byte)':') || !ClockText.TryDigits(text, at + 3, 2, out int minute)
            || !ClockText.Is(text, at + 5, (byte)':') || !ClockText.TryDigits(text, at + 6, 2, out int second)
            || minute > 59 || second > 60)
        {
            return false;
        }

        at += 8;
        ticks = ClockText.Ticks(hour, minute, second);
        return true;
    }
}
