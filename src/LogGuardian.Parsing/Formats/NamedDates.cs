namespace LogGuardian.Parsing;

/// <summary>Timestamps with the month in English letters. Each method reads one shape at the start of the text.</summary>
internal static class NamedDates
{
    public static bool TryCommonLog(ReadOnlySpan<byte> text, out long ticks, out int length)
    {
        ticks = 0;
        length = 0;
        int at = 12;
        int month = ClockText.Month(text, 3);
        if (month == 0 || !ClockText.Is(text, 2, (byte)'/') || !ClockText.Is(text, 6, (byte)'/')
            || !(ClockText.Is(text, 11, (byte)':') || ClockText.Is(text, 11, (byte)' '))
            || !ClockText.TryDigits(text, 0, 2, out int date) || !ClockText.TryDigits(text, 7, 4, out int year)
            || !ClockText.TryDay(year, month, date, out long day)
            || !ClockText.TryTime(text, ref at, (byte)':', out long time))
        {
            return false;
        }

        long zone = ZoneText.Read(text, ref at);
        ticks = day + time - zone;
        length = at;
        return true;
    }

    public static bool TryDayMonthYear(ReadOnlySpan<byte> text, out long ticks, out int length)
    {
        ticks = 0;
        length = 0;
        int at = 0;
        if (!ClockText.TryNumber(text, ref at, 2, out int date) || at + 9 >= text.Length
            || text[at] is not ((byte)' ' or (byte)'-') || text[at + 4] != text[at] || text[at + 9] != ' ')
        {
            return false;
        }

        int month = ClockText.Month(text, at + 1);
        if (month == 0 || !ClockText.TryDigits(text, at + 5, 4, out int year) || !ClockText.TryDay(year, month, date, out long day))
        {
            return false;
        }

        at += 10;
        if (!ClockText.TryTime(text, ref at, (byte)':', out long time))
        {
            return false;
        }

        long zone = ZoneText.Read(text, ref at);
        ticks = day + time - zone;
        length = at;
        return true;
    }

    /// <summary>Reads month, day, perhaps a year, and time. <paramref name="year"/> is 0 when the text has none.</summary>
    public static bool TryMonthName(ReadOnlySpan<byte> text, out int year, out int month, out int day, out long time, out int length)
    {
        year = 0;
        day = 0;
        time = 0;
        length = 0;
        month = ClockText.Month(text, 0);
        int at = 3;
        if (month == 0 || !SkipBlanks(text, ref at, 2) || !ClockText.TryNumber(text, ref at, 2, out day))
        {
            return false;
        }

        bool comma = ClockText.Is(text, at, (byte)',');
        at += comma ? 1 : 0;
        if (!SkipBlanks(text, ref at, 1))
        {
            return false;
        }

        if (ClockText.TryDigits(text, at, 4, out int written) && ClockText.Is(text, at + 4, (byte)' '))
        {
            year = written;
            at += 5;
        }

        if (!(comma && ClockText.TryHalfDay(text, ref at, out time)) && !ClockText.TryTime(text, ref at, (byte)':', out time))
        {
            return false;
        }

        length = at;
        return true;
    }

    public static bool TryWeekdayName(ReadOnlySpan<byte> text, out long ticks, out int length)
    {
        ticks = 0;
        length = 0;
        if (!IsWeekday(text) || !ClockText.Is(text, 3, (byte)' ')
            || !TryMonthName(text[4..], out int year, out int month, out int date, out long time, out int at) || year != 0)
        {
            return false;
        }

        at += 4;
        long zone = ZoneText.Read(text, ref at);
        if (!ClockText.Is(text, at, (byte)' ') || !ClockText.TryDigits(text, at + 1, 4, out year) || ClockText.IsDigit(text, at + 5)
            || !ClockText.TryDay(year, month, date, out long day))
        {
            return false;
        }

        ticks = day + time - zone;
        length = at + 5;
        return true;
    }

    private static bool IsWeekday(ReadOnlySpan<byte> text) =>
        text.StartsWith("Mon"u8) || text.StartsWith("Tue"u8) || text.StartsWith("Wed"u8) || text.StartsWith("Thu"u8)
        || text.StartsWith("Fri"u8) || text.StartsWith("Sat"u8) || text.StartsWith("Sun"u8);

    private static bool SkipBlanks(ReadOnlySpan<byte> text, ref int at, int most)
    {
        int start = at;
        while (at - start < most && ClockText.Is(text, at, (byte)' '))
        {
            at++;
        }

        return at > start;
    }
}
