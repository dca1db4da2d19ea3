namespace LogGuardian.Parsing;

/// <summary>Words of dates in English, in which ctime(3) and date(1) write them whatever the language of the log.</summary>
internal static class DateWords
{
    public static bool IsMonth(ReadOnlySpan<byte> word) => word.Length == 3 && "JanFebMarAprMayJunJulAugSepOctNovDec"u8.IndexOf(word) is >= 0 and var at && at % 3 == 0;

    public static bool IsWeekday(ReadOnlySpan<byte> word) => word.Length == 3 && "MonTueWedThuFriSatSun"u8.IndexOf(word) is >= 0 and var at && at % 3 == 0;

    /// <summary>A zone's abbreviation: three to five capitals.</summary>
    public static bool IsZone(ReadOnlySpan<byte> word) => word.Length is >= 3 and <= 5 && word.IndexOfAnyExceptInRange((byte)'A', (byte)'Z') < 0;
}
