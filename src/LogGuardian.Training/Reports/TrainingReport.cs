using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using LogGuardian.Evaluation;

namespace LogGuardian.Training;

/// <summary>The page of a training run.</summary>
internal static class TrainingReport
{
    public static string Render(RunRecord record, TrainingCurves curves)
    {
        XElement[] charts = [.. curves.Charts().Select(chart => chart.ToFigure())];
        return ReportPage.Render(
            "Training",
            ReportPage.Facts(Facts(record)),
            contents: null,
            [
                Section("Curves", charts.Length == 0 ? new XElement("p", "Nothing was measured yet.") : new XElement("div", new XAttribute("class", "charts"), charts)),
                Section("Last values", Table(
                    ["value", "stage", "last", "least", "greatest", "measured"],
                    curves.All.Select(one => (IReadOnlyList<string>)
                    [
                        one.Name,
                        one.Stage,
                        .. one.Curve.Count == 0 ? ["", "", ""] : new[] { one.Curve.Points[^1].Value, one.Curve.Points.Min(point => point.Low), one.Curve.Points.Max(point => point.High) }.Select(RunText.Number),
                        Count(one.Curve.Count) + (one.Curve.Broken > 0 ? $", {Count(one.Curve.Broken)} no finite number" : ""),
                    ]))),
                Section("Configuration", Table(["setting", "value"], Settings("", record.Configuration))),
                Section("Data", Table(["file", "lines", "bytes", "SHA-256"], record.Data.Select(file => (IReadOnlyList<string>)[file.Path, Count(file.Lines), Count(file.Bytes), file.Sha256]))),
            ]);
    }

    private static IEnumerable<(string Name, string Value)> Facts(RunRecord record)
    {
        yield return ("begun", RunText.Time(record.Started));
        foreach (RunResume resume in record.Resumed)
        {
            yield return ("resumed", $"{RunText.Time(resume.Time)} after step {Count(resume.Step)}");
        }

        yield return ("ended", record.Ended is { } ended ? RunText.Time(ended) : "not yet");
        yield return ("outcome", RunText.Of(record.Message is null ? Name(record.Outcome) : $"{Name(record.Outcome)}: {record.Message}"));
        yield return ("command line", RunText.Of(string.Join(' ', record.CommandLine)));
        yield return ("seeds", RunText.Of(string.Join(", ", record.Seeds.Select(seed => string.Create(CultureInfo.InvariantCulture, $"{seed.Key} {seed.Value}")))));
        yield return ("machine", RunText.Of($"{record.Machine.Processor ?? record.Machine.Architecture}, {Count(record.Machine.ProcessorCount)} processors, {record.Machine.OperatingSystem}, {record.Machine.Runtime}"));
        yield return ("packages", RunText.Of(string.Join(", ", record.Packages.Select(package => $"{package.Key} {package.Value}"))));
    }

    private static string Name(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Completed => "completed",
        RunOutcome.StoppedEarly => "stopped early: validation got no better",
        RunOutcome.Cancelled => "cancelled",
        RunOutcome.Failed => "failed",
        _ => "running, or broken off",
    };

    private static IEnumerable<IReadOnlyList<string>> Settings(string path, JsonNode? node) => node switch
    {
        JsonObject one => one.SelectMany(property => Settings(path.Length == 0 ? property.Key : $"{path}.{property.Key}", property.Value)),
        JsonArray many when many.Any(item => item is JsonObject or JsonArray) => many.SelectMany((item, i) => Settings(string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), item)),
        JsonArray many => [[path, string.Join(", ", many.Select(Value))]],
        _ => [[path, Value(node)]],
    };

    private static string Value(JsonNode? node) => node is null ? "none" : node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString();

    private static XElement Section(string title, XElement content) => new("section", new XElement("h2", title), content);

    private static XElement Table(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows) => new(
        "div",
        new XAttribute("class", "scroll"),
        new XAttribute("tabindex", "0"),
        new XElement(
            "table",
            new XElement("thead", new XElement("tr", head.Select(name => new XElement("th", new XAttribute("scope", "col"), name)))),
            new XElement("tbody", rows.Select(row => new XElement("tr", row.Select((cell, i) => i == 0 ? new XElement("th", new XAttribute("scope", "row"), RunText.Of(cell)) : new XElement("td", RunText.Of(cell))))))));

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
