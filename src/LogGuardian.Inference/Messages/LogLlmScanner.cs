using System.Buffers;
using System.Text;

namespace LogGuardian.Inference;

/// <summary>
/// Finds the values of a message as LogLLM's alternatives do: at each place the first one that matches. What was found to lead nowhere is not tried again
/// from within, so that no text is read more than a few times.
/// </summary>
internal ref struct LogLlmScanner(ReadOnlySpan<byte> text)
{
    private static readonly SearchValues<byte> Alphanumeric = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);
    private static readonly SearchValues<byte> Separators = SearchValues.Create(":."u8);
    private static readonly SearchValues<byte> Hexadecimal = SearchValues.Create("0123456789abcdefABCDEF"u8);
    private static readonly SearchValues<byte> BeforeDigit = SearchValues.Create(".:-_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);
    private static readonly SearchValues<byte> AfterDigit = SearchValues.Create(".:-_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    private readonly ReadOnlySpan<byte> _text = text;
    private int _at;
    private bool _afterWord;
    private int _noPathBefore;
    private int _noMailBefore;
    private int _noNumberBefore;

    /// <summary>The next value.</summary>
    public bool Next(out int start, out int end)
    {
        while (_at < _text.Length)
        {
            start = _at;
            end = Match(start);
            if (end > start)
            {
                _at = end;
                Rune.DecodeLastFromUtf8(_text[..end], out Rune last, out _);
                _afterWord = IsWord(last);
                return true;
            }

            _afterWord = IsWordAt(start, out int bytes);
            _at += bytes;
        }

        start = end = _text.Length;
        return false;
    }

    /// <summary>The end of the value that begins at a place; the place itself when none does.</summary>
    private int Match(int at)
    {
        int end = TruthValue(at);
        int wordEnd = !_afterWord && end == at ? WordEnd(at) : at;
        end = end > at || wordEnd == at ? end : NamedValue(at, wordEnd);
        end = end > at ? end : Address(at);
        end = end > at ? end : HardwareAddress(at, 12);
        end = end > at ? end : HardwareAddress(at, 6);
        end = end > at ? end : FilePath(at);
        end = end > at || wordEnd - at is not (8 or 10) || _text[at..wordEnd].ContainsAnyExcept(Hexadecimal) ? end : wordEnd;
        end = end > at ? end : Mail(at);
        return end > at ? end : WordWithDigit(at);
    }

    private readonly int TruthValue(int at)
    {
        ReadOnlySpan<byte> rest = _text[at..];
        return rest.StartsWith("True"u8) || rest.StartsWith("true"u8) ? at + 4
            : rest.StartsWith("False"u8) || rest.StartsWith("false"u8) ? at + 5
            : at;
    }

    /// <summary>A number in words, a day of the week, or a month with its day and the space behind it.</summary>
    private readonly int NamedValue(int at, int wordEnd)
    {
        if (wordEnd - at is < 3 or > 9)
        {
            return at;
        }

        Span<char> word = stackalloc char[wordEnd - at];
        if (Ascii.ToUtf16(_text[at..wordEnd], word, out _) != OperationStatus.Done)
        {
            return at;
        }

        if (LogLlmWords.IsValue(word))
        {
            return wordEnd;
        }

        if (!LogLlmWords.IsMonth(word))
        {
            return at;
        }

        int day = WhiteSpaceEnd(wordEnd);
        int dayEnd = DigitsEnd(day, 2);
        int next = WhiteSpaceEnd(dayEnd);
        return day > wordEnd && dayEnd > day && next > dayEnd && IsWordAt(next, out _) ? next : at;
    }

    /// <summary>An address of IPv4, with or without port.</summary>
    private readonly int Address(int at)
    {
        int end = at;
        for (int part = 0; part < 4; part++)
        {
            int from = part == 0 ? end : end + 1;
            if (part > 0 && (end >= _text.Length || _text[end] != '.'))
            {
                return at;
            }

            end = DigitsEnd(from, 3);
            if (end == from)
            {
                return at;
            }
        }

        return end < _text.Length && _text[end] == ':' && DigitsEnd(end + 1, 5) is int port && port > end + 1 ? port : end;
    }

    private readonly int HardwareAddress(int at, int parts)
    {
        int length = (3 * parts) - 1;
        if (_text.Length - at < length)
        {
            return at;
        }

        for (int i = 0; i < length; i++)
        {
            byte b = _text[at + i];
            if (i % 3 == 2 ? b != ':' : !char.IsAsciiHexDigit((char)b))
            {
                return at;
            }
        }

        return at + length;
    }

    private int FilePath(int at)
    {
        if (at < _noPathBefore)
        {
            return at;
        }

        int end = RunEnd(RunEnd(at, Alphanumeric), Separators);
        bool found = false;
        while (true)
        {
            int name = end;
            while (name < _text.Length && _text[name] is (byte)'/' or (byte)'\\')
            {
                name++;
            }

            int nameEnd = name > end ? NameEnd(name) : name;
            if (nameEnd == name)
            {
                // The slashes behind the last name belong to the path.
                _noPathBefore = found ? _noPathBefore : name;
                return found ? name : at;
            }

            found = true;
            end = nameEnd;
        }
    }

    private readonly int NameEnd(int at)
    {
        while (at < _text.Length && _text[at] is not ((byte)'/' or (byte)'\\' or (byte)'[' or (byte)']') && !IsWhiteSpaceAt(at, out int bytes))
        {
            at += bytes;
        }

        return at;
    }

    /// <summary>Words joined by @, and a further one behind a hyphen.</summary>
    private int Mail(int at)
    {
        if (at < _noMailBefore || !IsWordAt(at, out _))
        {
            return at;
        }

        int end = DottedEnd(at);
        int host = end + 1;
        if (end == _text.Length || _text[end] != '@' || !IsWordAt(host, out _))
        {
            _noMailBefore = end;
            return at;
        }

        end = DottedEnd(host);
        return end < _text.Length && _text[end] == '-' && IsWordAt(end + 1, out _) ? DottedEnd(end + 1) : end;
    }

    private int WordWithDigit(int at)
    {
        if (at < _noNumberBefore)
        {
            return at;
        }

        int digit = RunEnd(at, BeforeDigit);
        int rest = DigitsEnd(digit, 1);
        if (rest > digit)
        {
            return RunEnd(rest, AfterDigit);
        }

        _noNumberBefore = digit;
        return at;
    }

    private readonly int RunEnd(int at, SearchValues<byte> characters)
    {
        int length = _text[at..].IndexOfAnyExcept(characters);
        return length < 0 ? _text.Length : at + length;
    }

    private readonly int WordEnd(int at)
    {
        while (IsWordAt(at, out int bytes))
        {
            at += bytes;
        }

        return at;
    }

    private readonly int DottedEnd(int at)
    {
        for (int bytes = 1; IsWordAt(at, out bytes) || (at < _text.Length && _text[at] == '.'); at += bytes)
        {
        }

        return at;
    }

    private readonly int WhiteSpaceEnd(int at)
    {
        while (at < _text.Length && IsWhiteSpaceAt(at, out int bytes))
        {
            at += bytes;
        }

        return at;
    }

    private readonly int DigitsEnd(int at, int most)
    {
        for (; most > 0 && at < _text.Length; most--)
        {
            Rune.DecodeFromUtf8(_text[at..], out Rune rune, out int bytes);
            if (!Rune.IsDigit(rune))
            {
                break;
            }

            at += bytes;
        }

        return at;
    }

    private readonly bool IsWordAt(int at, out int bytes)
    {
        bytes = 1;
        if (at >= _text.Length)
        {
            return false;
        }

        byte b = _text[at];
        if (b < 0x80)
        {
            return char.IsAsciiLetterOrDigit((char)b) || b == '_';
        }

        Rune.DecodeFromUtf8(_text[at..], out Rune rune, out bytes);
        return IsWord(rune);
    }

    private readonly bool IsWhiteSpaceAt(int at, out int bytes)
    {
        Rune.DecodeFromUtf8(_text[at..], out Rune rune, out bytes);
        return Rune.IsWhiteSpace(rune) || rune.Value is >= 0x1C and <= 0x1F;
    }

    private static bool IsWord(Rune rune) => rune.Value == '_' || Characters.IsLetter(rune) || Characters.IsNumber(rune);
}
