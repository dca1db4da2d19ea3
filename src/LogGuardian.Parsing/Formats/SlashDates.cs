namespace LogGuardian.Parsing;

/// <summary>Dates with slashes and the year last, in the American order unless the numbers rule it out.</summary>
internal static class SlashDates
{
    public static bool TryRead(ReadOnlySpan<byte> text, out long ticks, out int length)
    {
        ticks = 0;
        length = 0;
        int at = 0;
        if (!ClockText.TryNumber(text, ref at, 2, out int first) || !ClockText.Is(text, at++, (byte)'/')
            || !ClockText.TryNumber(text, ref at, 2, out int second) || !ClockText.Is(text, at++, (byte)'/'))
        {
            return false;
        }

        int start = at;
        if (!ClockText.TryNumber(text, ref at, 4, out int year) || at - start is not (2 or 4))
        {
            return false;
        }

        year += at - start == 2 ? 2000 : 0;
        bool dated = first > 12 ? ClockText.TryDay(year, second, first, out long day) : ClockText.TryDay(year, first, second, out day);
        at += ClockText.Is(text, at, (byte)',') ? 1 : 0;
        if (!dated || !(ClockText.Is(text, at, (byte)' ') || ClockText.Is(text, at, (byte)'-')))
        {
            return false;
        }

        at++;
        if (!ClockText.TryHalfDay(text, ref at, out long time) && !ClockText.TryTime(text, ref at, (byte)':', out time))
        {
            return false;
        }

        long zone = ZoneText.Read(text, ref at);
        ticks = day + time - zone;
        length = at;
        return true;
    }
}
