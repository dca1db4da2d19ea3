using System.Text.RegularExpressions;
using System.Xml.Linq;
using LogGuardian.Evaluation;

namespace LogGuardian.Tests.Evaluation.Reports;

public sealed partial class HtmlReportTests
{
    private static readonly EvaluationReport Sample = SampleReport.Create(units: 600);
    private static readonly string Html = Sample.ToHtml();
    private static readonly XElement Page = XDocument.Parse(Html).Root!;

    [Fact]
    public void Page_HasEveryChartOfEveryGroup()
    {
        XElement[] sections = [.. Page.Descendants("section")];
        Assert.Equal(["HDFS · ait", "BGL · logllm"], sections.Select(section => section.Element("h2")!.Value));
        Assert.All(sections, section => Assert.Equal(
            ["ROC curve", "Precision-recall curve", "F1 at each method's own threshold"],
            section.Elements("div").SelectMany(div => div.Elements("figure")).Select(Caption)));
        Dictionary<string, string[]> methods = sections.SelectMany(section => section.Elements("details"))
            .ToDictionary(details => details.Element("summary")!.Value, details => details.Descendants("figure").Select(Caption).ToArray());
        Assert.Equal(["order", "counts", "random", "logistic", "novelty", "lookup-table", "all-normal"], methods.Keys);
        string[] plain = ["Scores in order (extremes of every stretch)", "By threshold", "Confusion matrix"];
        Assert.All(methods, method => Assert.Equal(method.Key == "logistic" ? [.. plain, "Reliability"] : plain, method.Value));
    }

    [Fact]
    public void Page_NeedsNoNetworkAndNoScript()
    {
        Assert.DoesNotContain("http", Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Page.Descendants(), element => element.Name.LocalName is "script" or "link" or "img" or "iframe");
        Assert.DoesNotContain(Page.Descendants().Attributes(), attribute => attribute.Name.LocalName is "src" or "onload" or "xlink");
        Assert.All(Page.Descendants("a"), link => Assert.NotNull(Page.Descendants("section").SingleOrDefault(section => "#" + section.Attribute("id")!.Value == link.Attribute("href")!.Value)));
    }

    [Fact]
    public void Page_FollowsLightAndDark()
    {
        string style = Page.Element("head")!.Element("style")!.Value;
        Assert.Contains("prefers-color-scheme: dark", style, StringComparison.Ordinal);

        // A style is not escaped in HTML: what XML would escape breaks it.
        Assert.DoesNotMatch("[<>&]", style);
        Assert.All(
            Page.Descendants().Attributes("class").SelectMany(attribute => attribute.Value.Split(' ')).Distinct().Except(["d0", "cell"]),
            name => Assert.Matches($@"\.{Regex.Escape(name)}\b", style));
    }

