using System.Text;
using System.Text.Unicode;

namespace LogGuardian.Parsing;

/// <summary>Puts the text of a template together, gap by word. Reused from template to template.</summary>
internal sealed class TemplateTextBuilder
{
    // What a long line needed is not kept for the next ones.
    private const int KeptLength = 65_536;

    private readonly List<int> _bounds = [];
    private char[] _text = new char[256];
    private int _length;

    public void AddGap(ReadOnlySpan<char> gap) => Add(gap);

    /// <summary>A gap of a line; a run of white space becomes one space.</summary>
    public void AddGap(ReadOnlySpan<byte> gap)
    {
        Reserve(gap.Length);
        int start = _length;
        foreach (byte b in gap)
        {
            if (!ByteClass.IsSpace(b))
            {
                _text[_length++] = (char)b;
            }
            else if (_length == start || _text[_length - 1] != ' ')
            {
                _text[_length++] = ' ';
            }
        }
    }

    public void AddWord(ReadOnlySpan<char> word)
    {
        _bounds.Add(_length);
        Add(word);
        _bounds.Add(_length);
    }

    /// <summary>A word of a line, decoded as <see cref="LogText.Decode"/> does it.</summary>
    public void AddWord(ReadOnlySpan<byte> word)
    {
        Reserve(word.Length);
        _bounds.Add(_length);
        _length += (Utf8.IsValid(word) ? Encoding.UTF8 : Encoding.Latin1).GetChars(word, _text.AsSpan(_length));
        _bounds.Add(_length);
    }

    /// <summary>The text; the builder is empty afterwards.</summary>
    public TemplateText Build()
    {
        var text = new TemplateText(new string(_text, 0, _length), [.. _bounds]);
        _bounds.Clear();
        _length = 0;
        if (_text.Length > KeptLength)
        {
            _text = new char[256];
        }

        return text;
    }

    private void Add(ReadOnlySpan<char> text)
    {
        Reserve(text.Length);
        text.CopyTo(_text.AsSpan(_length));
        _length += text.Length;
    }

    private void Reserve(int more)
    {
        if (_text.Length - _length < more)
        {
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _length + more));
        }
    }
}
