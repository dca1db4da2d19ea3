using System.Text;

namespace LogGuardian.Parsing;

/// <summary>
/// Cuts a scanned line into units and its shape. For lines that are new, and for parameters of templates with wildcards: not for each line.
/// Its buffers are reused; one instance per thread.
/// </summary>
internal sealed class UnitReader
{
    /// <summary>Units looked at; the rest of a longer line is taken as one value.</summary>
    public const int MaxUnits = 256;

    private const int LeastList = 3;

    private readonly Unit[] _units = new Unit[MaxUnits + 1];
    private readonly StringBuilder _gap = new();
    private readonly string[] _gaps = new string[MaxUnits + 2];
    private int _count;

    public ReadOnlySpan<Unit> Units => _units.AsSpan(0, _count);

    /// <summary>What stands before each unit, and after the last one; runs of white space are one space.</summary>
    public ReadOnlySpan<string> Gaps => _gaps.AsSpan(0, _count + 1);

    /// <summary>Whether a unit spans several values of the line (a list, a date in words), so that the scanner's values do not fit the template.</summary>
    public bool HasJoinedUnits { get; private set; }

    public void Read(ReadOnlySpan<byte> content, ReadOnlySpan<MaskedValue> values)
    {
        _count = 0;
        _gap.Clear();
        HasJoinedUnits = false;
        int value = 0;
        int at = 0;
        while (at < content.Length)
        {
            if (_count == MaxUnits)
            {
                Add(new Unit(at, content.Length - at, LineHash.OfMask(ParameterKind.Text), UnitRole.Value, ParameterKind.Text));
                at = content.Length;
            }
            else if (value < values.Length && values[value].Start == at)
            {
                MaskedValue masked = values[value++];
                Add(new Unit(at, masked.Length, LineHash.OfMask(masked.Kind), UnitRole.Value, masked.Kind));
                at += masked.Length;
            }
            else if (ByteClass.IsSpace(content[at]))
            {
                AddEmptyBehindEquals(content, at);
                Space();
                at++;
            }
            else if (ByteClass.IsDelimiter(content[at]) || IsLeader(content, at))
            {
                _gap.Append((char)content[at++]);
                AddEmptyInBrackets(content, at);
            }
            else
            {
                at = AddWord(content, at, value < values.Length ? values[value].Start : content.Length);
            }
        }

        AddEmptyBehindEquals(content, at);
        _gaps[_count] = Text();
        JoinLists();
        JoinDates(content);
    }

    private int AddWord(ReadOnlySpan<byte> content, int start, int limit)
    {
        int end = start;
        while (end < limit && !ByteClass.IsSpace(content[end]) && !ByteClass.IsDelimiter(content[end]) && !IsLeader(content, end))
        {
            end++;
        }

        // A sentence's full stop does not belong to its last word.
        int length = content[start..end].TrimEnd((byte)'.').Length;
        length = length == 0 ? end - start : length;
        ReadOnlySpan<byte> word = content.Slice(start, length);
        Add(new Unit(start, length, LineHash.OfWord(word), RoleOf(word), ParameterKind.Text));
        if (start + length < end)
        {
            _gap.Append('.', end - start - length);
        }

        return end;
    }

    private static UnitRole RoleOf(ReadOnlySpan<byte> word)
    {
        bool letter = false;
        bool joint = false;
        foreach (byte b in word)
        {
            letter |= char.IsAsciiLetter((char)b) || b >= 0x80;
            joint |= b is (byte)'.' or (byte)'/' or (byte)'\\' or (byte)'_' or (byte)'-';
        }

        return !letter || FixedWords.Contains(word) ? UnitRole.Fixed : joint ? UnitRole.Name : UnitRole.Word;
    }

    /// <summary>Three dots or more lead the eye to a value ("threshold.......3"); they belong to neither side.</summary>
    private static bool IsLeader(ReadOnlySpan<byte> content, int at) =>
        content[at] == '.'
        && ((at + 2 < content.Length && content[at + 1] == '.' && content[at + 2] == '.')
            || (at > 1 && content[at - 1] == '.' && content[at - 2] == '.')
            || (at > 0 && at + 1 < content.Length && content[at - 1] == '.' && content[at + 1] == '.'));

