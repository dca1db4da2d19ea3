using System.Globalization;
using System.Xml.Linq;

namespace LogGuardian.Evaluation;

/// <summary>
/// A chart with two axes as inline SVG. Colours are classes of the page's style sheet, so that they follow light and dark; coordinates are those of the view box,
/// so that the page sets the size.
/// </summary>
internal sealed class SvgChart
{
    private const double Width = 520;
    private const double Height = 340;
    private const double Top = 14;
    private const double Right = 18;
    private const double Bottom = 48;
    private const double CharacterWidth = 6.8;

    private readonly AxisScale _x;
    private readonly AxisScale _y;
    private readonly double _left;
    private readonly XElement _root;

    // The description is for those who cannot see the chart.
    public SvgChart(string description, AxisScale x, string xTitle, AxisScale y, string yTitle)
    {
        (_x, _y) = (x, y);
        _left = 26 + (CharacterWidth * y.Ticks.Max(tick => AxisScale.Label(tick).Length));
        _root = new XElement(
            "svg",
            new XAttribute("viewBox", $"0 0 {Text(Width)} {Text(Height)}"),
            new XAttribute("role", "img"),
            new XAttribute("aria-label", description));
        foreach (double tick in x.Ticks)
        {
            Add(Segment("grid", X(tick), Y(y.Low), X(tick), Y(y.High)), Label(X(tick), Height - Bottom + 18, "middle", AxisScale.Label(tick)));
        }

        foreach (double tick in y.Ticks)
        {
            Add(Segment("grid", X(x.Low), Y(tick), X(x.High), Y(tick)), Label(_left - 7, Y(tick) + 4, "end", AxisScale.Label(tick)));
        }

        double middle = (Top + Height - Bottom) / 2;
        Add(
            Segment("axis", X(x.Low), Y(y.Low), X(x.High), Y(y.Low)),
            Segment("axis", X(x.Low), Y(y.Low), X(x.Low), Y(y.High)),
            Label((_left + Width - Right) / 2, Height - 8, "middle", xTitle, "title"),
            UprightTitle(13, middle, yTitle));
    }

    /// <summary>The finished chart.</summary>
    public XElement Root => _root;

    /// <summary>A line from the low ends to the high ends of both axes: chance, or what is perfect.</summary>
    public SvgChart Diagonal()
    {
        Add(Segment("reference", X(_x.Low), Y(_y.Low), X(_x.High), Y(_y.High)));
        return this;
    }

    /// <summary>A line through points; colour and dashes follow from the number of the series.</summary>
    public SvgChart Line(IEnumerable<(double X, double Y)> points, int series, string tooltip, string kind = "")
    {
        string path = string.Join(' ', points.Select((point, i) => $"{(i == 0 ? 'M' : 'L')}{Text(X(point.X))} {Text(Y(point.Y))}"));
        Add(new XElement("path", Class($"{kind}line {ChartSeries.Class(series)}"), new XAttribute("d", path), Title(tooltip)));
        return this;
    }

    /// <summary>A dot with a tooltip.</summary>
    public SvgChart Dot(double x, double y, double radius, string style, string tooltip)
    {
        Add(new XElement(
            "circle", Class(style), new XAttribute("cx", Text(X(x))), new XAttribute("cy", Text(Y(y))), new XAttribute("r", Text(radius)), Title(tooltip)));
        return this;
    }

    /// <summary>A diamond with a tooltip: told from dots without seeing colours.</summary>
    public SvgChart Diamond(double x, double y, double radius, string style, string tooltip)
    {
        string r = Text(radius);
        Add(new XElement(
            "path", Class(style), new XAttribute("d", $"M{Text(X(x))} {Text(Y(y) - radius)}l{r} {r}l-{r} {r}l-{r} -{r}z"), Title(tooltip)));
        return this;
    }

    /// <summary>A vertical line at a value. Its name belongs into the legend: inside the chart it would hide what is near.</summary>
    public SvgChart MarkX(double value, string style)
    {
        Add(Segment(style, X(value), Y(_y.Low), X(value), Y(_y.High)));
        return this;
    }

    /// <summary>A horizontal line at a value.</summary>
    public SvgChart MarkY(double value, string style)
    {
        Add(Segment(style, X(_x.Low), Y(value), X(_x.High), Y(value)));
        return this;
    }

    internal static XAttribute Class(string name) => new("class", name);

    internal static XElement Title(string text) => new("title", text);

    internal static string Text(double coordinate) => coordinate.ToString("0.#", CultureInfo.InvariantCulture);

    internal static XElement Label(double x, double y, string anchor, string text, string style = "tick") => new(
        "text", Class(style), new XAttribute("x", Text(x)), new XAttribute("y", Text(y)), new XAttribute("text-anchor", anchor), text);

    internal static XElement UprightTitle(double x, double y, string text)
    {
        XElement title = Label(0, 0, "middle", text, "title");
        title.Add(new XAttribute("transform", $"translate({Text(x)} {Text(y)}) rotate(-90)"));
        return title;
    }

    internal static XElement Segment(string style, double x1, double y1, double x2, double y2) => new(
        "line",
        Class(style),
        new XAttribute("x1", Text(x1)),
        new XAttribute("y1", Text(y1)),
        new XAttribute("x2", Text(x2)),
        new XAttribute("y2", Text(y2)));

    private double X(double value) => _left + (_x.At(value) * (Width - Right - _left));

    private double Y(double value) => Height - Bottom - (_y.At(value) * (Height - Bottom - Top));

    private void Add(params object[] elements) => _root.Add(elements);
}
