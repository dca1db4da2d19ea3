using System.Buffers;

namespace LogGuardian.Inference;

/// <summary>
/// LogLLM's preparation of a message (arXiv 2411.08561): what looks like a number, path, address, date or truth value becomes <c>&lt;*&gt;</c>. The same
/// result as the published regular expressions give, in time that grows with the text alone.
/// </summary>
internal static class LogLlmMasks
{
    public static void Write(ReadOnlySpan<byte> content, IBufferWriter<byte> output)
    {
        if (content.IndexOf("..."u8) < 0)
        {
            Mask(content, output);
            return;
        }

        // A run of three dots becomes two and a space: at most as long as it was.
        byte[] rented = ArrayPool<byte>.Shared.Rent(content.Length);
        int length = 0;
        while (!content.IsEmpty)
        {
            int dots = content.IndexOfAnyExcept((byte)'.');
            dots = dots < 0 ? content.Length : dots;
            ReadOnlySpan<byte> part = dots >= 3 ? ".. "u8 : content[..Math.Max(1, dots)];
            part.CopyTo(rented.AsSpan(length));
            length += part.Length;
            content = content[Math.Max(1, dots)..];
        }

        Mask(rented.AsSpan(0, length), output);
        ArrayPool<byte>.Shared.Return(rented);
    }

    private static void Mask(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        var scanner = new LogLlmScanner(text);
        int written = 0;
        while (scanner.Next(out int start, out int end))
        {
            output.Write(text[written..start]);
            output.Write("<*>"u8);
            written = end;
        }

        output.Write(text[written..]);
    }
}
