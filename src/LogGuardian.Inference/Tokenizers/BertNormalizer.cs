using System.Globalization;
using System.Text;

namespace LogGuardian.Inference;

/// <summary>BERT's cleaning: control characters leave, white space becomes spaces, Chinese characters stand alone, accents and capitals leave.</summary>
internal sealed class BertNormalizer(bool clean, bool spaceCjk, bool stripAccents, bool lowerCase) : TextStep
{
    // Normalizing a text allocates; characters are few. Empty for those that consist of themselves.
    private readonly string?[] _parts = new string?[stripAccents ? 0x30000 : 0];

    public override void Apply(ReadOnlySpan<byte> text, bool first, TextPieces output)
    {
        int start = output.Length;
        if (Ascii.IsValid(text))
        {
            AppendAscii(text, output);
        }
        else
        {
            while (!text.IsEmpty)
            {
                Rune.DecodeFromUtf8(text, out Rune rune, out int bytes);
                text = text[bytes..];
                AppendClean(rune, output);
            }
        }

        output.Add(start, output.Length);
    }

    private void AppendAscii(ReadOnlySpan<byte> text, TextPieces output)
    {
        Span<byte> room = output.Reserve(text.Length);
        if (lowerCase)
        {
            Ascii.ToLower(text, room, out _);
        }
        else
        {
            text.CopyTo(room);
        }

        output.Advance(clean ? CleanAscii(room) : text.Length);
    }

    private static int CleanAscii(Span<byte> text)
    {
        int length = text.IndexOfAnyExceptInRange((byte)' ', (byte)'~');
        if (length < 0)
        {
            return text.Length;
        }

        foreach (byte b in text[length..])
        {
            if (b is (>= (byte)' ' and < 0x7F) or (byte)'\t' or (byte)'\n' or (byte)'\r')
            {
                text[length++] = Math.Max(b, (byte)' ');
            }
        }

        return length;
    }

    private void AppendClean(Rune rune, TextPieces output)
    {
        if (clean && (rune.Value is 0 or 0xFFFD || Characters.IsControl(rune)))
        {
            return;
        }

        rune = clean && Rune.IsWhiteSpace(rune) ? new Rune(' ') : rune;
        bool spaced = spaceCjk && Characters.IsCjk(rune);
        if (spaced)
        {
            output.Append(" "u8);
        }

        string parts = PartsOf(rune);
        if (parts.Length == 0)
        {
            AppendPart(rune, output);
        }

        foreach (Rune part in parts.EnumerateRunes())
        {
            AppendPart(part, output);
        }

        if (spaced)
        {
            output.Append(" "u8);
        }
    }

    private string PartsOf(Rune rune)
    {
        // U+FFFE is no character, which normalizing refuses.
        if (rune.IsAscii || rune.Value == 0xFFFE || rune.Value >= _parts.Length)
        {
            return "";
        }

        if (_parts[rune.Value] is { } known)
        {
            return known;
        }

        string whole = rune.ToString();
        string parts = whole.Normalize(NormalizationForm.FormD);
        return _parts[rune.Value] = parts == whole ? "" : parts;
    }

    private void AppendPart(Rune rune, TextPieces output)
    {
        if (stripAccents && Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark)
        {
            return;
        }

        if (lowerCase)
        {
            Characters.AppendLower(output, rune);
        }
        else
        {
            output.Append(rune);
        }
    }
}
