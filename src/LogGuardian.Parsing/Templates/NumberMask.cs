namespace LogGuardian.Parsing;

/// <summary>Recognises numbers and what is measured in them: durations and sizes.</summary>
internal static class NumberMask
{
    /// <summary>Digits with an optional sign and fraction, exponent-free, and an optional unit or percent sign; <see langword="null"/> for anything else.</summary>
    public static ParameterKind? Classify(ReadOnlySpan<byte> part)
    {
        int at = part[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        int number = Length(part[at..]);
        if (number == 0)
        {
            return null;
        }

        ReadOnlySpan<byte> unit = part[(at + number)..];
        if (unit.IsEmpty || (unit.Length == 1 && unit[0] is (byte)'%' or (byte)'K' or (byte)'k' or (byte)'M' or (byte)'G' or (byte)'T'))
        {
            return ParameterKind.Number;
        }

        return IsByteUnit(unit) ? ParameterKind.Size : IsDuration(part[at..]) ? ParameterKind.Duration : null;
    }

    /// <summary>Digits, and a fraction if one follows.</summary>
    private static int Length(ReadOnlySpan<byte> text)
    {
        int digits = Masks.DigitRun(text);
        if (digits == 0 || digits + 1 >= text.Length || text[digits] != '.')
        {
            return digits;
        }

        int fraction = Masks.DigitRun(text[(digits + 1)..]);
        return fraction == 0 ? 0 : digits + 1 + fraction;
    }

    private static bool IsByteUnit(ReadOnlySpan<byte> unit) => unit.Length switch
    {
        1 => unit[0] == 'B',
        2 => unit[1] is (byte)'B' or (byte)'b' && IsPrefix(unit[0]),
        3 => unit[1] == 'i' && unit[2] == 'B' && IsPrefix(unit[0]),
        _ => false,
    };

    private static bool IsPrefix(byte b) => b is (byte)'K' or (byte)'k' or (byte)'M' or (byte)'G' or (byte)'T' or (byte)'P';

    /// <summary>A number with a unit of time, or several with ever smaller ones, as Go prints them: 1h2m3s.</summary>
    private static bool IsDuration(ReadOnlySpan<byte> text)
    {
        int larger = int.MaxValue;
        while (!text.IsEmpty)
        {
            int number = Length(text);
            text = text[number..];
            int letters = 0;
            while (letters < text.Length && !char.IsAsciiDigit((char)text[letters]))
            {
                letters++;
            }

            int rank = RankOf(text[..letters]);
            if (number == 0 || rank == 0 || rank >= larger)
            {
                return false;
            }

            larger = rank;
            text = text[letters..];
        }

        return true;
    }

    /// <summary>The larger the unit, the higher; 0 when it is none.</summary>
    private static int RankOf(ReadOnlySpan<byte> unit) => unit switch
    {
        [(byte)'d'] => 7,
        [(byte)'h'] => 6,
        [(byte)'m'] or [(byte)'m', (byte)'i', (byte)'n'] => 5,
        [(byte)'s'] or [(byte)'s', (byte)'e', (byte)'c'] => 4,
        [(byte)'m', (byte)'s'] => 3,

        // A micro sign, or the Greek letter that looks like it.
        [(byte)'u', (byte)'s'] or [0xC2, 0xB5, (byte)'s'] or [0xCE, 0xBC, (byte)'s'] => 2,
        [(byte)'n', (byte)'s'] => 1,
        _ => 0,
    };
}
