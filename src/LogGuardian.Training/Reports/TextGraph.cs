using System.Globalization;
using System.Text;

namespace LogGuardian.Training;

/// <summary>Curves as plain text for a terminal.</summary>
internal static class TextGraph
{
    private const string Blocks = "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";

    // Bits of the dots of a Braille character, from the top; left column, then right.
    private static readonly int[][] Dots = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];

    /// <summary>A curve in one row: the mean of each stretch as a block of its height.</summary>
    /// <param name="points">The curve, from left to right; all finite.</param>
    /// <param name="width">The most characters.</param>
    public static string Sparkline(IReadOnlyList<(double X, double Y)> points, int width)
    {
        Rule.Require(width >= 1, nameof(width), width, "at least 1");
        (double low, double high) = Range(points);
        return string.Concat(Columns(points, width).Select(value => Blocks[Level(value, low, high, Blocks.Length)]));
    }

    /// <summary>A curve as dots over axes: the greatest and least value at the left, the first and last step below.</summary>
    /// <param name="points">The curve, from left to right; all finite.</param>
    /// <param name="width">Characters from the axis on; at least 8.</param>
    /// <param name="height">Rows above the axis; at least 2.</param>
    public static string Graph(IReadOnlyList<(double X, double Y)> points, int width, int height)
    {
        Rule.Require(width >= 8, nameof(width), width, "at least 8");
        Rule.Require(height >= 2, nameof(height), height, "at least 2");
        if (points.Count == 0)
        {
            return "";
        }

        (double low, double high) = Range(points);
        (double first, double last) = (points[0].X, points[^1].X);
        int[][] cells = [.. Enumerable.Range(0, height).Select(_ => new int[width])];
        foreach ((double x, double y) in points)
        {
            int column = first == last ? 0 : (int)Math.Round((x - first) / (last - first) * ((2 * width) - 1));
            int row = (4 * height) - 1 - Level(y, low, high, 4 * height);
            cells[row / 4][column / 2] |= Dots[column % 2][row % 4];
        }

        (string top, string bottom) = (RunText.Number(high), RunText.Number(low));
        int margin = Math.Max(top.Length, bottom.Length);
        var text = new StringBuilder();
        for (int row = 0; row < height; row++)
        {
            string label = row == 0 ? top : row == height - 1 ? bottom : "";
            text.Append(label.PadLeft(margin)).Append(" \u2502")
                .Append(string.Concat(cells[row].Select(bits => bits == 0 ? ' ' : (char)(0x2800 + bits))).TrimEnd()).Append('\n');
        }

        (string left, string right) = (RunText.Number(first), RunText.Number(last));
        return text.Append(' ', margin + 1).Append('\u2514').Append('\u2500', width).Append('\n')
            .Append(' ', margin + 2).Append(left).Append(right.PadLeft(Math.Max(right.Length + 1, width - left.Length))).Append('\n').ToString();
    }

    /// <summary>A row for each value and stage: its name, its curve, its last value.</summary>
    /// <param name="curves">The curves.</param>
    /// <param name="width">Characters of a curve.</param>
    public static string Summary(TrainingCurves curves, int width)
    {
        (string Name, string Line, string Value)[] rows =
        [
            .. curves.All.Where(one => one.Curve.Count > 0).Select(one =>
                ($"{one.Stage} {one.Name}", Sparkline(one.Name == RunMetricNames.Loss ? one.Curve.Smoothed : one.Curve.Raw, width), RunText.Number(one.Curve.Points[^1].Value))),
        ];
        int margin = rows.Select(row => row.Name.Length).DefaultIfEmpty().Max();
        return string.Concat(rows.Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Name.PadRight(margin)}  {row.Line.PadRight(width)}  {row.Value}\n")));
    }

    private static IEnumerable<double> Columns(IReadOnlyList<(double X, double Y)> points, int width)
    {
        int columns = Math.Min(width, points.Count);
        for (int i = 0; i < columns; i++)
        {
            int from = (int)((long)i * points.Count / columns);
            int to = (int)((i + 1L) * points.Count / columns);
            yield return Enumerable.Range(from, to - from).Average(place => points[place].Y);
        }
    }

    private static (double Low, double High) Range(IReadOnlyList<(double X, double Y)> points) =>
        points.Count == 0 ? (0, 0) : (points.Min(point => point.Y), points.Max(point => point.Y));

    // A curve that is even everywhere stands in the middle.
    private static int Level(double value, double low, double high, int levels) =>
        high <= low ? (levels - 1) / 2 : (int)Math.Round((value - low) / (high - low) * (levels - 1));
}
