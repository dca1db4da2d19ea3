namespace LogGuardian.Parsing;

/// <summary>
/// Reads a timestamp at the start of a text, whatever its shape. Remembers the shape that was read last and tries it first, so
/// that a source with one shape pays for one attempt; the memory is one integer and safe to race on.
/// </summary>
internal sealed class TimestampReader
{
    private const int MaxYearsBack = 8;
    private readonly TimeProvider _clock;
    private readonly TimestampShape _only;
    private TimestampShape _last;

    /// <param name="clock">Supplies the year, or the date, that some shapes leave out.</param>
    /// <param name="only">The one shape to read, or <see cref="TimestampShape.None"/> for all.</param>
    public TimestampReader(TimeProvider clock, TimestampShape only = TimestampShape.None)
    {
        ArgumentNullException.ThrowIfNull(clock);
        _clock = clock;
        _only = only;
        _last = only;
    }

    /// <summary>Reads a timestamp of any shape. Never throws.</summary>
    /// <param name="text">Text that may begin with a timestamp.</param>
    /// <param name="utcTicks">The time; without a zone it is read as UTC.</param>
    /// <param name="length">Bytes that the timestamp takes, its zone included.</param>
    public bool TryRead(ReadOnlySpan<byte> text, out long utcTicks, out int length) => TryRead(text, out utcTicks, out length, out _);

    /// <inheritdoc cref="TryRead(ReadOnlySpan{byte}, out long, out int)"/>
    public bool TryRead(ReadOnlySpan<byte> text, out long utcTicks, out int length, out TimestampShape shape)
    {
        shape = _last;
        if (shape != TimestampShape.None && TryRead(shape, text, out utcTicks, out length))
        {
            return true;
        }

        if (!TryReadAny(text, out utcTicks, out length, out shape))
        {
            return false;
        }

        // A date alone is the beginning of other shapes: remembered, it would hide them.
        _last = shape == TimestampShape.DateOnly ? _only : shape;
        return true;
    }

    /// <summary>Finds the shape that reads a whole text. Tries them all: for choosing, not for every line.</summary>
    public bool TryReadWhole(ReadOnlySpan<byte> text, out long utcTicks, out TimestampShape shape)
    {
        for (shape = TimestampShape.Iso; shape <= TimestampShape.DateOnly; shape++)
        {
            if (_only is TimestampShape.None || _only == shape)
            {
                if (TryRead(shape, text, out utcTicks, out int length) && length == text.Length)
                {
                    return true;
                }
            }
        }

        utcTicks = 0;
        return false;
    }

    /// <summary>Reads a timestamp of one shape.</summary>
    public bool TryRead(TimestampShape shape, ReadOnlySpan<byte> text, out long utcTicks, out int length)
    {
        switch (shape)
        {
            case TimestampShape.Iso:
                return NumericDates.TryIso(text, out utcTicks, out length);
            case TimestampShape.DashedTime:
                return NumericDates.TryDashedTime(text, out utcTicks, out length);
            case TimestampShape.CompactDateColons:
                return NumericDates.TryCompactDateColons(text, out utcTicks, out length);
            case TimestampShape.CompactDay:
                return NumericDates.TryCompactDay(text, out utcTicks, out length);
            case TimestampShape.CommonLog:
                return NamedDates.TryCommonLog(text, out utcTicks, out length);
            case TimestampShape.DayMonthYear:
                return NamedDates.TryDayMonthYear(text, out utcTicks, out length);
            case TimestampShape.CompactDate:
                return NumericDates.TryCompactDate(text, out utcTicks, out length);
            case TimestampShape.ShortYear:
                return NumericDates.TryShortYear(text, out utcTicks, out length);
            case TimestampShape.SlashDate:
                return SlashDates.TryRead(text, out utcTicks, out length);
            case TimestampShape.MonthDashDay:
                return TryMonthDay(text, (byte)'-', out utcTicks, out length);
            case TimestampShape.MonthDotDay:
                return TryMonthDay(text, (byte)'.', out utcTicks, out length);
            case TimestampShape.MonthDay:
                return TryMonthDay(text, 0, out utcTicks, out length);
            case TimestampShape.MonthName:
                return TryMonthName(text, out utcTicks, out length);
            case TimestampShape.WeekdayName:
                return NamedDates.TryWeekdayName(text, out utcTicks, out length);
            case TimestampShape.Epoch:
                return NumericDates.TryEpoch(text, out utcTicks, out length);
            case TimestampShape.TimeOfDay:
                return TryTimeOfDay(text, out utcTicks, out length);
            case TimestampShape.DateOnly:
                return NumericDates.TryDateOnly(text, out utcTicks, out length);
            default:
                utcTicks = 0;
                length = 0;
                return false;
        }
    }

