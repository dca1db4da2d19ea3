using System.Globalization;

namespace LogGuardian.Core;

/// <summary>Reads the number of a value such as <c>-3</c>, <c>12ms</c>, <c>3.5KB</c> or <c>99%</c>, as written: units are not converted.</summary>
public static class NumberText
{
    private const int MaxUnit = 4;

    // So many digits fit into a long and into a double as they are, and so do the powers of ten that they may be divided by: the quotient is what a parser gives.
    private const int MaxQuickDigits = 15;
    private static readonly double[] Powers = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>Reads a value.</summary>
    /// <param name="text">The value, UTF-8.</param>
    /// <param name="number">The number before the unit.</param>
    /// <returns>False when it is not a finite number with an optional unit.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out double number) => TryReadFirst(text, out number, out int length) && IsUnit(text[length..]);

    /// <summary>Reads the number that a text begins with.</summary>
    /// <param name="text">The text, UTF-8.</param>
    /// <param name="number">The number.</param>
    /// <param name="length">How many bytes it takes; what follows is the unit, if anything.</param>
    /// <returns>False when it does not begin with a finite number.</returns>
    internal static bool TryReadFirst(ReadOnlySpan<byte> text, out double number, out int length)
    {
        int sign = text.Length > 0 && text[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        long whole = 0;
        int at = sign;
        while (at < text.Length && char.IsAsciiDigit((char)text[at]))
        {
            whole = at - sign < MaxQuickDigits ? (10 * whole) + (text[at] - '0') : whole;
            at++;
        }

        int digits = at - sign;
        int fraction = 0;
        if (at + 1 < text.Length && text[at] == '.' && char.IsAsciiDigit((char)text[at + 1]))
        {
            at++;
            while (at < text.Length && char.IsAsciiDigit((char)text[at]))
            {
                whole = digits + fraction < MaxQuickDigits ? (10 * whole) + (text[at] - '0') : whole;
                fraction++;
                at++;
            }
        }

        length = at;
        if (digits == 0)
        {
            number = 0;
            return false;
        }

        if (digits + fraction <= MaxQuickDigits)
        {
            number = (text[0] == '-' ? -whole : whole) / Powers[fraction];
            return true;
        }

        return double.TryParse(text[..at], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number)
            && double.IsFinite(number);
    }

    /// <summary>Nothing, a percent sign, or few letters; a micro sign is one.</summary>
    private static bool IsUnit(ReadOnlySpan<byte> text)
    {
        if (text.Length > MaxUnit)
        {
            return false;
        }

        foreach (byte b in text)
        {
            if (!char.IsAsciiLetter((char)b) && b is not ((byte)'%' or 0xC2 or 0xB5 or 0xCE or 0xBC))
            {
                return false;
            }
        }

        return true;
    }
}
