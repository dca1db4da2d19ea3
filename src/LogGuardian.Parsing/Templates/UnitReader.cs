using System.Text;

namespace LogGuardian.Parsing;

/// <summary>
/// Cuts a scanned line into units and its shape. For lines that are new, and for parameters of templates with wildcards: not for each line.
/// Its buffers are reused; one instance per thread.
/// </summary>
internal sealed class UnitReader(MaskSet? masks = null)
{
    /// <summary>Units looked at; the rest of a longer line is taken as one value.</summary>
    public const int MaxUnits = 256;

    private const int LeastList = 3;

    private readonly Unit[] _units = new Unit[MaxUnits + 1];
    private int _count;

    public ReadOnlySpan<Unit> Units => _units.AsSpan(0, _count);

    /// <summary>Hash of what stands before, between and after the units; runs of white space are one space.</summary>
    public ulong Shape { get; private set; }

    /// <summary>Whether a unit spans several values of the line (a list, a date in words, the rest of a long line), so that the scanner's values do not fit the template.</summary>
    public bool HasJoinedUnits { get; private set; }

    public void Read(ReadOnlySpan<byte> content, ReadOnlySpan<MaskedValue> values)
    {
        _count = 0;
        HasJoinedUnits = false;
        int value = 0;
        int at = 0;
        while (at < content.Length)
        {
            if (_count == MaxUnits)
            {
                _units[_count++] = new Unit(at, content.Length - at, LineHash.OfMask(ParameterKind.Text), ParameterKind.Text, IsValue: true);
                HasJoinedUnits = true;
                at = content.Length;
            }
            else if (value < values.Length && values[value].Start == at)
            {
                MaskedValue masked = values[value++];
                ulong hash = masked.Kind == ParameterKind.Custom ? masks!.HashOf(masked.Rule) : LineHash.OfMask(masked.Kind);
                _units[_count++] = new Unit(at, masked.Length, hash, masked.Kind, IsValue: true, masked.Rule);
                at += masked.Length;
            }
            else if (ByteClass.IsSpace(content[at]) || ByteClass.IsDelimiter(content[at]) || IsLeader(content, at))
            {
                AddEmpty(content, at++);
            }
            else
            {
                at = AddWord(content, at, value < values.Length ? values[value].Start : content.Length);
            }
        }

        AddEmpty(content, content.Length);
        JoinLists(content);
        JoinDates(content);
        Shape = ShapeOf(content);
    }

    /// <summary>What a unit may become when lines differ in it.</summary>
    public UnitRole RoleOf(ReadOnlySpan<byte> content, int index)
    {
        if (_units[index].IsValue)
        {
            return UnitRole.Value;
        }

        ReadOnlySpan<byte> word = Bytes(content, index);
        bool letter = word.IsEmpty;
        bool joint = word.IsEmpty;
        foreach (byte b in word)
        {
            letter |= char.IsAsciiLetter((char)b) || b >= 0x80;
            joint |= b is (byte)' ' or (byte)'.' or (byte)'/' or (byte)'\\' or (byte)'_' or (byte)'-';
        }

        return !letter || FixedWords.Contains(word) ? UnitRole.Fixed : joint ? UnitRole.Name : UnitRole.Word;
    }

    private int AddWord(ReadOnlySpan<byte> content, int start, int limit)
    {
        if (QuotedLength(content, start, limit) is > 0 and var quoted)
        {
            _units[_count++] = new Unit(start, quoted, LineHash.OfWord(content.Slice(start, quoted)), ParameterKind.Text, IsValue: false);
            return start + quoted;
        }

        int end = start;
        while (end < limit && !ByteClass.IsSpace(content[end]) && !ByteClass.IsDelimiter(content[end]) && !IsLeader(content, end))
        {
            end++;
        }

        // A sentence's full stop does not belong to its last word.
        int length = content[start..end].TrimEnd((byte)'.').Length;
        length = length == 0 ? end - start : length;
        bool flag = IsFlag(content, start, length);
        HasJoinedUnits |= flag;
        _units[_count++] = new Unit(start, length, flag ? LineHash.OfMask(ParameterKind.Text) : LineHash.OfWord(content.Slice(start, length)), ParameterKind.Text, flag);
        return end;
    }

    /// <summary>Length of a text in quotes that is the value of a key (<c>tag="View Lock"</c>); 0 when there is none, or when it holds masked values.</summary>
    private static int QuotedLength(ReadOnlySpan<byte> content, int start, int limit)
    {
        if (start < 2 || content[start - 1] != '"' || content[start - 2] is not ((byte)'=' or (byte)':'))
        {
            return 0;
        }

        int length = content[start..Math.Min(limit + 1, content.Length)].IndexOf((byte)'"');
        return length > 0 && start + length <= limit && content.Slice(start, length).IndexOfAny((byte)'\\', (byte)'\n') < 0 ? length : 0;
    }

    /// <summary>True or false as the value of a key.</summary>
    private static bool IsFlag(ReadOnlySpan<byte> content, int start, int length)
    {
        if (length is not (4 or 5) || start < 2 || !(Ascii.EqualsIgnoreCase(content.Slice(start, length), "true"u8) || Ascii.EqualsIgnoreCase(content.Slice(start, length), "false"u8)))
        {
            return false;
        }

        ReadOnlySpan<byte> before = content[..start].TrimEnd(" \t\"'"u8);
        return before.EndsWith("="u8);
    }

