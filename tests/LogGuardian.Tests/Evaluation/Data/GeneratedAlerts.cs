using System.Globalization;

namespace LogGuardian.Tests.Evaluation.Data;

/// <summary>Lines as of BGL, Thunderbird, Liberty and Spirit: right headers, invented contents, the same for the same seed.</summary>
internal static class GeneratedAlerts
{
    private static readonly string[] Contents =
        ["instruction cache parity error corrected", "generating core.{0}", "{0} double-hummer alignment exceptions", "CE sym {1}, at 0x{0:x8}, mask 0x{1:x2}", "ciod: Error loading /g/g24/u{1}: invalid or missing program image"];

    /// <summary>A log, line by line.</summary>
    /// <param name="layout"><c>bgl</c>, or any other for the layout of the others.</param>
    /// <param name="lines">How many.</param>
    /// <param name="seed">Of all that is drawn.</param>
    /// <param name="incomplete">How many of them, evenly spread, have a header and nothing behind it.</param>
    /// <param name="isAlert">Which lines are alerts; by default one in 200 at random.</param>
    public static IEnumerable<string> Lines(string layout, int lines, int seed, int incomplete = 0, Func<int, bool>? isAlert = null)
    {
        Random random = new(seed);
        long time = 1_117_838_570;
        long given = 0;
        for (int i = 0; i < lines; i++)
        {
            time += random.Next(3);
            bool alert = random.Next(200) == 0;
            string label = (isAlert?.Invoke(i) ?? alert) ? "KERNDTLB" : "-";
            DateTimeOffset at = DateTimeOffset.FromUnixTimeSeconds(time);
            string node = string.Create(CultureInfo.InvariantCulture, $"R{random.Next(64):00}-M{random.Next(2)}-N{random.Next(16):X}-C:J{random.Next(2, 18):00}-U{random.Next(1, 12):00}");
            string header = layout == "bgl"
                ? string.Create(CultureInfo.InvariantCulture, $"{label} {time} {at:yyyy.MM.dd} {node} {at:yyyy-MM-dd-HH.mm.ss.ffffff} {node} RAS KERNEL INFO")
                : string.Create(CultureInfo.InvariantCulture, $"{label} {time} {at:yyyy.MM.dd} dn{random.Next(900)} {at:MMM} {at:%d} {at:HH:mm:ss} dn1/dn1");
            string content = string.Format(CultureInfo.InvariantCulture, Contents[random.Next(Contents.Length)], random.Next(1, 5000), random.Next(32));
            bool isIncomplete = (long)(i + 1) * incomplete / lines > given;
            given += isIncomplete ? 1 : 0;
            yield return isIncomplete ? header : layout == "bgl" ? $"{header} {content}" : $"{header} kernel: {content}";
        }
    }

    /// <summary>A log as one text.</summary>
    public static string Text(string layout, int lines, int seed, int incomplete = 0, Func<int, bool>? isAlert = null) =>
        string.Concat(Lines(layout, lines, seed, incomplete, isAlert).Select(line => line + "\n"));
}
