using System.Text.RegularExpressions;
using System.Xml.Linq;
using LogGuardian.Evaluation;

namespace LogGuardian.Tests.Evaluation.Reports;

public sealed class LineChartTests
{
    private static readonly LineChart Sample = new()
    {
        Title = "Loss <of> all",
        Description = "It falls.",
        XTitle = "step",
        YTitle = "loss",
        Lines =
        [
            new ChartLine("first", [(1, 2), (2, double.NaN), (3, 1)]) { Behind = [(1, 3), (2, double.PositiveInfinity), (3, 0.5)] },
            new ChartLine("second", [(1, 1.5), (2, 1.25)]) { HasDots = true },
            new ChartLine("nothing", []),
        ],
    };

    [Fact]
    public void ToSvg_NeedsNothingElseAndSaysWhatItIs()
    {
        string text = Sample.ToSvg();
        XElement root = XDocument.Parse(text).Root!;
        XNamespace svg = "http://www.w3.org/2000/svg";
        Assert.Equal(("Loss <of> all", "It falls."), (root.Element(svg + "title")!.Value, root.Element(svg + "desc")!.Value));
        Assert.All(root.DescendantsAndSelf(), element => Assert.Equal(svg, element.Name.Namespace));
        Assert.DoesNotContain(root.Descendants(), element => element.Name.LocalName is "script" or "image");
        Assert.Contains("prefers-color-scheme: dark", text, StringComparison.Ordinal);
        Assert.Equal(["first", "second", "nothing"], root.Elements(svg + "text").Select(label => label.Value).Skip(1));
        Assert.All(
            root.Descendants().Attributes("class").SelectMany(attribute => attribute.Value.Split(' ')).Distinct().Except(["d0"]),
            name => Assert.Matches($@"\.{Regex.Escape(name)}\b", ReportPage.Style));
    }

    [Fact]
    public void ToFigure_LeavesOutWhatIsNotFinite()
    {
        XElement figure = Sample.ToFigure();
        string[] paths = [.. figure.Element("svg")!.Elements("path").Select(path => path.Attribute("d")!.Value)];
        Assert.Equal(3, paths.Length);
        Assert.All(paths, path => Assert.Equal(2, path.Count(c => c is 'M' or 'L')));
        Assert.Equal(2, figure.Element("svg")!.Elements("circle").Count());
        Assert.Equal(["1", "2", "3"], figure.Element("svg")!.Elements("text").Where(text => text.Attribute("text-anchor")!.Value == "middle").Select(text => text.Value).Where(text => text.Length == 1));
        Assert.Equal(3, figure.Descendants("li").Count());
    }

    [Fact]
    public void ToFigure_WithoutPoints_IsAnEmptyChart() =>
        Assert.Empty((Sample with { Lines = [] }).ToFigure().Element("svg")!.Elements("path"));
}
