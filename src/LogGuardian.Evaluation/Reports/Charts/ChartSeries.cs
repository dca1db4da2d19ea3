using System.Xml.Linq;

namespace LogGuardian.Evaluation;

/// <summary>Series are told apart by colour and, for those who cannot see colours, by dashes.</summary>
internal static class ChartSeries
{
    private const int Colours = 8;

    /// <summary>Classes of the style sheet; from the ninth series on colours come again with other dashes.</summary>
    public static string Class(int series) => FormattableString.Invariant($"s{series % Colours} d{((series % Colours) + (series / Colours)) % 4}");

    /// <summary>A chart with its title and what its series are.</summary>
    public static XElement Figure(string title, XElement svg, params IEnumerable<(string Name, XElement Swatch)> legend)
    {
        XElement[] items = [.. legend.Select(item => new XElement("li", item.Swatch, " ", item.Name))];
        return new XElement(
            "figure",
            new XElement("figcaption", title),
            svg,
            items.Length == 0 ? null : new XElement("ul", SvgChart.Class("legend"), items));
    }

    public static XElement LineSwatch(string style) => Swatch(SvgChart.Segment(style, 0, 6, 26, 6));

    public static XElement DotSwatch(string style) => Swatch(new XElement(
        "circle", SvgChart.Class(style), new XAttribute("cx", 13), new XAttribute("cy", 6), new XAttribute("r", 3)));

    public static XElement DiamondSwatch(string style) => Swatch(new XElement(
        "path", SvgChart.Class(style), new XAttribute("d", "M13 2l4 4l-4 4l-4 -4z")));

    private static XElement Swatch(XElement shape) => new(
        "svg", SvgChart.Class("swatch"), new XAttribute("viewBox", "0 0 26 12"), new XAttribute("aria-hidden", "true"), shape);
}
