using System.Buffers;

namespace LogGuardian.Parsing;

/// <summary>Finds the values of a line and hashes what is left. Its buffer is reused from line to line; one instance per thread.</summary>
internal sealed class LineScanner(MaskSet? masks = null)
{
    /// <summary>Values looked at; what follows in a longer line is taken as text.</summary>
    public const int MaxValues = 1_024;

    // Most words of most logs have neither digit nor slash nor @: no value can hide in them.
    private static readonly SearchValues<byte> Interesting = SearchValues.Create("0123456789/\\@"u8);

    private readonly MaskedValue[] _values = new MaskedValue[MaxValues];
    private readonly MaskedValue[] _custom = masks is null ? [] : new MaskedValue[MaxValues];
    private int _count;
    private int _literal;
    private ulong _hash;

    public ReadOnlySpan<MaskedValue> Values => _values.AsSpan(0, _count);

    /// <summary>Scans a line.</summary>
    /// <returns>A hash of the line with its masks applied; it differs from process to process, so that nobody can prepare lines that collide.</returns>
    public ulong Scan(ReadOnlySpan<byte> content)
    {
        _count = 0;
        _literal = 0;
        _hash = LineHash.Seed;
        int from = 0;
        if (masks is not null)
        {
            from = ScanCustom(content, masks);
        }

        ScanBuiltIn(content, from);
        return LineHash.OfBytes(content[_literal..], _hash);
    }

    /// <summary>The user's values, and before each of them the built-in ones.</summary>
    /// <returns>Where to go on.</returns>
    private int ScanCustom(ReadOnlySpan<byte> content, MaskSet rules)
    {
        int end = 0;
        foreach (MaskedValue value in _custom.AsSpan(0, rules.Find(content, _custom)))
        {
            ScanBuiltIn(content[..value.Start], end);
            if (_count == MaxValues)
            {
                break;
            }

            end = Add(content, value, rules.HashOf(value.Rule));
        }

        return end;
    }

    private void ScanBuiltIn(ReadOnlySpan<byte> content, int from)
    {
        while (from < content.Length && _count < MaxValues)
        {
            int found = content[from..].IndexOfAny(Interesting);
            if (found < 0)
            {
                break;
            }

            int start = from + found;
            while (start > from && ByteClass.IsPlain(content[start - 1]))
            {
                start--;
            }

            // Behind a colon or an @ the value may have begun before it: a URL, a drive, an address.
            from = start > from && content[start - 1] is (byte)':' or (byte)'@' ? ScanWord(content, start, from) : ScanPart(content, start);
        }
    }

    /// <summary>The common values by their first bytes; others as <see cref="ScanWord"/> finds them.</summary>
    /// <returns>Where to go on.</returns>
    private int ScanPart(ReadOnlySpan<byte> content, int start)
    {
        ReadOnlySpan<byte> rest = content[start..];
        byte first = rest[0];
        int length;
        if (char.IsAsciiDigit((char)first))
        {
            int digits = 1;
            while (digits < rest.Length && char.IsAsciiDigit((char)rest[digits]))
            {
                digits++;
            }

            if (digits == rest.Length || ByteClass.EndsNumber(rest[digits]))
            {
                return Add(content, start, digits, ParameterKind.Number);
            }

            if (rest[digits] == '.' && (length = Masks.IPv4(rest)) > 0)
            {
                return Add(content, start, length, ParameterKind.IpAddress);
            }
        }
        else if (first == '/' && rest.Length > 1 && char.IsAsciiDigit((char)rest[1]) && (length = Masks.IPv4(rest)) > 0)
        {
            return Add(content, start, length, ParameterKind.IpAddress);
        }
        else if (ByteClass.BeginsName(first) && (length = NameLength(rest, out bool digit)) > 0)
        {
            return digit ? Add(content, start, length, ParameterKind.Identifier) : start + length;
        }

        return ScanWord(content, start, start);
    }

    /// <summary>Length of a name such as blk_17; 0 when it has dots, a colon or an @ that must be looked at more closely.</summary>
    private static int NameLength(ReadOnlySpan<byte> rest, out bool digit)
    {
        digit = false;
        int length = 0;
        while (length < rest.Length && ByteClass.IsPlain(rest[length]))
        {
            if (rest[length] == '.')
            {
                return 0;
            }

            digit |= char.IsAsciiDigit((char)rest[length]);
            length++;
        }

        return length < rest.Length && rest[length] is (byte)':' or (byte)'@' ? 0 : length;
    }

    /// <summary>Every value of the word around a place, from the word's beginning or from where the scan is.</summary>
    private int ScanWord(ReadOnlySpan<byte> content, int start, int from)
    {
        while (start > from && !ByteClass.IsSpace(content[start - 1]))
        {
            start--;
        }

        int end = start;
        while (end < content.Length && !ByteClass.IsSpace(content[end]))
        {
            end++;
        }

        ReadOnlySpan<byte> word = content[start..end];
        int at = 0;
        while (at < word.Length && _count < MaxValues)
        {
            (int length, ParameterKind kind) = ValueReader.ValueAt(word, at, out int step);
            at += length == 0 ? step : Add(content, start + at, length, kind) - start - at;
        }

        return end;
    }

    private int Add(ReadOnlySpan<byte> content, int start, int length, ParameterKind kind) =>
        Add(content, new MaskedValue(start, length, kind), LineHash.OfMask(kind));

    private int Add(ReadOnlySpan<byte> content, MaskedValue value, ulong mask)
    {
        _hash = LineHash.Next(LineHash.OfBytes(content[_literal..value.Start], _hash), mask);
        _values[_count++] = value;
        return _literal = value.Start + value.Length;
    }
}
