using System.Globalization;

namespace LogGuardian.Cli;

/// <summary>Reads spans of time such as <c>30s</c>.</summary>
internal static class Duration
{
    // Longest suffix first: "ms" also ends in "s".
    private static readonly (string Suffix, TimeSpan Unit)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)),
        ("d", TimeSpan.FromDays(1)),
    ];

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        foreach ((string suffix, TimeSpan unit) in Units)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal))
            {
                return decimal.TryParse(text.AsSpan(0, text.Length - suffix.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
                    && TryScale(number, unit, out duration);
            }
        }

        return false;
    }

    public static string Format(TimeSpan duration)
    {
        (string suffix, TimeSpan unit) = Units.Last(pair => pair.Unit <= duration && duration.Ticks % pair.Unit.Ticks == 0 || pair.Suffix == "ms");
        return ((decimal)duration.Ticks / unit.Ticks).ToString("0.####", CultureInfo.InvariantCulture) + suffix;
    }

    private static bool TryScale(decimal number, TimeSpan unit, out TimeSpan duration)
    {
        bool fits = number <= (decimal)TimeSpan.FromDays(10_000).Ticks / unit.Ticks;
        duration = fits ? TimeSpan.FromTicks((long)(number * unit.Ticks)) : default;
        return fits;
    }
}
