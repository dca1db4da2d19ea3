using System.Globalization;

namespace LogGuardian.Training;

/// <summary>How reports write what they show.</summary>
internal static class RunText
{
    private const int Longest = 2000;

    /// <summary>Four digits that count.</summary>
    public static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    public static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>A text from outside: one line, no control characters, cut where it is endless.</summary>
    public static string Of(string text) => LogText.Printable(text, Longest);
}
