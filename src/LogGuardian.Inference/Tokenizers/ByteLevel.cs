using System.Text;

namespace LogGuardian.Inference;

/// <summary>Shows each byte by a printable character, as GPT-2 does it, so that every text consists of known characters.</summary>
internal sealed class ByteLevel : TextStep
{
    private static readonly byte[][] Shown = ShowAll();

    public override void Apply(ReadOnlySpan<byte> text, bool first, TextPieces output)
    {
        int start = output.Length;
        output.Advance(Show(text, output.Reserve(2 * text.Length)));
        output.Add(start, output.Length);
    }

    public static byte[] Show(ReadOnlySpan<byte> text)
    {
        byte[] shown = new byte[2 * text.Length];
        return shown[..Show(text, shown)];
    }

    private static int Show(ReadOnlySpan<byte> text, Span<byte> output)
    {
        int length = 0;
        foreach (byte b in text)
        {
            byte[] shown = Shown[b];
            output[length] = shown[0];
            output[length + shown.Length - 1] = shown[^1];
            length += shown.Length;
        }

        return length;
    }

    private static byte[][] ShowAll()
    {
        var shown = new byte[256][];
        int hidden = 256;
        for (int b = 0; b < 256; b++)
        {
            bool isPrintable = b is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE;
            shown[b] = Encoding.UTF8.GetBytes(((char)(isPrintable ? b : hidden++)).ToString());
        }

        return shown;
    }
}