    /// <summary>Three dots or more lead the eye to a value ("threshold.......3"); they belong to neither side.</summary>
    private static bool IsLeader(ReadOnlySpan<byte> content, int at) =>
        content[at] == '.'
        && ((at + 2 < content.Length && content[at + 1] == '.' && content[at + 2] == '.')
            || (at > 1 && content[at - 1] == '.' && content[at - 2] == '.')
            || (at > 0 && at + 1 < content.Length && content[at - 1] == '.' && content[at + 1] == '.'));

    /// <summary>Nothing, between brackets or behind the '=' of a name, is a value like any other.</summary>
    private void AddEmpty(ReadOnlySpan<byte> content, int at)
    {
        if (at == 0 || _count == MaxUnits)
        {
            return;
        }

        byte before = content[at - 1];
        bool ends = at == content.Length || ByteClass.IsSpace(content[at]);
        bool empty = ends
            ? before == '=' && _count > 0 && _units[_count - 1].Start + _units[_count - 1].Length == at - 1
            : (before, content[at]) is ((byte)'(', (byte)')') or ((byte)'[', (byte)']') or ((byte)'{', (byte)'}') or ((byte)'<', (byte)'>');
        if (empty)
        {
            _units[_count++] = new Unit(at, 0, LineHash.OfWord([]), ParameterKind.Text, IsValue: false);
        }
    }

    /// <summary>
    /// A list of three values or more is one value, however long it is. Only the masks' hashes may decide: lines that hash alike must have units alike.
    /// </summary>
    private void JoinLists(ReadOnlySpan<byte> content)
    {
        int kept = 0;
        for (int first = 0; first < _count;)
        {
            int last = first;
            if (_units[first] is { IsValue: true, Kind: not ParameterKind.Time })
            {
                while (last + 1 < _count && _units[last + 1].IsValue && _units[last + 1].Hash == _units[first].Hash && IsListGap(Gap(content, last + 1)))
                {
                    last++;
                }
            }

            bool joins = last - first >= LeastList - 1;
            last = joins ? last : first;
            _units[kept++] = _units[first] with { Length = _units[last].Start + _units[last].Length - _units[first].Start };
            HasJoinedUnits |= joins;
            first = last + 1;
        }

        _count = kept;
    }

    private static bool IsListGap(ReadOnlySpan<byte> gap)
    {
        gap = gap.StartsWith(","u8) ? gap[1..] : gap.IsEmpty ? "x"u8 : gap;
        foreach (byte b in gap)
        {
            if (!ByteClass.IsSpace(b))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Dates in words, as ctime and date(1) print them ("Wed Jul 27 10:59:53 2005", "Sat May 8 09:04:50 EDT 2004"), are one value.</summary>
    private void JoinDates(ReadOnlySpan<byte> content)
    {
        for (int i = 2; i < _count; i++)
        {
            if (_units[i].Kind != ParameterKind.Time || _units[i - 1].Kind != ParameterKind.Number || !IsSpaced(content, i) || !IsSpaced(content, i - 1)
                || !DateWords.IsMonth(Bytes(content, i - 2)))
            {
                continue;
            }

            int first = i >= 3 && IsSpaced(content, i - 2) && DateWords.IsWeekday(Bytes(content, i - 3)) ? i - 3 : i - 2;
            int last = i;
            if (last + 2 < _count && IsSpaced(content, last + 1) && IsSpaced(content, last + 2) && DateWords.IsZone(Bytes(content, last + 1)) && IsYear(last + 2))
            {
                last += 2;
            }
            else if (first == i - 3 && last + 1 < _count && IsSpaced(content, last + 1) && IsYear(last + 1))
            {
                last++;
            }

            _units[first] = new Unit(
                _units[first].Start, _units[last].Start + _units[last].Length - _units[first].Start, LineHash.OfMask(ParameterKind.Time), ParameterKind.Time, IsValue: true);
            _units.AsSpan(last + 1, _count - last - 1).CopyTo(_units.AsSpan(first + 1));
            _count -= last - first;
            HasJoinedUnits = true;
            i = Math.Max(first, 1);
        }
    }

    // However many digits: lines that differ in digits alone must have units alike.
    private bool IsYear(int index) => _units[index].Kind == ParameterKind.Number;

    private bool IsSpaced(ReadOnlySpan<byte> content, int index)
    {
        ReadOnlySpan<byte> gap = Gap(content, index);
        return gap.Length > 0 && gap.IndexOfAnyExcept((byte)' ', (byte)'\t') < 0;
    }

    private ulong ShapeOf(ReadOnlySpan<byte> content)
    {
        ulong shape = LineHash.StartOfShape;
        for (int i = 0; i <= _count; i++)
        {
            shape = LineHash.FoldGap(shape, Gap(content, i));
        }

        return shape;
    }

    /// <summary>What stands before a unit, or after the last one.</summary>
    public ReadOnlySpan<byte> Gap(ReadOnlySpan<byte> content, int index)
    {
        int start = index == 0 ? 0 : _units[index - 1].Start + _units[index - 1].Length;
        return content[start..(index == _count ? content.Length : _units[index].Start)];
    }

    private ReadOnlySpan<byte> Bytes(ReadOnlySpan<byte> content, int index) => content.Slice(_units[index].Start, _units[index].Length);
}