    [Fact]
    public void Colours_OnTheirGround_HaveContrast()
    {
        string[] schemes = [.. Root().Matches(Page.Element("head")!.Element("style")!.Value).Select(match => match.Value)];
        Assert.Equal(2, schemes.Length);
        Assert.All(schemes, scheme =>
        {
            Dictionary<string, string> colours = Colour().Matches(scheme).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value);

            // WCAG 2.2: 4.5 for text, 3 for graphics.
            Assert.All(["text", "quiet", "link"], name => Assert.InRange(Contrast(colours[name], colours["card"]), 4.5, 21));
            Assert.All(["text", "quiet", "link"], name => Assert.InRange(Contrast(colours[name], colours["page"]), 4.5, 21));
            Assert.All([.. colours.Keys.Where(name => Series().IsMatch(name)), "alarm", "normal", "axis"], name => Assert.InRange(Contrast(colours[name], colours["card"]), 3, 21));
        });
    }

    [Fact]
    public void Chart_EveryOne_IsDescribedAndInsideItsBox()
    {
        XElement[] charts = [.. Page.Descendants("svg").Where(svg => svg.Attribute("class") is null)];
        Assert.True(charts.Length > 20);
        Assert.All(charts, svg =>
        {
            Assert.NotEmpty(svg.Attribute("aria-label")!.Value);
            double[] box = [.. svg.Attribute("viewBox")!.Value.Split(' ').Select(Number)];
            Assert.All(svg.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "x" or "x1" or "x2" or "cx"), x => Assert.InRange(Number(x.Value), 0, box[2]));
            Assert.All(svg.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "y" or "y1" or "y2" or "cy"), y => Assert.InRange(Number(y.Value), 0, box[3]));
            Assert.All(svg.Descendants("path").Attributes("d"), path => Assert.DoesNotContain("NaN", path.Value, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Curve_OfAMethod_RunsFromCornerToCorner()
    {
        XElement roc = Page.Descendants("figure").First(figure => Caption(figure) == "ROC curve");
        string[] paths = [.. roc.Descendants("path").Attributes("d").Select(path => path.Value)];
        Assert.Equal(3, paths.Length);
        XElement axis = roc.Descendants("line").First(line => line.Attribute("class")!.Value == "reference");
        Assert.All(paths, path =>
        {
            Assert.StartsWith($"M{axis.Attribute("x1")!.Value} {axis.Attribute("y1")!.Value}L", path.Replace(" L", "L", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.EndsWith($"L{axis.Attribute("x2")!.Value} {axis.Attribute("y2")!.Value}", path, StringComparison.Ordinal);
        });
        Assert.Contains("order, ROC-AUC", roc.Element("ul")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Threshold_OfTheMethod_IsMarked()
    {
        XElement[] figures = [.. Page.Descendants("figure").Where(figure => Caption(figure) == "By threshold")];
        Assert.All(figures, figure => Assert.Single(figure.Element("svg")!.Elements("line"), line => line.Attribute("class")!.Value == "threshold"));
        Assert.Contains("own threshold 2.5, F1 ", figures[0].Value, StringComparison.Ordinal);
        XElement timeline = Page.Descendants("figure").First(figure => Caption(figure).StartsWith("Scores in order", StringComparison.Ordinal));
        Assert.Contains("threshold 2.5", timeline.Value, StringComparison.Ordinal);
        Assert.Contains(timeline.Descendants("path"), path => path.Attribute("class")!.Value == "anomaly" && path.Value.Contains("anomalous", StringComparison.Ordinal));
    }

    [Fact]
    public void Bars_OfSeveralRuns_HaveWhiskersOfTheMean()
    {
        XElement figure = Page.Descendants("figure").First(figure => Caption(figure).StartsWith("F1 at", StringComparison.Ordinal));
        EvaluationAggregate order = Sample.Aggregates[0];
        Assert.Contains(FormattableString.Invariant($"order: {order.F1.Mean:0.000} [{order.F1.MeanInterval!.Value.Low:0.000}, {order.F1.MeanInterval.Value.High:0.000}]"), figure.Value, StringComparison.Ordinal);
        Assert.Equal(9, figure.Descendants("line").Count(line => line.Attribute("class")!.Value == "whisker"));
    }

    [Fact]
    public void Names_FromOutside_StayText()
    {
        const string Hostile = "</title><script>alert(1)</script>\0\u202E\"'&amp;";
        EvaluationResult result = Sample.Results[0] with { DataSet = Hostile, Protocol = Hostile, Method = Hostile, Split = Hostile, Parameters = new Dictionary<string, string> { [Hostile] = Hostile } };
        string html = (Sample with { Results = [result], Command = Hostile, Machine = Sample.Machine with { Processor = Hostile } }).ToHtml();
        XElement page = XDocument.Parse(html).Root!;
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Contains("</title><script>alert(1)</script>", page.Descendants("summary").Single().Value, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', html);
    }

    [Fact]
    public void Page_WithoutCurvesOrResults_IsStillAPage()
    {
        XElement page = XDocument.Parse((Sample with { Results = [Sample.Results[0] with { Curves = null, Audit = null, Threshold = null }] }).ToHtml()).Root!;
        Assert.Contains("Confusion matrix", page.Descendants("figcaption").Select(caption => caption.Value));
        Assert.Empty(XDocument.Parse((Sample with { Results = [] }).ToHtml()).Descendants("section"));
    }

    private static string Caption(XElement figure) => figure.Element("figcaption")!.Value;

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static double Contrast(string a, string b)
    {
        (double first, double second) = (Luminance(a), Luminance(b));
        return (Math.Max(first, second) + 0.05) / (Math.Min(first, second) + 0.05);
    }

    private static double Luminance(string colour)
    {
        double[] linear = [.. Convert.FromHexString(colour).Select(value => value / 255.0).Select(value => value <= 0.03928 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4))];
        return (0.2126 * linear[0]) + (0.7152 * linear[1]) + (0.0722 * linear[2]);
    }

    [GeneratedRegex(@":root \{[^}]*\}", RegexOptions.NonBacktracking)]
    private static partial Regex Root();

    [GeneratedRegex(@"--(?<name>\w+): #(?<value>[0-9a-f]{6})", RegexOptions.NonBacktracking)]
    private static partial Regex Colour();

    [GeneratedRegex(@"^s\d$", RegexOptions.NonBacktracking)]
    private static partial Regex Series();
}
