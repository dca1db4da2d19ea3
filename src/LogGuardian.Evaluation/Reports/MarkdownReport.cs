using System.Globalization;
using System.Text;

namespace LogGuardian.Evaluation;

internal static class MarkdownReport
{
    public static string Render(EvaluationReport report)
    {
        var text = new StringBuilder();
        void Line(string line = "") => text.Append(line).Append('\n');
        Line("# Evaluation");
        Line();
        foreach ((string name, string value) in ReportFacts.Of(report))
        {
            Line($"- {name}: {Escape(value)}");
        }

        Line();
        Line(ReportTable.Legend);
        foreach (ReportGroup group in report.Groups)
        {
            Line();
            Line($"## {Escape(group.Title)}");
            Line();
            Line(group.Sizes);
            Line();
            Line(Row(ReportTable.Head));
            Line(Row(ReportTable.Head.Select((_, column) => column == 0 ? "---" : "---:")));
            foreach (ReportMethod method in group.Methods)
            {
                Line(Row(ReportTable.Row(method).Select(Escape)));
            }

            Line();
            foreach (string note in group.Notes)
            {
                Line($"- {Escape(note)}");
            }

            Details(group, Line);
            Injections(group, Line);
        }

        return text.ToString();
    }

    private static void Details(ReportGroup group, Action<string> line)
    {
        foreach (ReportMethod method in group.Methods)
        {
            string facts = string.Join("; ", RunFacts.Of(method).Select(fact => $"{fact.Name}: {fact.Value}"));
            line(string.Create(CultureInfo.InvariantCulture, $"- {Escape(ReportText.Of(method.Aggregate.Method))}, details: {Escape(facts)}."));
        }
    }

    private static void Injections(ReportGroup group, Action<string> line)
    {
        if (InjectionTable.Of(group) is { } table)
        {
            line("");
            line("### Faults and disturbances");
            line("");
            line(InjectionTable.Legend);
            line("");
            line(Row(table.Head.Select(Escape)));
            line(Row(table.Head.Select(_ => "---")));
            foreach (IReadOnlyList<string> row in table.Rows)
            {
                line(Row(row.Select(Escape)));
            }
        }
    }

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    /// <summary>Names from outside must neither end a cell nor become markup.</summary>
    private static string Escape(string text) => string.Concat(text.Select(c => c switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '|' or '*' or '_' or '`' or '[' or ']' or '\\' => "\\" + c,
        _ => c.ToString(),
    }));
}
