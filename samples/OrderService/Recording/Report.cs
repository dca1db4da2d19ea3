using System.Globalization;
using System.Text.RegularExpressions;

namespace OrderService.Recording;

/// <summary>What a person reads before a recording is kept: what was labelled, what was not, and what nobody explains.</summary>
internal static partial class Report
{
    /// <summary>Writes the report and returns how many error records no fault explains.</summary>
    public static int Write(TextWriter output, List<Fault> faults, LogFile[] files)
    {
        DateTimeOffset first = faults.Count > 0 ? faults[0].Injected : DateTimeOffset.MaxValue;
        foreach (LogFile file in files)
        {
            int before = file.Records.TakeWhile(record => record.Time < first).LastOrDefault()?.LastLine ?? 0;
            Line(output, $"{file.Name}: {file.Lines} lines, {file.Records.Count} records, {before} lines before the first fault");
        }

        foreach (Fault fault in faults)
        {
            Line(output, $"\n{fault.Kind}: {Times.Format(fault.Injected)} to {Times.Format(fault.End)}");
            double length = (fault.End - fault.Injected).TotalSeconds;
            double recovery = (fault.End - fault.Undone).TotalSeconds;
            Line(output, $"  {length:0.0} s long, recovered {recovery:0.0} s after it was undone");
            foreach (LogFile file in files)
            {
                List<LogRecord> labelled = [.. file.Records.Where(record => record.Fault == fault)];
                int lines = labelled.Sum(record => record.LastLine - record.FirstLine + 1);
                Line(output, $"  {file.Name}: {labelled.Count} records, {lines} lines, {file.RangesOf(fault).Count()} ranges");
                Kinds(output, "    labelled", labelled);
                Kinds(output, "    not labelled", file.Records.Where(record =>
                    record.Fault is null && record.Time >= fault.Injected && record.Time <= fault.End && IsNoteworthy(record)));
            }
        }

        List<LogRecord> unexplained = [.. files.SelectMany(file => file.Records).Where(record => record.IsError && record.Fault is null)];
        Line(output, $"\n{unexplained.Count} error records that no fault explains");
        foreach (LogRecord record in unexplained.Take(40))
        {
            Line(output, $"  line {record.FirstLine} {Times.Format(record.Time)} {record.Level} {record.Source} {record.Message}");
        }

        foreach (LogFile file in files)
        {
            int kinds = file.Records.Select(KindOf).Distinct().Count();
            Line(output, $"\n{file.Name}: {kinds} kinds in all; noteworthy ones outside of faults");
            Kinds(output, "  ", file.Records.Where(record => record.Fault is null && IsNoteworthy(record)));
            Line(output, $"{file.Name}: kinds first seen after the first fault and outside of every fault's lines");
            foreach (IGrouping<string, LogRecord> kind in file.Records.GroupBy(KindOf))
            {
                LogRecord earliest = kind.First();
                if (earliest.Time > first && kind.FirstOrDefault(record => record.Fault is null) is { } normal)
                {
                    Line(output, $"  line {normal.FirstLine} {Times.Format(normal.Time)} {kind.Key}");
                }
            }
        }

        return unexplained.Count;
    }

    private static bool IsNoteworthy(LogRecord record) => record.Level is not ("trce" or "dbug" or "info" or "LOG");

    private static void Kinds(TextWriter output, string title, IEnumerable<LogRecord> records)
    {
        foreach (IGrouping<string, LogRecord> kind in records.GroupBy(KindOf).OrderByDescending(kind => kind.Count()))
        {
            Line(output, $"{title}: {kind.Count(),6} {kind.Key}");
        }
    }

    private static string KindOf(LogRecord record)
    {
        if (record.Source.Length > 0)
        {
            return $"{record.Level} {record.Source}";
        }

        string text = Varying().Replace(record.Message, "#");
        return $"{record.Level} {text[..Math.Min(text.Length, 60)]}";
    }

    private static void Line(TextWriter output, FormattableString text) =>
        output.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    [GeneratedRegex("\"[^\"]*\"|'[^']*'|[0-9A-Fa-f]+/[0-9A-Fa-f]+|[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Varying();
}