    private void AddEmptyInBrackets(ReadOnlySpan<byte> content, int at)
    {
        if (at < content.Length && _count < MaxUnits && (content[at - 1], content[at]) is ((byte)'(', (byte)')') or ((byte)'[', (byte)']') or ((byte)'{', (byte)'}') or ((byte)'<', (byte)'>'))
        {
            Add(new Unit(at, 0, LineHash.OfWord([]), UnitRole.Name, ParameterKind.Text));
        }
    }

    private void AddEmptyBehindEquals(ReadOnlySpan<byte> content, int at)
    {
        if (at > 1 && content[at - 1] == '=' && _count is > 0 and < MaxUnits && _gap.Length == 1)
        {
            Add(new Unit(at, 0, LineHash.OfWord([]), UnitRole.Name, ParameterKind.Text));
        }
    }

    private void Add(in Unit unit)
    {
        _gaps[_count] = Text();
        _gap.Clear();
        _units[_count++] = unit;
    }

    private void Space()
    {
        if (_gap.Length == 0 || _gap[^1] != ' ')
        {
            _gap.Append(' ');
        }
    }

    private string Text() => _gap.Length switch
    {
        0 => "",
        1 when _gap[0] == ' ' => " ",
        1 when _gap[0] == '=' => "=",
        1 when _gap[0] == ',' => ",",
        _ => _gap.ToString(),
    };

    /// <summary>
    /// A list of three values or more is one value, however long it is. Only the masks' hashes may decide: lines that hash alike must have units alike.
    /// </summary>
    private void JoinLists()
    {
        int kept = 0;
        for (int first = 0; first < _count;)
        {
            int last = first;
            while (last + 1 < _count && _units[last + 1].Role == UnitRole.Value && _units[last + 1].Hash == _units[first].Hash && _gaps[last + 1] is " " or "," or ", ")
            {
                last++;
            }

            bool joins = last - first >= LeastList - 1 && _units[first] is { Role: UnitRole.Value, Kind: not ParameterKind.Time };
            last = joins ? last : first;
            _gaps[kept] = _gaps[first];
            _units[kept++] = _units[first] with { Length = _units[last].Start + _units[last].Length - _units[first].Start };
            HasJoinedUnits |= joins;
            first = last + 1;
        }

        _gaps[kept] = _gaps[_count];
        _count = kept;
    }

    /// <summary>Dates in words, as ctime and date(1) print them ("Wed Jul 27 10:59:53 2005", "Sat May 8 09:04:50 EDT 2004"), are one value.</summary>
    private void JoinDates(ReadOnlySpan<byte> content)
    {
        for (int i = 2; i < _count; i++)
        {
            if (_units[i].Kind != ParameterKind.Time || _units[i - 1].Kind != ParameterKind.Number || _gaps[i] != " " || _gaps[i - 1] != " "
                || !DateWords.IsMonth(Bytes(content, i - 2)))
            {
                continue;
            }

            int first = i >= 3 && _gaps[i - 2] == " " && DateWords.IsWeekday(Bytes(content, i - 3)) ? i - 3 : i - 2;
            int last = i;
            if (last + 2 < _count && _gaps[last + 1] == " " && _gaps[last + 2] == " " && DateWords.IsZone(Bytes(content, last + 1)) && IsYear(last + 2))
            {
                last += 2;
            }
            else if (last + 1 < _count && _gaps[last + 1] == " " && IsYear(last + 1))
            {
                last++;
            }

            _units[first] = new Unit(
                _units[first].Start, _units[last].Start + _units[last].Length - _units[first].Start, LineHash.OfMask(ParameterKind.Time), UnitRole.Value, ParameterKind.Time);
            _units.AsSpan(last + 1, _count - last - 1).CopyTo(_units.AsSpan(first + 1));
            _gaps.AsSpan(last + 1, _count - last).CopyTo(_gaps.AsSpan(first + 1));
            _count -= last - first;
            HasJoinedUnits = true;
            i = Math.Max(first, 1);
        }
    }

    private bool IsYear(int index) => _units[index] is { Kind: ParameterKind.Number, Length: 4 };

    private ReadOnlySpan<byte> Bytes(ReadOnlySpan<byte> content, int index) => content.Slice(_units[index].Start, _units[index].Length);
}
