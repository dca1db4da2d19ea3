using System.Globalization;
using System.Xml.Linq;

namespace LogGuardian.Evaluation;

/// <summary>Lines over whole numbers, such as the steps or epochs of a training. The vertical axis is logarithmic where values would be crowded otherwise.</summary>
public sealed record LineChart
{
    private const int Width = 520;
    private const int Height = 340;
    private const int Head = 34;
    private const int Row = 20;
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>What stands above it.</summary>
    public required string Title { get; init; }

    /// <summary>What it shows, for those who cannot see it.</summary>
    public required string Description { get; init; }

    /// <summary>What goes from left to right.</summary>
    public required string XTitle { get; init; }

    /// <summary>What goes from bottom to top.</summary>
    public required string YTitle { get; init; }

    /// <summary>The lines; told apart by colour and dashes.</summary>
    public required IReadOnlyList<ChartLine> Lines { get; init; }

    /// <summary>Whether the vertical axis goes from 0 to 1 in any case.</summary>
    public bool IsShare { get; init; }

    /// <summary>The chart with title and legend, for a <see cref="ReportPage"/>.</summary>
    public XElement ToFigure() => ChartSeries.Figure(Title, Draw(), Lines.Select((line, i) => (line.Name, ChartSeries.LineSwatch(Style(i)))));

    /// <summary>The chart with title and legend as an SVG file that needs nothing else.</summary>
    public string ToSvg()
    {
        XElement chart = Draw();
        chart.SetAttributeValue("y", Head);
        chart.SetAttributeValue("width", Width);
        chart.SetAttributeValue("height", Height);
        int height = Head + Height + (Row * Lines.Count) + 14;
        XElement title = SvgChart.Label(Width / 2.0, 22, "middle", Title, "name");
        var root = new XElement(
            "svg",
            new XAttribute("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {Width} {height}")),
            new XAttribute("width", Width),
            new XAttribute("height", height),
            new XAttribute("role", "img"),
            new XElement("title", Title),
            new XElement("desc", Description),
            new XElement("style", ReportPage.Style),
            new XElement("rect", SvgChart.Class("paper"), new XAttribute("width", "100%"), new XAttribute("height", "100%")),
            title,
            chart,
            Lines.Select((line, i) => LegendRow(line.Name, i)));
        foreach (XElement element in root.DescendantsAndSelf())
        {
            element.Name = Svg + element.Name.LocalName;
        }

        return root.ToString(SaveOptions.DisableFormatting) + "\n";
    }

    private XElement Draw()
    {
        (double X, double Y)[] all = [.. Lines.SelectMany(line => line.Points.Concat(line.Behind)).Where(IsFinite)];
        AxisScale x = all.Length == 0 ? AxisScale.Linear(0, 1, 1) : AxisScale.Linear(all.Min(point => point.X), all.Max(point => point.X), 1);
        AxisScale y = IsShare ? AxisScale.Share : AxisScale.ForScores(all.Select(point => point.Y));
        var chart = new SvgChart(Description, x, XTitle, y, YTitle);
        for (int i = 0; i < Lines.Count; i++)
        {
            if (Lines[i].Behind.Any(IsFinite))
            {
                chart.Line(Lines[i].Behind.Where(IsFinite), i, Lines[i].Name + ", not smoothed", "faint ");
            }
        }

        for (int i = 0; i < Lines.Count; i++)
        {
            ChartLine line = Lines[i];
            if (line.Points.Any(IsFinite))
            {
                chart.Line(line.Points.Where(IsFinite), i, line.Name);
            }

            foreach ((double px, double py) in line.HasDots ? line.Points.Where(IsFinite) : [])
            {
                chart.Dot(px, py, 3.5, $"point {ChartSeries.Class(i)}", $"{line.Name}: {XTitle} {AxisScale.Label(px)}, {YTitle} {AxisScale.Label(py)}");
            }
        }

        return chart.Root;
    }

    private static IEnumerable<XElement> LegendRow(string name, int series)
    {
        double y = Head + Height + (Row * series) + 14;
        return [SvgChart.Segment(Style(series), 60, y, 90, y), SvgChart.Label(98, y + 4, "start", name, "name")];
    }

    private static string Style(int series) => $"line {ChartSeries.Class(series)}";

    private static bool IsFinite((double X, double Y) point) => double.IsFinite(point.X) && double.IsFinite(point.Y);
}
