namespace LogGuardian.Parsing;

/// <summary>The ways in which logs write the time, in the order in which they are tried.</summary>
internal enum TimestampShape
{
    None = 0,

    /// <summary><c>2026-11-23T23:05:01.123Z</c>, <c>2026-11-23 23:05:01,123 +01:00</c>, <c>2026/11/23 23:05:01 UTC</c>,
    /// <c>2026/11/23 - 23:05:01</c>.</summary>
    Iso,

    /// <summary><c>2026-11-23-23.05.01.123456</c>.</summary>
    DashedTime,

    /// <summary><c>20261123-23:5:1:123</c>.</summary>
    CompactDateColons,

    /// <summary><c>20261123 23:05:01.123456</c>, <c>20261123T230501Z</c>.</summary>
    CompactDay,

    /// <summary><c>23/Nov/2026:23:05:01 +0100</c>.</summary>
    CommonLog,

    /// <summary><c>23 Nov 2026 23:05:01.123</c>, <c>23-Nov-2026 23:05:01.123</c>.</summary>
    DayMonthYear,

    /// <summary><c>261123 230501</c>, <c>261123 23:05:01</c>.</summary>
    CompactDate,

    /// <summary><c>26/11/23 23:05:01</c>.</summary>
    ShortYear,

    /// <summary><c>11/23/2026 11:05:01 PM</c>, <c>11/23/26 23:05:01.123456</c>; the day first where the first number cannot be a month.</summary>
    SlashDate,

    /// <summary><c>11-23 23:05:01.123</c>, year from the clock.</summary>
    MonthDashDay,

    /// <summary><c>11.23 23:05:01</c>, year from the clock.</summary>
    MonthDotDay,

    /// <summary><c>1123 23:05:01.123456</c>, year from the clock.</summary>
    MonthDay,

    /// <summary><c>Nov 23 23:05:01</c>, <c>Nov  3 23:05:01.123</c>, <c>Nov 3, 2026 11:05:01 PM</c>; year from the clock unless one follows the day.</summary>
    MonthName,

    /// <summary><c>Mon Nov 23 23:05:01.123456 2026</c>, <c>Mon Nov 23 23:05:01 UTC 2026</c>.</summary>
    WeekdayName,

    /// <summary>Seconds (with or without decimals, also as <c>1.7e+09</c>), milliseconds, microseconds or nanoseconds since 1970.</summary>
    Epoch,

    /// <summary><c>23:05:01.123</c>, date from the clock.</summary>
    TimeOfDay,

    /// <summary><c>2026.11.23</c>, <c>2026-11-23</c>, <c>2026/11/23</c>: midnight.</summary>
    DateOnly,
}
