using System.Text;

namespace LogGuardian.Parsing;

/// <summary>
/// Compiles the header notation of the loghub collection: <c>&lt;Name&gt;</c> is a field, <c>( … )?</c> an optional part,
/// <c>\x</c> the character x, a blank any run of blanks or tabs, and everything else itself.
/// </summary>
internal sealed class HeaderNotation
{
    private const int MaxFields = 24;
    private readonly string _notation;
    private readonly bool _strict;
    private readonly List<HeaderStep> _steps = [];
    private readonly List<byte> _literal = [];
    private int _groupStart = -1;
    private byte[] _groupPrefix = [];
    private byte[]? _groupTail;
    private bool _ended;

    private HeaderNotation(string notation, bool strict)
    {
        _notation = notation;
        _strict = strict;
    }

    /// <summary>Compiles a notation.</summary>
    /// <param name="notation">The notation.</param>
    /// <param name="strict">Whether field names also say what the fields must look like.</param>
    /// <exception cref="FormatException">The notation is not valid.</exception>
    public static HeaderStep[] Compile(string notation, bool strict) => new HeaderNotation(notation, strict).Compile();

    private HeaderStep[] Compile()
    {
        int at = 0;
        while (at < _notation.Length)
        {
            at = _notation[at] switch
            {
                '<' => ReadField(at),
                '\\' => ReadEscape(at),
                '(' when FindGroupEnd(at) >= 0 => OpenGroup(at),
                ')' when _groupStart >= 0 && at + 1 < _notation.Length && _notation[at + 1] == '?' => CloseGroup(at),
                _ => ReadLiteral(at),
            };
        }

        if (_steps.Count == 0 || _steps[^1].Kind != FieldKind.Content || _literal.Count > 0)
        {
            throw Invalid("end with <Content>", "Add <Content> where the message begins");
        }

        return [.. _steps];
    }

    private int ReadField(int at)
    {
        int end = at + 1;
        while (end < _notation.Length && (char.IsAsciiLetterOrDigit(_notation[end]) || _notation[end] == '_'))
        {
            end++;
        }

        if (end == at + 1 || end == _notation.Length || _notation[end] != '>')
        {
            throw Invalid("close every '<' as in <Name>", $"Close or escape the '<' at position {at + 1}");
        }

        string name = _notation[(at + 1)..end];
        if (_ended)
        {
            throw Invalid("end with <Content>", $"Move <{name}> before <Content>");
        }

        for (int i = 0; i < _steps.Count; i++)
        {
            if (string.Equals(_steps[i].Name, name, StringComparison.OrdinalIgnoreCase))
            {
                throw Invalid("name each field once", $"Rename the second <{name}>");
            }
        }

        bool touching = _steps.Count > 0 && _literal.Count == 0;
        if (touching && !(_strict && _steps[^1].Kind == FieldKind.LevelLetter))
        {
            throw Invalid("have text between fields", $"Put text or a blank between <{_steps[^1].Name}> and <{name}>");
        }

        if (_steps.Count == MaxFields)
        {
            throw Invalid($"have at most {MaxFields} fields", "Leave the rest to <Content>");
        }

        AddStep(name);
        return end + 1;
    }

    private void AddStep(string name)
    {
        int position = _steps.Count;
        byte[] lead = [.. _literal];
        _literal.Clear();
        _steps.Add(new HeaderStep(name, FieldKinds.Of(name, _strict), lead, position));
        _ended = _steps[position].Kind == FieldKind.Content;
        if (_groupTail is not null)
        {
            HeaderStep first = _steps[_groupStart];
            first.StartsGroup = true;
            first.GroupEnd = position;
            first.GroupTail = [.. _groupTail, .. lead[_groupPrefix.Length..]];
            if (first.GroupTail.Length == 0)
            {
                throw Invalid(
                    "have text behind every optional part", $"Put text or a blank between <{_steps[position - 1].Name}> and <{name}>");
            }

            _groupTail = null;
            _groupStart = -1;
        }
    }

    private int ReadEscape(int at)
    {
        if (at + 1 == _notation.Length)
        {
            throw Invalid("name a character after '\\'", "Write '\\\\' for a backslash");
        }

        if (_notation[at + 1] != 's')
        {
            AddLiteral(_notation[at + 1] == 't' ? '\t' : _notation[at + 1]);
            return at + 2;
        }

        AddLiteral(' ');
        return at + 2 < _notation.Length && _notation[at + 2] is '+' or '*' ? at + 3 : at + 2;
    }

    private int ReadLiteral(int at)
    {
        int length = char.IsHighSurrogate(_notation[at]) && at + 1 < _notation.Length ? 2 : 1;
        if (length == 1)
        {
            AddLiteral(_notation[at]);
        }
        else
        {
            _literal.AddRange(Encoding.UTF8.GetBytes(_notation.Substring(at, 2)));
        }

        return at + length;
    }

    private void AddLiteral(char character)
    {
        if (character == ' ' && _literal.Count > 0 && _literal[^1] == ' ')
        {
            return;
        }

        Span<byte> bytes = stackalloc byte[4];
        int length = Encoding.UTF8.GetBytes([character], bytes);
        _literal.AddRange(bytes[..length]);
    }

    private int FindGroupEnd(int at)
    {
        for (int i = at + 1; i < _notation.Length; i++)
        {
            if (_notation[i] == '\\')
            {
                i++;
            }
            else if (_notation[i] == ')')
            {
                return i + 1 < _notation.Length && _notation[i + 1] == '?' ? i : -1;
            }
        }

        return -1;
    }

    private int OpenGroup(int at)
    {
        if (_steps.Count == 0 || _groupStart >= 0)
        {
            throw Invalid("have optional parts between fields, one at a time", $"Move or remove the optional part at position {at + 1}");
        }

        // Text between a field and the part belongs to the part and, without it, to what follows.
        _groupPrefix = [.. _literal];
        _groupStart = _steps.Count;
        return at + 1;
    }

    private int CloseGroup(int at)
    {
        if (_groupStart == _steps.Count || _steps[_groupStart].Lead.Length == 0)
        {
            throw Invalid("have text and a field in every optional part", $"Complete the optional part that ends at position {at + 1}");
        }

        _groupTail = [.. _literal];
        _literal.Clear();
        _literal.AddRange(_groupPrefix);
        return at + 2;
    }

    private FormatException Invalid(string rule, string fix) => new($"Notation is '{_notation}'; it must {rule}. {fix}.");
}
