using System.Xml.Linq;

namespace LogGuardian.Evaluation;

/// <summary>Horizontal bars of values from 0 to 1 with whiskers, one row a name: names stay readable however many there are.</summary>
internal static class BarChart
{
    private const double Width = 520;
    private const double RowHeight = 28;
    private const double Top = 8;
    private const double Bottom = 46;
    private const double Right = 56;
    private const double CharacterWidth = 7;
    private const int MaxName = 24;

    public static XElement Render(string description, string xTitle, IReadOnlyList<(string Name, double Value, Interval? Whisker, bool IsQuiet)> rows)
    {
        double left = 14 + (CharacterWidth * rows.Max(row => Math.Min(row.Name.Length, MaxName + 1)));
        double bottom = Top + (rows.Count * RowHeight);
        double X(double value) => left + (AxisScale.Share.At(value) * (Width - Right - left));
        var root = new XElement(
            "svg",
            new XAttribute("viewBox", $"0 0 {SvgChart.Text(Width)} {SvgChart.Text(bottom + Bottom)}"),
            new XAttribute("role", "img"),
            new XAttribute("aria-label", description));
        foreach (double tick in AxisScale.Share.Ticks)
        {
            root.Add(SvgChart.Segment("grid", X(tick), Top, X(tick), bottom), SvgChart.Label(X(tick), bottom + 18, "middle", AxisScale.Label(tick)));
        }

        for (int i = 0; i < rows.Count; i++)
        {
            (string name, double value, Interval? whisker, bool isQuiet) = rows[i];
            double middle = Top + ((i + 0.5) * RowHeight);
            root.Add(new XElement(
                "g",
                SvgChart.Title($"{name}: {(whisker is null ? ReportText.Metric(value) : ReportText.Metric(value, whisker))}"),
                SvgChart.Label(left - 8, middle + 4, "end", LogText.Printable(name, MaxName), "name"),
                new XElement(
                    "rect",
                    SvgChart.Class(isQuiet ? "bar quiet" : "bar"),
                    new XAttribute("x", SvgChart.Text(left)),
                    new XAttribute("y", SvgChart.Text(middle - 8)),
                    new XAttribute("width", SvgChart.Text(X(value) - left)),
                    new XAttribute("height", 16)),
                whisker is { } ends ? Whisker(X(ends.Low), X(ends.High), middle) : null,
                SvgChart.Label(Math.Max(X(value), X(whisker?.High ?? 0)) + 6, middle + 4, "start", ReportText.Metric(value), "name")));
        }

        root.Add(SvgChart.Segment("axis", left, Top, left, bottom), SvgChart.Label((left + Width - Right) / 2, bottom + 38, "middle", xTitle, "title"));
        return root;
    }

    private static XElement[] Whisker(double low, double high, double middle) =>
    [
        SvgChart.Segment("whisker", low, middle, high, middle),
        SvgChart.Segment("whisker", low, middle - 4, low, middle + 4),
        SvgChart.Segment("whisker", high, middle - 4, high, middle + 4),
    ];
}
