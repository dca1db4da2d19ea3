using System.Globalization;
using System.Xml.Linq;

namespace LogGuardian.Evaluation;

/// <summary>A confusion matrix; a cell is the darker, the larger its share of its row, because a row is what is true.</summary>
internal static class ConfusionChart
{
    private const double Left = 126;
    private const double Top = 40;
    private const double CellWidth = 186;
    private const double CellHeight = 118;

    public static XElement Render(ConfusionMatrix matrix)
    {
        var root = new XElement(
            "svg",
            new XAttribute("viewBox", "0 0 520 340"),
            new XAttribute("role", "img"),
            new XAttribute("aria-label", string.Create(
                CultureInfo.InvariantCulture,
                $"Confusion matrix: {matrix.TruePositives} true positives, {matrix.FalsePositives} false positives, {matrix.FalseNegatives} false negatives, {matrix.TrueNegatives} true negatives")),
            SvgChart.Label(Left + (CellWidth / 2), Top - 12, "middle", "anomalous", "name"),
            SvgChart.Label(Left + (CellWidth * 1.5), Top - 12, "middle", "normal", "name"),
            SvgChart.Label(Left - 12, Top + (CellHeight / 2) + 4, "end", "anomalous", "name"),
            SvgChart.Label(Left - 12, Top + (CellHeight * 1.5) + 4, "end", "normal", "name"),
            SvgChart.Label(Left + CellWidth, Top + (CellHeight * 2) + 32, "middle", "predicted", "title"),
            SvgChart.UprightTitle(22, Top + CellHeight, "true"));
        root.Add(
            Cell(0, 0, matrix.TruePositives, matrix.Positives, "found", "right"),
            Cell(1, 0, matrix.FalseNegatives, matrix.Positives, "missed", "wrong"),
            Cell(0, 1, matrix.FalsePositives, matrix.Negatives, "false alarms", "wrong"),
            Cell(1, 1, matrix.TrueNegatives, matrix.Negatives, "taken as normal", "right"));
        return root;
    }

    private static XElement Cell(int column, int row, long count, long whole, string name, string style)
    {
        double share = ConfusionMatrix.Share(count, whole);
        double x = Left + (column * CellWidth);
        double y = Top + (row * CellHeight);
        return new XElement(
            "g",
            SvgChart.Title($"{name}: {ReportText.Number(count)} of {ReportText.Number(whole)}"),
            new XElement(
                "rect",
                SvgChart.Class($"cell {style}"),
                new XAttribute("x", SvgChart.Text(x + 2)),
                new XAttribute("y", SvgChart.Text(y + 2)),
                new XAttribute("width", SvgChart.Text(CellWidth - 4)),
                new XAttribute("height", SvgChart.Text(CellHeight - 4)),
                new XAttribute("fill-opacity", (0.08 + (0.3 * share)).ToString("0.##", CultureInfo.InvariantCulture))),
            SvgChart.Label(x + (CellWidth / 2), y + (CellHeight / 2) - 2, "middle", ReportText.Number(count), "count"),
            SvgChart.Label(x + (CellWidth / 2), y + (CellHeight / 2) + 22, "middle", $"{name} ({ReportText.Percent(share)})"));
    }
}
