using System.Text;

namespace Lab.Recording;

/// <summary>The beginning of a recording that fits a size: its baseline and as many of its first events as there is room for. Nothing is thinned out.</summary>
internal static class Sample
{
    private const int FewestEvents = 4;

    public static void Write(string folder, string output, long mostBytes)
    {
        RecordingFile recording = RecordingFile.Read(folder);
        FaultRecord[] events = [.. recording.Events];
        Dictionary<string, double> bytesPerLine = recording.Files.ToDictionary(
            log => log.Key, log => log.Value.Lines == 0 ? 0 : new FileInfo(Path.Combine(folder, log.Key + ".zst")).Length / (double)log.Value.Lines);
        int kept = events.Length;
        while (kept > FewestEvents && recording.Files.Keys.Sum(log => bytesPerLine[log] * Lines(recording, events, log, kept)) > mostBytes)
        {
            kept--;
        }

        Directory.CreateDirectory(output);
        foreach (string log in recording.Files.Keys)
        {
            using var writer = new StreamWriter(RecordingFile.Create(output, log), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            foreach (string line in recording.ReadLines(folder, log).Take((int)Lines(recording, events, log, kept)))
            {
                writer.Write(line);
                writer.Write('\n');
            }
        }

        HashSet<string> kinds = [.. events.Take(kept).Select(record => record.Kind)];
        (recording with
        {
            Seconds = kept < events.Length ? Math.Round((events[kept].Start - recording.Recorded).TotalSeconds, 1) : recording.Seconds,
            Sample = kept < events.Length ? FormattableString.Invariant($"the first {kept} of {events.Length} events") : null,
            Files = recording.Files.ToDictionary(log => log.Key, log => log.Value with { Lines = Lines(recording, events, log.Key, kept) }),
            Faults = [.. recording.Faults.Where(fault => kinds.Contains(fault.Kind))],
            Disturbances = [.. recording.Disturbances.Where(disturbance => kinds.Contains(disturbance.Kind))],
        }).Write(output);
    }

    /// <summary>How many lines of a log come before the first event that is not kept.</summary>
    private static long Lines(RecordingFile recording, FaultRecord[] events, string log, int kept) =>
        events.Skip(kept).Select(record => record.Span.TryGetValue(log, out long[]? span) ? span[0] - 1 : (long?)null).FirstOrDefault(lines => lines is not null) ?? recording.Files[log].Lines;
}
