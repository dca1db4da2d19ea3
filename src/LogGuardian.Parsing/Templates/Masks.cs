using System.Buffers;
using System.Buffers.Text;

namespace LogGuardian.Parsing;

/// <summary>Recognises values at a position of a word. Each answers the length of the value there, or 0.</summary>
internal static class Masks
{
    private static readonly SearchValues<byte> Delimiters = SearchValues.Create("=,;()[]{}<>\"'|@#!?:&"u8);
    private static readonly SearchValues<byte> UrlEnds = SearchValues.Create("\"'<>,)]}"u8);
    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789"u8);
    private static readonly SearchValues<byte> NotHex = SearchValues.Create([.. Enumerable.Range(0, 256).Where(b => !char.IsAsciiHexDigit((char)b)).Select(b => (byte)b)]);

    public static bool HasDigit(ReadOnlySpan<byte> text) => text.IndexOfAny(Digits) >= 0;

    /// <summary>Length of the part before the next delimiter.</summary>
    public static int PartLength(ReadOnlySpan<byte> text)
    {
        int length = text.IndexOfAny(Delimiters);
        return length < 0 ? text.Length : length;
    }

    /// <summary>
    /// Groups of hexadecimal digits between colons, three at least: the address of a network card, a PCI address (0000:00:1d.7), a serial number.
    /// </summary>
    public static int ColonHex(ReadOnlySpan<byte> text)
    {
        int at = 0;
        int groups = 0;
        while (true)
        {
            int digits = 0;
            while (at + digits < text.Length && char.IsAsciiHexDigit((char)text[at + digits]))
            {
                digits++;
            }

            if (digits is < 2 or > 4)
            {
                return 0;
            }

            groups++;
            at += digits;
            if (at + 1 >= text.Length || text[at] != ':' || !char.IsAsciiHexDigit((char)text[at + 1]))
            {
                break;
            }

            at++;
        }

        // The function of a PCI device.
        at += groups == 3 && at + 1 < text.Length && text[at] == '.' && char.IsAsciiDigit((char)text[at + 1]) ? 2 : 0;
        bool ends = at == text.Length || !(char.IsAsciiLetterOrDigit((char)text[at]) || text[at] is (byte)'.' or (byte)'-') || (text[at] == '.' && at + 1 == text.Length);
        return ends && groups >= 3 && HasDigit(text[..at]) ? at : 0;
    }

    public static int Url(ReadOnlySpan<byte> text)
    {
        int scheme = text.IndexOf("://"u8);
        if (scheme is < 1 or > 12 || !char.IsAsciiLetter((char)text[0]))
        {
            return 0;
        }

        int end = text.IndexOfAny(UrlEnds);
        return end < 0 ? text.Length : end > scheme ? end : 0;
    }

    /// <summary>A path that starts with a drive letter.</summary>
    public static int DrivePath(ReadOnlySpan<byte> text)
    {
        if (text.Length < 3 || text[1] != ':' || text[2] != '\\' || !char.IsAsciiLetter((char)text[0]))
        {
            return 0;
        }

        int end = text.IndexOfAny(UrlEnds);
        return text[..(end < 0 ? text.Length : end)].TrimEnd("."u8).Length;
    }

    public static int Uuid(ReadOnlySpan<byte> text) =>
        text.Length >= 36 && text[8] == '-' && text[13] == '-' && Utf8Parser.TryParse(text[..36], out Guid _, out int consumed, 'D') && consumed == 36
        && (text.Length == 36 || !char.IsAsciiLetterOrDigit((char)text[36]))
            ? 36
            : 0;

