using System.Buffers;
using System.Text;

namespace LogGuardian.Inference;

/// <summary>Takes white space off the ends of a text, or puts something before it.</summary>
internal sealed class EdgeNormalizer(bool stripLeft, bool stripRight, byte[] prefix) : TextStep
{
    public override void Apply(ReadOnlySpan<byte> text, bool first, TextPieces output)
    {
        while (stripLeft && Rune.DecodeFromUtf8(text, out Rune rune, out int bytes) == OperationStatus.Done && Rune.IsWhiteSpace(rune))
        {
            text = text[bytes..];
        }

        while (stripRight && Rune.DecodeLastFromUtf8(text, out Rune rune, out int bytes) == OperationStatus.Done && Rune.IsWhiteSpace(rune))
        {
            text = text[..^bytes];
        }

        int start = output.Length;
        output.Append(prefix);
        output.Append(text);
        output.Add(text.IsEmpty ? output.Length : start, output.Length);
    }
}
