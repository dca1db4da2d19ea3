namespace LogGuardian.Parsing;

/// <summary>Cuts bytes of text without cutting a character.</summary>
internal static class Utf8Cut
{
    // A character has four bytes at most: whoever finds more continuation bytes before the cut has no UTF-8 at hand.
    private const int MostContinuations = 3;

    public static ReadOnlySpan<byte> AtMost(ReadOnlySpan<byte> text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        int end = length;
        while (end > 0 && length - end < MostContinuations && (text[end] & 0xC0) == 0x80)
        {
            end--;
        }

        return text[..((text[end] & 0xC0) == 0x80 ? length : end)];
    }
}
