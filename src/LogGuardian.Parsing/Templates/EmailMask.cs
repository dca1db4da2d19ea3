using System.Buffers;

namespace LogGuardian.Parsing;

/// <summary>Recognises e-mail addresses.</summary>
internal static class EmailMask
{
    private const int MaxLocal = 64;

    private static readonly SearchValues<byte> Local =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._%+-"u8);

    /// <summary>Length of the address that starts here, or 0. A domain without a dot (root@localhost) makes none, nor does a unit of systemd (user@1000.service).</summary>
    public static int LengthAt(ReadOnlySpan<byte> text)
    {
        int local = text.IndexOfAnyExcept(Local);
        if (local is < 1 or > MaxLocal || text[local] != '@' || text[0] == '.')
        {
            return 0;
        }

        int at = local + 1;
        int label = at;
        int labels = 0;
        for (; ; at++)
        {
            if (at < text.Length && (char.IsAsciiLetterOrDigit((char)text[at]) || text[at] == '-'))
            {
                continue;
            }

            labels++;
            if (at == label || at + 1 >= text.Length || text[at] != '.' || !char.IsAsciiLetterOrDigit((char)text[at + 1]))
            {
                break;
            }

            label = at + 1;
        }

        bool ends = at == text.Length || text[at] == '.' || !ByteClass.IsPlain(text[at]);
        return ends && labels > 1 && IsTopLevel(text[label..at]) ? at : 0;
    }

    private static bool IsTopLevel(ReadOnlySpan<byte> label)
    {
        foreach (byte b in label)
        {
            if (!char.IsAsciiLetter((char)b))
            {
                return false;
            }
        }

        return label.Length >= 2 && !IsSystemdUnit(label);
    }

    private static bool IsSystemdUnit(ReadOnlySpan<byte> label) =>
        label.SequenceEqual("service"u8) || label.SequenceEqual("socket"u8) || label.SequenceEqual("timer"u8) || label.SequenceEqual("slice"u8)
        || label.SequenceEqual("scope"u8) || label.SequenceEqual("target"u8) || label.SequenceEqual("device"u8) || label.SequenceEqual("mount"u8)
        || label.SequenceEqual("automount"u8) || label.SequenceEqual("swap"u8) || label.SequenceEqual("path"u8);
}
