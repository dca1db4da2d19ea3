using System.Globalization;
using System.Text.RegularExpressions;

namespace Lab.Load;

/// <summary>
/// What users ask for: a file of lines <c>WEIGHT TEXT</c>, drawn by weight. In the text <c>{1-500}</c> is a number drawn from that range, small ones more often;
/// <c>{a|b|c}</c> one of those words; <c>{#}</c> eight random hexadecimal digits. Empty lines and those that begin with <c>//</c> are left out.
/// </summary>
internal sealed partial class WeightedLines
{
    private readonly (double Until, string Text)[] _lines;

    public WeightedLines(string file)
    {
        double sum = 0;
        _lines =
        [
            .. File.ReadLines(file).Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal)).Select(line =>
            {
                string[] parts = line.Split(' ', 2);
                return parts.Length == 2 && double.TryParse(parts[0], CultureInfo.InvariantCulture, out double weight) && weight > 0
                    ? (sum += weight, parts[1])
                    : throw new InvalidDataException($"'{line}' in '{file}' is no 'WEIGHT TEXT'; it must begin with a number above 0 and a space.");
            }),
        ];
    }

    public string Draw(Random random)
    {
        double at = random.NextDouble() * _lines[^1].Until;
        return Filled(_lines.First(line => at < line.Until).Text, random);
    }

    public static string Filled(string text, Random random) => Places().Replace(text, place =>
    {
        string inside = place.Groups[1].Value;
        if (inside == "#")
        {
            return random.Next().ToString("x8", CultureInfo.InvariantCulture);
        }

        if (!inside.Contains('|', StringComparison.Ordinal))
        {
            int[] range = [.. inside.Split('-').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];

            // Users are not alike: squaring makes a tenth of the range have a third of the visits.
            double where = random.NextDouble();
            return (range[0] + (int)(where * where * (range[1] - range[0] + 1))).ToString(CultureInfo.InvariantCulture);
        }

        string[] words = inside.Split('|');
        return words[random.Next(words.Length)];
    });

    [GeneratedRegex(@"\{(\d+-\d+|#|[^{}""|]+(?:\|[^{}""|]*)+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Places();
}
