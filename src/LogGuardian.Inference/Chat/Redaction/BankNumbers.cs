using System.Globalization;

namespace LogGuardian.Inference;

/// <summary>Numbers of cards (ISO/IEC 7812) and accounts (ISO 13616) by their lengths and check digits: a number of a log is none by chance only.</summary>
internal static class BankNumbers
{
    // Country and length of its account numbers.
    private const string Countries =
        "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29BY28CH21CR22CY28CZ24DE22DK18DO28EE20EG29ES24FI18FO18FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20"
        + "LV21LY25MC27MD24ME22MK19MR27MT31MU30NL18NO15PK24PL28PS29PT25QA29RO24RS22SA24SC31SE24SI19SK24SM27ST25SV28TL23TN24TR26UA29VA22VG24XK20";

    private const int MostDigits = 19;

    /// <summary>Whether digits, with spaces or hyphens between them, are the number of a card: its issuer, its length and the check digit after Luhn.</summary>
    public static bool IsCard(ReadOnlySpan<char> text)
    {
        Span<char> digits = stackalloc char[MostDigits];
        int length = 0;
        foreach (char c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                continue;
            }

            if (length == MostDigits)
            {
                return false;
            }

            digits[length++] = c;
        }

        digits = digits[..length];
        if (length < 13)
        {
            return false;
        }

        int first = int.Parse(digits[..4], CultureInfo.InvariantCulture);
        bool isIssued = first switch
        {
            >= 4000 and <= 4999 => length is 13 or 16 or 19,
            (>= 5100 and <= 5599) or (>= 2221 and <= 2720) => length == 16,
            (>= 3400 and <= 3499) or (>= 3700 and <= 3799) => length == 15,
            >= 3528 and <= 3589 => length is >= 16 and <= 19,
            (>= 3000 and <= 3059) or (>= 3600 and <= 3699) or (>= 3800 and <= 3999) => length is >= 14 and <= 19,
            6011 or (>= 6440 and <= 6599) or (>= 6200 and <= 6299) => length is >= 16 and <= 19,
            _ => false,
        };
        return isIssued && HasLuhnDigit(digits);
    }

    /// <summary>How many characters at the beginning of a text are an account number; 0 for none.</summary>
    public static int IbanLength(ReadOnlySpan<char> text)
    {
        int at = 0;
        while (at < Countries.Length && !text[..2].SequenceEqual(Countries.AsSpan(at, 2)))
        {
            at += 4;
        }

        if (at >= Countries.Length)
        {
            return 0;
        }

        int missing = int.Parse(Countries.AsSpan(at + 2, 2), CultureInfo.InvariantCulture);
        int end = 0;
        for (; end < text.Length && missing > 0; end++)
        {
            missing -= text[end] == ' ' ? 0 : 1;
        }

        return missing == 0 && IsChecked(text[..end]) ? end : 0;
    }

    private static bool HasLuhnDigit(ReadOnlySpan<char> digits)
    {
        int sum = 0;
        for (int i = 0; i < digits.Length; i++)
        {
            int digit = digits[^(i + 1)] - '0';
            int doubled = digit * 2;
            sum += i % 2 == 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
        }

        return sum % 10 == 0;
    }

    /// <summary>ISO 7064: country and check digits go to the end, letters count from ten, and the whole leaves 1 by 97.</summary>
    private static bool IsChecked(ReadOnlySpan<char> text) => Remainder(text[..4], Remainder(text[4..], 0)) == 1;

    private static int Remainder(ReadOnlySpan<char> text, int remainder)
    {
        foreach (char c in text)
        {
            remainder = c == ' ' ? remainder : char.IsAsciiDigit(c) ? ((remainder * 10) + c - '0') % 97 : ((remainder * 100) + c - 'A' + 10) % 97;
        }

        return remainder;
    }
}
