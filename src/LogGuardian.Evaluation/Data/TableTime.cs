using System.Globalization;

namespace LogGuardian.Evaluation;

/// <summary>Reads the time of a column.</summary>
internal static class TableTime
{
    // Unix seconds reach this in the year 5138; milliseconds passed it in 1973.
    private const long LeastMilliseconds = 100_000_000_000;

    /// <exception cref="InvalidDataException">The text is no time.</exception>
    public static long Read(string path, long row, string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && Math.Abs(number) < 200 * (double)LeastMilliseconds)
        {
            double milliseconds = Math.Abs(number) < LeastMilliseconds ? number * 1000 : number;
            return DateTimeOffset.UnixEpoch.AddMilliseconds(milliseconds).UtcTicks;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time.UtcTicks
            : throw new InvalidDataException(FormattableString.Invariant(
                $"The time in line {row} of '{path}' is '{LogText.Printable(text, 40)}'; it must be ISO 8601, or Unix seconds or milliseconds. Name another column, or none."));
    }
}
