using System.Globalization;

namespace LogGuardian.Cli;

/// <summary>Reads numbers of options.</summary>
internal static class Numbers
{
    public static int Whole(string option, string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most
            ? value
            : throw new CliException(string.Create(
                CultureInfo.InvariantCulture, $"{option} is '{text}'; it must be a whole number from {least} to {most}. Write it without separators."));

    public static Threshold Threshold(string text) =>
        float.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out float value) && value is > 0 and <= 1
            ? LogGuardian.Threshold.Fixed(value)
            : throw new CliException($"--threshold is '{text}'; it must be a number above 0, at most 1. The default is 0.5; higher reports less.");
}
