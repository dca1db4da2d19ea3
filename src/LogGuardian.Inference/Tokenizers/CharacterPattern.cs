using System.Text;

namespace LogGuardian.Inference;

/// <summary>Matches single characters of a class, or runs of a class.</summary>
internal sealed class CharacterPattern(CharacterClass characters) : TextPattern
{
    public override void Find(ReadOnlySpan<byte> text, TextPieces matches)
    {
        int run = 0;
        int former = 0;
        for (int i = 0; i < text.Length;)
        {
            Rune.DecodeFromUtf8(text[i..], out Rune rune, out int bytes);
            int now = KindOf(rune);
            if (characters != CharacterClass.Words)
            {
                matches.Add(i, now == 0 ? i : i + bytes);
            }
            else if (now != former)
            {
                matches.Add(run, former == 0 ? run : i);
                (run, former) = (i, now);
            }

            i += bytes;
        }

        if (former != 0)
        {
            matches.Add(run, text.Length);
        }
    }

    private int KindOf(Rune rune) => characters switch
    {
        CharacterClass.WhiteSpace => Rune.IsWhiteSpace(rune) ? 1 : 0,
        CharacterClass.Punctuation => Characters.IsPunctuation(rune) ? 1 : 0,
        CharacterClass.Numbers => Characters.IsNumber(rune) ? 1 : 0,
        _ => Rune.IsWhiteSpace(rune) ? 0 : Characters.IsWord(rune) ? 1 : 2,
    };
}
