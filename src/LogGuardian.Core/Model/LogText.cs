using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace LogGuardian;

/// <summary>Turns the bytes of a log into text.</summary>
public static class LogText
{
    /// <summary>
    /// Decodes UTF-8; when the bytes are not valid UTF-8 the whole span is read as Latin-1, the encoding of many old
    /// system logs, so that no byte is replaced or lost.
    /// </summary>
    public static string Decode(ReadOnlySpan<byte> bytes) =>
        Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);

    /// <summary>
    /// Text of a log made safe to show: one line that can neither steer a terminal nor turn the direction of the text around it. White space
    /// becomes a space; other control, format and separator characters become U+FFFD.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="maxLength">UTF-16 units after which the text is cut and ends in "…"; at least 1.</param>
    public static string Printable(string text, int maxLength)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        var printable = new StringBuilder(Math.Min(text.Length, maxLength) + 1);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (printable.Length >= maxLength)
            {
                return printable.Append('…').ToString();
            }

            printable.Append(Rune.GetUnicodeCategory(rune) switch
            {
                _ when rune.Value is '\t' or '\n' or '\r' => " ",
                UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => "\uFFFD",
                _ => rune.ToString(),
            });
        }

        return printable.ToString();
    }
}
