namespace LogGuardian.Parsing;

/// <summary>
/// The zone behind a time: <c>Z</c>, <c>+01:00</c>, <c>-0700</c>, <c>+02</c>, or a word such as <c>UTC</c> or <c>CEST</c>.
/// </summary>
internal static class ZoneText
{
    private const int MaxHours = 14;

    /// <summary>Ticks that local time is ahead of UTC; moves behind the zone, or stays when there is none.</summary>
    public static long Read(ReadOnlySpan<byte> text, ref int at)
    {
        if ((uint)at >= (uint)text.Length)
        {
            return 0;
        }

        switch (text[at])
        {
            case (byte)'Z' or (byte)'z' when !ClockText.IsLetter(text, at + 1):
                at++;
                return 0;
            case (byte)'+' or (byte)'-':
                return ReadOffset(text, ref at, at, minutesOptional: true);
            case (byte)' ' when ClockText.Is(text, at + 1, (byte)'+') || ClockText.Is(text, at + 1, (byte)'-'):
                return ReadOffset(text, ref at, at + 1, minutesOptional: false);
            case (byte)' ':
                return ReadWord(text, ref at);
            default:
                return 0;
        }
    }

    private static long ReadOffset(ReadOnlySpan<byte> text, ref int at, int sign, bool minutesOptional)
    {
        if (!ClockText.TryDigits(text, sign + 1, 2, out int hours) || hours > MaxHours)
        {
            return 0;
        }

        int next = sign + 3;
        int colon = ClockText.Is(text, next, (byte)':') ? 1 : 0;
        if (ClockText.TryDigits(text, next + colon, 2, out int minutes) && minutes <= 59)
        {
            next += colon + 2;
        }
        else if (minutesOptional)
        {
            minutes = 0;
        }
        else
        {
            return 0;
        }

        if (ClockText.IsDigit(text, next))
        {
            return 0;
        }

        at = next;
        long ticks = ((hours * 60L) + minutes) * TimeSpan.TicksPerMinute;
        return text[sign] == '-' ? -ticks : ticks;
    }

    private static long ReadWord(ReadOnlySpan<byte> text, ref int at)
    {
        int length = 0;
        while (length < 5 && (uint)(at + 1 + length) < (uint)text.Length && (uint)(text[at + 1 + length] - 'A') <= 25)
        {
            length++;
        }

        if (length is < 3 or > 4 || ClockText.IsLetter(text, at + 1 + length) || ClockText.IsDigit(text, at + 1 + length))
        {
            return 0;
        }

        ReadOnlySpan<byte> word = text.Slice(at + 1, length);
        int? hours = Hours(word);
        if (hours is null)
        {
            return 0;
        }

        at += 1 + length;
        return hours.Value * TimeSpan.TicksPerHour;
    }

    // The words that servers print for their own zone; where two zones share a word, the one that PostgreSQL's default set chooses.
    private static int? Hours(ReadOnlySpan<byte> word)
    {
        if (word.SequenceEqual("UTC"u8) || word.SequenceEqual("GMT"u8) || word.SequenceEqual("WET"u8))
        {
            return 0;
        }

        if (word.SequenceEqual("CET"u8) || word.SequenceEqual("BST"u8) || word.SequenceEqual("WEST"u8))
        {
            return 1;
        }

        if (word.SequenceEqual("CEST"u8) || word.SequenceEqual("EET"u8))
        {
            return 2;
        }

        if (word.SequenceEqual("EEST"u8) || word.SequenceEqual("MSK"u8))
        {
            return 3;
        }

        if (word.SequenceEqual("JST"u8) || word.SequenceEqual("KST"u8))
        {
            return 9;
        }

        if (word.SequenceEqual("AEST"u8) || word.SequenceEqual("AEDT"u8))
        {
            return word[2] == 'D' ? 11 : 10;
        }

        return American(word);
    }

    private static int? American(ReadOnlySpan<byte> word)
    {
        if (word.Length != 3 || word[2] != 'T' || word[1] is not ((byte)'S' or (byte)'D'))
        {
            return null;
        }

        int daylight = word[1] == 'D' ? 1 : 0;
        return word[0] switch
        {
            (byte)'E' => -5 + daylight,
            (byte)'C' => -6 + daylight,
            (byte)'M' => -7 + daylight,
            (byte)'P' => -8 + daylight,
            _ => null,
        };
    }
}
