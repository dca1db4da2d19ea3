using System.Text;

namespace LogGuardian.Inference;

/// <summary>
/// The words of byte-pair models, which are published as regular expressions that look ahead. Written out, so that no line can make them slow:
/// contractions, letters, numbers and symbols with one character before them, and white space of which the last leads the next word.
/// </summary>
/// <param name="modern">Whether as GPT-4, Llama 3 and Qwen have it; else as GPT-2.</param>
/// <param name="digits">Most digits of a word; 0 for any number.</param>
internal sealed class BytePairWords(bool modern, int digits) : TextPattern
{
    private enum Kind
    {
        End,
        Letter,
        Number,
        Space,
        Break,
        Symbol,
    }

    public override void Find(ReadOnlySpan<byte> text, TextPieces matches)
    {
        for (int i = 0; i < text.Length;)
        {
            int end = Contraction(text, i);
            end = end > i ? end : modern ? ModernWord(text, i) : Gpt2Word(text, i);
            matches.Add(i, end);
            i = end;
        }
    }

    private int Contraction(ReadOnlySpan<byte> text, int start)
    {
        if (text[start] != '\'' || start + 1 == text.Length)
        {
            return start;
        }

        int first = Fold(text[start + 1]);
        int second = start + 2 < text.Length ? Fold(text[start + 2]) : 0;
        return (first, second) switch
        {
            ('s' or 't' or 'm' or 'd', _) => start + 2,
            ('r', 'e') or ('v', 'e') or ('l', 'l') => start + 3,
            _ => start,
        };
    }

    private int Fold(byte b) => modern && b is >= (byte)'A' and <= (byte)'Z' ? b | 0x20 : b;

    private static int Gpt2Word(ReadOnlySpan<byte> text, int start)
    {
        int word = text[start] == ' ' ? start + 1 : start;
        Kind kind = KindAt(text, word, out int bytes);
        return kind is Kind.Letter or Kind.Number or Kind.Symbol ? RunEnd(text, word + bytes, kind) : SpaceEnd(text, start);
    }

    private int ModernWord(ReadOnlySpan<byte> text, int start)
    {
        Kind kind = KindAt(text, start, out int bytes);
        int next = start + bytes;
        if (kind == Kind.Letter || (kind is Kind.Space or Kind.Symbol && KindAt(text, next, out _) == Kind.Letter))
        {
            return RunEnd(text, next, Kind.Letter);
        }

        if (kind == Kind.Number)
        {
            for (int count = 1; count < digits && KindAt(text, next, out bytes) == Kind.Number; count++)
            {
                next += bytes;
            }

            return digits == 0 ? RunEnd(text, next, Kind.Number) : next;
        }

        int symbols = text[start] == ' ' ? start + 1 : start;
        if (KindAt(text, symbols, out _) == Kind.Symbol)
        {
            int end = RunEnd(text, symbols, Kind.Symbol);
            while (end < text.Length && text[end] is (byte)'\r' or (byte)'\n')
            {
                end++;
            }

            return end;
        }

        int spaces = WhiteSpaceEnd(text, start);
        int lastBreak = text[start..spaces].LastIndexOfAny((byte)'\r', (byte)'\n');
        return lastBreak >= 0 ? start + lastBreak + 1 : SpaceEnd(text, start);
    }

    private static int RunEnd(ReadOnlySpan<byte> text, int from, Kind kind)
    {
        while (KindAt(text, from, out int bytes) == kind)
        {
            from += bytes;
        }

        return from;
    }

    private static int WhiteSpaceEnd(ReadOnlySpan<byte> text, int from)
    {
        while (KindAt(text, from, out int bytes) is Kind.Space or Kind.Break)
        {
            from += bytes;
        }

        return from;
    }

    /// <summary>All white space at the end of the text; elsewhere all but the last, unless it is the only one.</summary>
    private static int SpaceEnd(ReadOnlySpan<byte> text, int start)
    {
        int end = WhiteSpaceEnd(text, start);
        if (end < text.Length)
        {
            Rune.DecodeLastFromUtf8(text[start..end], out _, out int bytes);
            end = end - bytes > start ? end - bytes : end;
        }

        return end;
    }

    private static Kind KindAt(ReadOnlySpan<byte> text, int at, out int bytes)
    {
        bytes = 1;
        if (at >= text.Length)
        {
            return Kind.End;
        }

        byte b = text[at];
        if (b < 0x80)
        {
            return char.IsAsciiLetter((char)b) ? Kind.Letter
                : char.IsAsciiDigit((char)b) ? Kind.Number
                : b is (byte)'\r' or (byte)'\n' ? Kind.Break
                : b is (byte)' ' or (>= 9 and <= 13) ? Kind.Space
                : Kind.Symbol;
        }

        Rune.DecodeFromUtf8(text[at..], out Rune rune, out bytes);
        return Characters.IsLetter(rune) ? Kind.Letter : Characters.IsNumber(rune) ? Kind.Number : Rune.IsWhiteSpace(rune) ? Kind.Space : Kind.Symbol;
    }
}
