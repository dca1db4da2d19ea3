namespace Lab.Recording;

/// <summary>What an author looks at to write patterns: for each event the lines of its span whose shape does not come outside events, and what was labelled.</summary>
internal static class SpanView
{
    public static IEnumerable<string> Of(string folder, string? kind)
    {
        RecordingFile recording = RecordingFile.Read(folder);
        FaultRecord[] events = [.. recording.Events];
        Dictionary<(int Event, string Log, string Shape), (int Lines, int Labelled, string Example)> seen = [];
        HashSet<(string Log, string Shape)> undisturbed = [];
        foreach (string log in recording.Files.Keys)
        {
            long number = 0;
            foreach (string line in recording.ReadLines(folder, log))
            {
                number++;
                string shape = LineShape.Of(line);
                int within = Array.FindIndex(events, record => record.Spans(log, number));
                if (within < 0)
                {
                    undisturbed.Add((log, shape));
                    continue;
                }

                bool isLabelled = events[within].Labels(log, number);
                (int count, int labelled, string example) = seen.GetValueOrDefault((within, log, shape), (0, 0, line));
                seen[(within, log, shape)] = (count + 1, labelled + (isLabelled ? 1 : 0), example);
            }
        }

        for (int i = 0; i < events.Length; i++)
        {
            if (kind is not null && events[i].Kind != kind)
            {
                continue;
            }

            yield return $"{events[i].Kind} on {events[i].System}";
            foreach (var row in seen.Where(row => row.Key.Event == i).OrderBy(row => row.Key.Log, StringComparer.Ordinal).ThenByDescending(row => row.Value.Lines))
            {
                bool isNew = !undisturbed.Contains((row.Key.Log, row.Key.Shape));
                if (isNew || row.Value.Labelled > 0)
                {
                    yield return $"  {row.Key.Log} {(isNew ? "new" : "old")} {row.Value.Lines} lines, {row.Value.Labelled} labelled: {row.Value.Example}";
                }
            }
        }
    }
}
