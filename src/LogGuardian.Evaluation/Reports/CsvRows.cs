using System.Text;

namespace LogGuardian.Evaluation;

/// <summary>Reads csv (RFC 4180) row by row; rows end in a line feed with or without a carriage return.</summary>
internal sealed class CsvRows(string text, string path)
{
    private int _at;
    private int _row;

    /// <summary>The fields of the next row; null after the last.</summary>
    public IReadOnlyList<string>? Read()
    {
        if (_at >= text.Length)
        {
            return null;
        }

        _row++;
        List<string> fields = [];
        do
        {
            fields.Add(text.AsSpan(_at).StartsWith("\"") ? Quoted() : Plain());
        }
        while (Skip(','));

        _ = Skip('\r');
        return _at == text.Length || Skip('\n') ? fields : throw Problem("something follows a closing quote. Double the quotes inside a quoted field");
    }

    public InvalidDataException Problem(string what) => new(FormattableString.Invariant($"'{path}', row {_row}: {what}."));

    private bool Skip(char c)
    {
        bool isThere = _at < text.Length && text[_at] == c;
        _at += isThere ? 1 : 0;
        return isThere;
    }

    private string Plain()
    {
        int length = text.AsSpan(_at).IndexOfAny(",\r\n");
        string field = length < 0 ? text[_at..] : text.Substring(_at, length);
        _at += field.Length;
        return field;
    }

    private string Quoted()
    {
        var field = new StringBuilder();
        _at++;
        while (text.IndexOf('"', _at) is >= 0 and var quote)
        {
            field.Append(text, _at, quote - _at);
            _at = quote + 1;
            if (!Skip('"'))
            {
                return field.ToString();
            }

            field.Append('"');
        }

        throw Problem("a quoted field is not closed. Add the closing quote");
    }
}
