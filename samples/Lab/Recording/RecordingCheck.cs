using Lab.Scenarios;

namespace Lab.Recording;

/// <summary>Whether a recording holds what its scenario promises.</summary>
internal static class RecordingCheck
{
    /// <summary>What is wrong, one sentence each, when it is held against the scenario as it is now.</summary>
    public static IEnumerable<string> Problems(RecordingFile recording) => Problems(recording, Scenario.Read(recording.Scenario).Events.Select(happening => happening.Kind));

    public static IEnumerable<string> Problems(RecordingFile recording, IEnumerable<string> kinds)
    {
        foreach (FaultRecord fault in recording.Faults)
        {
            if (fault.Silent != true && fault.Lines!.Count == 0)
            {
                yield return $"{recording.Scenario}: no line matches the patterns of {fault.Kind}; mend the patterns, make the fault worse, or mark it silent.";
            }

            if (fault.Silent != true && !fault.Trace!.IsVisible)
            {
                yield return $"{recording.Scenario}: {fault.Kind} leaves no trace, neither new lines nor other rates; make it worse or mark it silent.";
            }
        }

        foreach ((string log, LogRecordFile file) in recording.Files.Where(file => file.Value.Lines == 0))
        {
            yield return $"{recording.Scenario}: {log} of {file.System} is empty; look at its configuration.";
        }

        foreach (string missing in recording.Sample is not null ? [] : kinds.Except(recording.Events.Select(record => record.Kind)))
        {
            yield return $"{recording.Scenario}: {missing} did not happen; record again.";
        }
    }

    /// <summary>
    /// How two recordings of a scenario differ in kind: events, their root causes, whether they leave a trace, and which logs show consequences. Numbers of
    /// lines differ from run to run and are not compared.
    /// </summary>
    public static IEnumerable<string> Differences(RecordingFile one, RecordingFile other)
    {
        Dictionary<string, FaultRecord> others = other.Events.ToDictionary(record => record.Kind);
        foreach (FaultRecord record in one.Events)
        {
            if (!others.TryGetValue(record.Kind, out FaultRecord? twin))
            {
                if (other.Sample is not null)
                {
                    continue;
                }

                yield return $"{one.Scenario}: {record.Kind} is in one only";
            }
            else if (record.System != twin.System || record.Severity != twin.Severity)
            {
                yield return $"{one.Scenario}: {record.Kind} is {record.Severity} on {record.System} in one and {twin.Severity} on {twin.System} in the other";
            }
            else if (record.Lines is not null && !record.Lines.Keys.Order(StringComparer.Ordinal).SequenceEqual(twin.Lines!.Keys.Order(StringComparer.Ordinal)))
            {
                yield return $"{one.Scenario}: {record.Kind} shows in {string.Join(", ", record.Lines.Keys)} in one and in {string.Join(", ", twin.Lines!.Keys)} in the other";
            }
        }
    }
}
