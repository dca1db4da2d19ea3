using Lab.Scenarios;

namespace Lab.Recording;

/// <summary>
/// Labels the lines of a recording by the patterns of its scenario, and says what trace each event left. It needs nothing but the recording: when a pattern is
/// mended, nothing has to be recorded again.
/// </summary>
internal static class Labeller
{
    /// <summary>Labels by the scenario as it is now.</summary>
    public static RecordingFile Label(string folder) => Label(folder, Scenario.Read(RecordingFile.Read(folder).Scenario).Events);

    public static RecordingFile Label(string folder, IReadOnlyList<ScenarioEvent> scenario)
    {
        RecordingFile recording = RecordingFile.Read(folder);
        Dictionary<string, ScenarioEvent> rules = scenario.ToDictionary(happening => happening.Kind);
        EventLines[] events =
        [
            .. recording.Events.Select(record => new EventLines(record, rules.GetValueOrDefault(record.Kind)
                ?? throw new InvalidDataException($"'{folder}' holds {record.Kind}, and scenario '{recording.Scenario}' does not; label it with the scenario that it was recorded with."))),
        ];
        Dictionary<string, int> undisturbed = [];
        foreach (string log in recording.Files.Keys)
        {
            long number = 0;
            foreach (string line in recording.ReadLines(folder, log))
            {
                number++;
                if (events.FirstOrDefault(next => next.Spans(log, number)) is { } within)
                {
                    within.Add(log, number, line);
                }
                else
                {
                    string shape = EventLines.ShapeKey(log, line);
                    undisturbed[shape] = undisturbed.GetValueOrDefault(shape) + 1;
                }
            }
        }

        double undisturbedSeconds = recording.Seconds - events.Sum(next => next.Seconds);
        FaultRecord[] records = [.. events.Select(next => next.Labelled(recording.Files, undisturbed, undisturbedSeconds))];
        RecordingFile labelled = recording with { Faults = [.. records.Where(record => record.Severity is not null)], Disturbances = [.. records.Where(record => record.Severity is null)] };
        labelled.Write(folder);
        return labelled;
    }
}
