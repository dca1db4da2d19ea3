using System.Buffers;

namespace LogGuardian.Parsing;

/// <summary>Finds the values of a line and hashes what is left. Its buffer is reused from line to line; one instance per thread.</summary>
internal sealed class LineScanner
{
    /// <summary>Values looked at; what follows in a longer line is taken as text.</summary>
    public const int MaxValues = 1_024;

    private static readonly SearchValues<byte> Interesting = SearchValues.Create("0123456789/\\"u8);

    private readonly MaskedValue[] _values = new MaskedValue[MaxValues];
    private int _count;

    public ReadOnlySpan<MaskedValue> Values => _values.AsSpan(0, _count);

    /// <summary>Scans a line.</summary>
    /// <returns>A hash of the line with its masks applied.</returns>
    public ulong Scan(ReadOnlySpan<byte> content)
    {
        _count = 0;
        ulong hash = (ulong)content.Length == 0 ? 1UL : 2UL;
        int literal = 0;
        int from = 0;
        while (from < content.Length && _count < MaxValues)
        {
            // Most words of most logs have neither digit nor slash: no value can hide in them.
            int found = content[from..].IndexOfAny(Interesting);
            if (found < 0)
            {
                break;
            }

            int start = from + found;
            while (start > from && !ByteClass.IsSpace(content[start - 1]))
            {
                start--;
            }

            int end = from + found + 1;
            while (end < content.Length && !ByteClass.IsSpace(content[end]))
            {
                end++;
            }

            ReadOnlySpan<byte> word = content[start..end];
            int at = 0;
            while (at < word.Length && _count < MaxValues)
            {
                (int length, ParameterKind kind) = ValueReader.ValueAt(word, at, out int step);
                if (length == 0)
                {
                    at += step;
                    continue;
                }

                if (start + at > literal)
                {
                    hash = LineHash.Fold(hash, LineHash.OfWord(content[literal..(start + at)]));
                }

                hash = LineHash.Fold(hash, LineHash.OfMask(kind));
                _values[_count++] = new MaskedValue(start + at, length, kind);
                at += length;
                literal = start + at;
            }

            from = end;
        }

        return literal < content.Length ? LineHash.Fold(hash, LineHash.OfWord(content[literal..])) : hash;
    }
}
