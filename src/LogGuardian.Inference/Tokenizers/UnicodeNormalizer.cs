using System.Buffers;
using System.Text;

namespace LogGuardian.Inference;

/// <summary>One of the four normal forms of Unicode.</summary>
internal sealed class UnicodeNormalizer(NormalizationForm form) : TextStep
{
    public override void Apply(ReadOnlySpan<byte> text, bool first, TextPieces output)
    {
        int start = output.Length;
        if (Ascii.IsValid(text))
        {
            output.Append(text);
        }
        else
        {
            char[] chars = ArrayPool<char>.Shared.Rent(text.Length);
            int count = Encoding.UTF8.GetChars(text, chars);

            // Asking for the length first would normalize twice; hardly a text becomes longer than this.
            char[] normal = ArrayPool<char>.Shared.Rent((2 * count) + 16);
            int length;
            while (!chars.AsSpan(0, count).TryNormalize(normal, out length, form))
            {
                int more = 2 * normal.Length;
                ArrayPool<char>.Shared.Return(normal);
                normal = ArrayPool<char>.Shared.Rent(more);
            }

            output.Advance(Encoding.UTF8.GetBytes(normal.AsSpan(0, length), output.Reserve(3 * length)));
            ArrayPool<char>.Shared.Return(chars);
            ArrayPool<char>.Shared.Return(normal);
        }

        output.Add(start, output.Length);
    }
}
