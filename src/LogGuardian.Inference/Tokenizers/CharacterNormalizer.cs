using System.Text;

namespace LogGuardian.Inference;

/// <summary>Changes a text character by character, or leaves out characters.</summary>
internal sealed class CharacterNormalizer(bool lowerCase, bool stripMarks) : TextStep
{
    public override void Apply(ReadOnlySpan<byte> text, bool first, TextPieces output)
    {
        int start = output.Length;
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out Rune rune, out int bytes);
            text = text[bytes..];
            if (stripMarks && Characters.IsMark(rune))
            {
                continue;
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

        output.Add(start, output.Length);
    }
}