    private bool TryReadAny(ReadOnlySpan<byte> text, out long utcTicks, out int length, out TimestampShape shape)
    {
        if (_only == TimestampShape.None && ClockText.IsDigit(text, 0))
        {
            for (shape = TimestampShape.Iso; shape <= TimestampShape.DateOnly; shape++)
            {
                if (TryRead(shape, text, out utcTicks, out length))
                {
                    return true;
                }
            }
        }
        else if (_only == TimestampShape.None && ClockText.IsLetter(text, 0))
        {
            for (shape = TimestampShape.MonthName; shape <= TimestampShape.WeekdayName; shape++)
            {
                if (TryRead(shape, text, out utcTicks, out length))
                {
                    return true;
                }
            }
        }

        shape = TimestampShape.None;
        utcTicks = 0;
        length = 0;
        return false;
    }

    private bool TryMonthName(ReadOnlySpan<byte> text, out long utcTicks, out int length)
    {
        utcTicks = 0;
        if (!NamedDates.TryMonthName(text, out int year, out int month, out int date, out long time, out length))
        {
            return false;
        }

        if (year == 0)
        {
            return TryLatest(month, date, time, out utcTicks);
        }

        bool exists = ClockText.TryDay(year, month, date, out long day);
        utcTicks = exists ? day + time : 0;
        return exists;
    }

    private bool TryMonthDay(ReadOnlySpan<byte> text, byte separator, out long utcTicks, out int length)
    {
        utcTicks = 0;
        length = 0;
        int second = separator == 0 ? 2 : 3;
        if (!ClockText.TryDigits(text, 0, 2, out int month) || (separator != 0 && !ClockText.Is(text, 2, separator))
            || !ClockText.TryDigits(text, second, 2, out int day) || !ClockText.Is(text, second + 2, (byte)' '))
        {
            return false;
        }

        int at = second + 3;
        if (!ClockText.TryTime(text, ref at, (byte)':', out long time))
        {
            return false;
        }

        length = at;
        return TryLatest(month, day, time, out utcTicks);
    }

    private bool TryTimeOfDay(ReadOnlySpan<byte> text, out long utcTicks, out int length)
    {
        utcTicks = 0;
        length = 0;
        int at = 0;
        if (!ClockText.TryTime(text, ref at, (byte)':', out long time))
        {
            return false;
        }

        DateTime now = _clock.GetUtcNow().UtcDateTime;
        utcTicks = now.Date.Ticks + time;
        if (utcTicks > now.Ticks + TimeSpan.TicksPerHour)
        {
            utcTicks -= TimeSpan.TicksPerDay;
        }

        length = at;
        return true;
    }

    // Logs are read after they are written: the year is the latest one that does not put the line more than a day ahead of the clock.
    private bool TryLatest(int month, int date, long time, out long utcTicks)
    {
        DateTime now = _clock.GetUtcNow().UtcDateTime;
        for (int back = -1; back <= MaxYearsBack; back++)
        {
            if (ClockText.TryDay(now.Year - back, month, date, out long day) && day + time <= now.Ticks + TimeSpan.TicksPerDay)
            {
                utcTicks = day + time;
                return true;
            }
        }

        utcTicks = 0;
        return false;
    }
}
