using System.Text;

namespace LogGuardian.Inference;

/// <summary>Cuts a text into words at white space, which leaves, and at punctuation, of which each character is a word.</summary>
internal sealed class BertSplit : TextStep
{
    private const byte Letter = 0;
    private const byte Space = 1;
    private const byte Mark = 2;

    private static readonly byte[] KindOfAscii = [.. Enumerable.Range(0, 128).Select(value => KindOf(new Rune(value)))];

    public override void Apply(ReadOnlySpan<byte> text, bool first, TextPieces output)
    {
        int origin = output.Length;
        output.Append(text);
        int word = 0;
        for (int i = 0; i < text.Length;)
        {
            int bytes = 1;
            byte kind;
            if (text[i] < 0x80)
            {
                kind = KindOfAscii[text[i]];
            }
            else
            {
                Rune.DecodeFromUtf8(text[i..], out Rune rune, out bytes);
                kind = KindOf(rune);
            }

            if (kind != Letter)
            {
                output.Add(origin + word, origin + i);
                word = i + bytes;
                if (kind == Mark)
                {
                    output.Add(origin + i, origin + word);
                }
            }

            i += bytes;
        }

        output.Add(origin + word, origin + text.Length);
    }

    private static byte KindOf(Rune rune) => Rune.IsWhiteSpace(rune) ? Space : Characters.IsPunctuation(rune) ? Mark : Letter;
}