    /// <summary>IPv4, with an optional port or prefix length, or a leading slash as Java prints it.</summary>
    public static int IPv4(ReadOnlySpan<byte> text)
    {
        int at = text.Length > 0 && text[0] == '/' ? 1 : 0;
        for (int part = 0; part < 4; part++)
        {
            int digits = DigitRun(text[at..]);
            if (digits is < 1 or > 3)
            {
                return 0;
            }

            at += digits;
            if (part < 3)
            {
                if (at >= text.Length || text[at] != '.')
                {
                    return 0;
                }

                at++;
            }
        }

        if (at + 1 < text.Length && text[at] is (byte)':' or (byte)'/')
        {
            int port = DigitRun(text[(at + 1)..]);
            at += port is >= 1 and <= 5 ? port + 1 : 0;
        }

        return at < text.Length && (char.IsAsciiLetterOrDigit((char)text[at]) || (text[at] == '.' && at + 1 < text.Length)) ? 0 : at;
    }

    /// <summary>IPv6: at least two colons, hexadecimal groups of up to four digits.</summary>
    public static int IPv6(ReadOnlySpan<byte> text)
    {
        int at = 0;
        int colons = 0;
        int group = 0;
        bool compressed = false;
        for (; at < text.Length; at++)
        {
            if (text[at] == ':')
            {
                compressed |= at > 0 && text[at - 1] == ':';
                colons++;
                group = 0;
            }
            else if (char.IsAsciiHexDigit((char)text[at]) && group < 4)
            {
                group++;
            }
            else
            {
                break;
            }
        }

        bool ends = at == text.Length || !char.IsAsciiLetterOrDigit((char)text[at]);
        return ends && colons is >= 2 and <= 7 && (compressed || colons == 7) ? at : 0;
    }

    /// <summary>Time of day or date: groups of digits between ':', '-', '/', 'T', '.' with two colons or two dashes at least.</summary>
    public static int Time(ReadOnlySpan<byte> text)
    {
        int first = DigitRun(text);
        if (first is not (1 or 2 or 4) || text.Length < first + 4 || text[first] is not ((byte)':' or (byte)'-' or (byte)'/') || (first == 4 && text[first] == ':'))
        {
            return 0;
        }

        byte separator = text[first];
        int at = first;
        int groups = 1;
        while (at + 1 < text.Length && text[at] == separator && DigitRun(text[(at + 1)..]) is 2 or 4 && groups < 3)
        {
            at += DigitRun(text[(at + 1)..]) + 1;
            groups++;
        }

        if (groups < 3)
        {
            return 0;
        }

        // A date may go on with a time, a time with a fraction and a zone.
        while (at < text.Length && (char.IsAsciiDigit((char)text[at]) || text[at] is (byte)':' or (byte)'.' or (byte)'T' or (byte)'Z' or (byte)'+' or (byte)'-'))
        {
            at++;
        }

        at -= text[at - 1] is (byte)'.' or (byte)':' or (byte)'-' ? 1 : 0;
        return at == text.Length || ByteClass.IsSpace(text[at]) || ByteClass.IsDelimiter(text[at]) || (text[at] == '.' && (at + 1 == text.Length || ByteClass.IsSpace(text[at + 1]))) ? at : 0;
    }

    /// <summary>What kind of value a part without delimiters is; <see langword="null"/> when it is constant text.</summary>
    public static ParameterKind? Classify(ReadOnlySpan<byte> part)
    {
        if (part.Length > 1 && part[0] is (byte)'/' or (byte)'~' && part[1..].IndexOf((byte)'/') >= 0)
        {
            return ParameterKind.Path;
        }

        if (!HasDigit(part))
        {
            return null;
        }

        if (NumberMask.Classify(part) is { } number)
        {
            return number;
        }

        if ((part.Length > 2 && part[0] == '0' && part[1] is (byte)'x' or (byte)'X' && part[2..].IndexOfAny(NotHex) < 0)
            || (part.Length >= 8 && part.IndexOfAny(NotHex) < 0))
        {
            return ParameterKind.Hex;
        }

        return ParameterKind.Identifier;
    }

    /// <summary>So many digits stand at the beginning.</summary>
    public static int DigitRun(ReadOnlySpan<byte> text)
    {
        int length = 0;
        while (length < text.Length && char.IsAsciiDigit((char)text[length]))
        {
            length++;
        }

        return length;
    }
}
