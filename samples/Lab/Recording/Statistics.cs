using System.Globalization;

namespace Lab.Recording;

/// <summary>What a set of recordings holds, as a table in Markdown.</summary>
internal static class Statistics
{
    public static IEnumerable<string> Of(IEnumerable<string> folders)
    {
        RecordingFile[] recordings = [.. folders.Select(RecordingFile.Read)];
        yield return "| recording | systems | lines | seconds | faults (silent) | disturbances | consequences, lines |";
        yield return "|---|---|---:|---:|---:|---:|---:|";
        foreach (RecordingFile recording in recordings)
        {
            yield return Row(recording.Scenario, string.Join(", ", recording.Systems.Keys), [recording]);
        }

        yield return Row("**all**", "", recordings);
        yield return "";
        foreach (IGrouping<string, FaultRecord> severity in recordings.SelectMany(recording => recording.Faults).GroupBy(fault => fault.Severity.ToString()!.ToLowerInvariant()).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            yield return Text($"- severity {severity.Key}: {severity.Count()}");
        }

        yield return Text($"- distinct pairs of system and fault: {recordings.SelectMany(recording => recording.Faults.Select(fault => (recording.Scenario, fault.System, fault.Kind))).Distinct().Count()}");
        yield return Text($"- faults with symptoms in other systems than their own: {recordings.Sum(recording => recording.Faults.Count(fault => fault.Symptoms is not null))}");
    }

    private static string Row(string name, string systems, IReadOnlyList<RecordingFile> recordings) => Text(
        $"| {name} | {systems} | {recordings.Sum(recording => recording.Files.Values.Sum(file => file.Lines)):N0} | {recordings.Sum(recording => recording.Seconds):N0} | {recordings.Sum(recording => recording.Faults.Count)} ({recordings.Sum(recording => recording.Faults.Count(fault => fault.Silent == true))}) | {recordings.Sum(recording => recording.Disturbances.Count)} | {recordings.Sum(Consequences):N0} |");

    private static long Consequences(RecordingFile recording) => recording.Faults.Sum(fault => fault.Lines?.Values.Sum(ranges => ranges.Sum(range => range[1] - range[0] + 1)) ?? 0);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
