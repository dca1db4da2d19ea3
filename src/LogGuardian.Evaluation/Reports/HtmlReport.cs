using System.Globalization;
using System.Xml.Linq;

namespace LogGuardian.Evaluation;

/// <summary>The page of an evaluation.</summary>
internal static class HtmlReport
{
    public static string Render(EvaluationReport report)
    {
        IReadOnlyList<ReportGroup> groups = report.Groups;
        return ReportPage.Render(
            "Evaluation",
            ReportPage.Facts(ReportFacts.Of(report)),
            groups.Count > 1 ? Contents(groups) : null,
            [new XElement("p", SvgChart.Class("quiet"), ReportTable.Legend), .. groups.Select(Section)]);
    }

    private static XElement Contents(IReadOnlyList<ReportGroup> groups) => new(
        "nav",
        new XAttribute("aria-label", "Contents"),
        new XElement("ul", groups.Select((group, i) => new XElement("li", new XElement("a", new XAttribute("href", "#" + Id(i)), group.Title)))));

    private static XElement Section(ReportGroup group, int index) => new(
        "section",
        new XAttribute("id", Id(index)),
        new XElement("h2", group.Title),
        new XElement("p", group.Sizes),
        Table(ReportTable.Head, group.Methods.Select(method => (ReportTable.Row(method), method.Aggregate.IsBaseline))),
        new XElement("ul", SvgChart.Class("notes"), group.Notes.Select(note => new XElement("li", note))),
        new XElement("div", SvgChart.Class("charts"), ReportCharts.Roc(group), ReportCharts.PrecisionRecall(group), ReportCharts.Comparison(group)),
        group.Methods.Select((method, i) => Details(method, isOpen: i == 0)),
        InjectionTable.Of(group) is { } table
            ? new object[] { new XElement("h3", "Faults and disturbances"), new XElement("p", SvgChart.Class("quiet"), InjectionTable.Legend), Table(table.Head, table.Rows.Select(row => (row, false))) }
            : null);

    private static XElement Table(IReadOnlyList<string> head, IEnumerable<(IReadOnlyList<string> Cells, bool IsQuiet)> rows) => new(
        "div",
        SvgChart.Class("scroll"),
        new XAttribute("tabindex", "0"),
        new XElement(
            "table",
            new XElement("thead", new XElement("tr", head.Select(name => new XElement("th", new XAttribute("scope", "col"), name)))),
            new XElement("tbody", rows.Select(row => new XElement(
                "tr",
                row.IsQuiet ? SvgChart.Class("quiet") : null,
                row.Cells.Select((cell, i) => i == 0 ? new XElement("th", new XAttribute("scope", "row"), cell) : new XElement("td", cell)))))));

    private static XElement Details(ReportMethod method, bool isOpen)
    {
        EvaluationResult run = method.Shown;
        return new XElement(
            "details",
            isOpen ? new XAttribute("open", "open") : null,
            new XElement("summary", ReportText.Of(method.Aggregate.Method)),
            ReportPage.Facts(RunFacts.Of(method)),
            new XElement(
                "div",
                SvgChart.Class("charts"),
                run.Curves is null ? null : ReportCharts.Timeline(run),
                run.Curves is null ? null : ReportCharts.ByThreshold(run),
                ReportCharts.Confusion(run),
                run.Curves is { Reliability.Count: > 0 } ? ReportCharts.Reliability(run) : null));
    }

    private static string Id(int index) => string.Create(CultureInfo.InvariantCulture, $"group-{index + 1}");
}
