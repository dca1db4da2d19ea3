using LogGuardian;

namespace Quickstart;

/// <summary>Sets the detections beside the faults that were injected.</summary>
internal sealed class Report(TextWriter output, FaultList faults, IReadOnlyList<Detection> detections, PipelineCounts counts, TimeSpan elapsed)
{
    private const int Width = 110;
    private readonly bool _colour = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null;

    /// <summary>Writes the report.</summary>
    /// <returns>Whether every fault was found.</returns>
    public bool Write()
    {
        Line();
        Line($"LogGuardian: {counts.LinesRead:N0} lines of {faults.Files.Count} logs in {elapsed.TotalSeconds:0.0} s, "
            + $"{counts.Windows:N0} windows, the first {counts.WindowsLearned:N0} taken as normal");
        Line(Grey(new string('─', Width)));
        int found = faults.Faults.Count(WriteFault);
        Line(Grey(new string('─', Width)));
        WriteRest(found);
        Line();
        return found == faults.Faults.Count;
    }

    private bool WriteFault(Fault fault)
    {
        Detection[] reports = [.. detections.Where(detection => detection.IsAnomaly && fault.Covers(detection.Window)).OrderByDescending(detection => detection.Score)];
        if (reports.Length == 0)
        {
            Line($"{Red("MISSED")} {fault.Kind}: {fault.Description}");
            return false;
        }

        Detection best = reports[0];
        TimeSpan delay = reports.Min(report => report.Window.End!.Value) - fault.Start;
        Line($"{Green("FOUND")}  {Bold(fault.Kind)}  {fault.Start:HH:mm:ss}–{fault.End:HH:mm:ss}, reported after {Math.Max(0, delay.TotalSeconds):0.0} s, "
            + $"score {best.Score:0.000}, {reports.Length} windows");
        Line(Grey($"       injected: {fault.Description}"));
        Line(Grey($"       best: {Path.GetFileName(best.Window.Source)} lines {best.Window.FirstLine}–{best.Window.LastLine}"));
        foreach (string sentence in best.Explanation!.Sentences)
        {
            Wrap(sentence);
        }

        Line();
        return true;
    }

    private void WriteRest(int found)
    {
        Detection[] normal = [.. detections.Where(detection => detection.Label != DetectionLabel.Unscored && !faults.Faults.Any(fault => fault.Covers(detection.Window)))];
        Detection[] falseReports = [.. normal.Where(detection => detection.IsAnomaly).OrderByDescending(detection => detection.Score)];
        long normalLines = normal.Sum(detection => (long)detection.Window.Count);
        Line($"{found} of {faults.Faults.Count} faults found. Outside the faults: {falseReports.Length} false reports in {normalLines:N0} lines, "
            + $"highest score {normal.Max(detection => detection.Score):0.000} (threshold {normal[0].Threshold:0.000}).");
        foreach (Detection report in falseReports)
        {
            Line(Grey($"       {report.Score:0.000} {Path.GetFileName(report.Window.Source)} lines {report.Window.FirstLine}–{report.Window.LastLine}: {report.Explanation!.Sentences[0]}"));
        }
    }

    private void Wrap(string sentence)
    {
        string indent = "       • ";
        string line = indent;
        foreach (string word in sentence.Split(' '))
        {
            if (line.Length + word.Length > Width && line.Length > indent.Length)
            {
                Line(line.TrimEnd());
                line = "         ";
            }

            line += word + " ";
        }

        Line(line.TrimEnd());
    }

    private void Line(string text = "") => output.WriteLine(text);

    private string Green(string text) => Style(text, 32);

    private string Red(string text) => Style(text, 31);

    private string Grey(string text) => Style(text, 90);

    private string Bold(string text) => Style(text, 1);

    private string Style(string text, int code) => _colour ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
