using System.Buffers;
using System.Globalization;
using System.Text;

namespace LogGuardian.Training;

/// <summary>
/// Cuts texts into words exactly as the tokenizer that reads the vocabulary does, which is BERT's: what it takes as one token each is cut out, control characters leave, Chinese
/// characters and punctuation stand alone, capitals and accents leave. Not for concurrent callers.
/// </summary>
/// <param name="whole">Texts that are one token each.</param>
/// <param name="lowerCase">Whether capitals and accents leave.</param>
internal sealed class BertWords(IReadOnlyList<string> whole, bool lowerCase)
{
    private readonly string[] _whole = [.. whole.OrderByDescending(text => text.Length)];
    private readonly SearchValues<string> _anyWhole = SearchValues.Create([.. whole], StringComparison.Ordinal);
    private readonly StringBuilder _word = new();

    /// <summary>Adds the words of a text to a list.</summary>
    public void Split(ReadOnlySpan<char> text, List<string> words)
    {
        for (int start; (start = text.IndexOfAny(_anyWhole)) >= 0;)
        {
            SplitPart(text[..start], words);
            text = text[start..];
            foreach (string token in _whole)
            {
                if (text.StartsWith(token, StringComparison.Ordinal))
                {
                    text = text[token.Length..];
                    break;
                }
            }
        }

        SplitPart(text, words);
    }

    private void SplitPart(ReadOnlySpan<char> text, List<string> words)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.Value is 0 or 0xFFFD || IsControl(rune))
            {
                continue;
            }

            bool isAlone = IsCjk(rune);
            if (isAlone)
            {
                EndWord(words);
            }

            AddParts(rune, words);
            if (isAlone)
            {
                EndWord(words);
            }
        }

        EndWord(words);
    }

    private void AddParts(Rune rune, List<string> words)
    {
        // U+FFFE is no character, which normalizing refuses.
        if (rune.IsAscii || rune.Value == 0xFFFE || !lowerCase)
        {
            Add(rune, words);
            return;
        }

        foreach (Rune part in rune.ToString().Normalize(NormalizationForm.FormD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(part) != UnicodeCategory.NonSpacingMark)
            {
                Add(part, words);
            }
        }
    }

    private void Add(Rune rune, List<string> words)
    {
        rune = lowerCase ? Rune.ToLowerInvariant(rune) : rune;
        if (Rune.IsWhiteSpace(rune))
        {
            EndWord(words);
        }
        else if (IsPunctuation(rune))
        {
            EndWord(words);
            words.Add(rune.ToString());
        }
        else
        {
            Span<char> characters = stackalloc char[2];
            _word.Append(characters[..rune.EncodeToUtf16(characters)]);
        }
    }

    private void EndWord(List<string> words)
    {
        if (_word.Length > 0)
        {
            words.Add(_word.ToString());
            _word.Clear();
        }
    }

    private static bool IsPunctuation(Rune rune) => rune.IsAscii
        ? rune.Value is > ' ' and < 0x7F && !Rune.IsLetterOrDigit(rune)
        : Rune.GetUnicodeCategory(rune) is >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherPunctuation;

    private static bool IsControl(Rune rune) => rune.Value is not ('\t' or '\n' or '\r')
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse;

    private static bool IsCjk(Rune rune) => rune.Value is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2CEAF)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);
}
