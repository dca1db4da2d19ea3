using System.Text.Json.Nodes;

namespace LogGuardian.Training;

/// <summary>Whether a run that goes on is the one that began.</summary>
internal static class RunComparison
{
    private const string Nothing = "nothing";

    /// <summary>Refuses what would end with other weights than the run that began.</summary>
    /// <param name="path">The run's folder, for the message.</param>
    /// <param name="record">What began.</param>
    /// <param name="configuration">All that is set now.</param>
    /// <param name="data">The files that are read now.</param>
    /// <param name="sets">Checksums of the windows that are learned now.</param>
    /// <exception cref="TrainingException">Something differs; the message says what, and what to do.</exception>
    public static void Check(string path, RunRecord record, JsonNode configuration, IReadOnlyList<RunDataFile> data, IReadOnlyDictionary<string, string> sets)
    {
        // What the messages of failures say to lower may be lower; whom the system killed for its memory could not even say so.
        HashSet<string> free = [nameof(LoopOptions.CheckpointEvery)];
        if (record.Outcome is RunOutcome.Failed or RunOutcome.Running)
        {
            free.Add(nameof(LoopOptions.MicroBatchSize));
        }

        if (record.Outcome == RunOutcome.Failed)
        {
            free.Add(nameof(StageOptions.LearningRate));
        }

        (string Name, string Was, string Is)? other = Differences("", record.Configuration, configuration)
            .Where(each => !free.Contains(each.Name[(each.Name.LastIndexOf('.') + 1)..]))
            .Concat(Files(record.Data, data))
            .Concat(sets.Where(set => record.Sets.TryGetValue(set.Key, out string? was) && was != set.Value).Select(set => ($"the checksum of the {set.Key}", record.Sets[set.Key], set.Value)))
            .Cast<(string, string, string)?>()
            .FirstOrDefault();
        if (other is { } found)
        {
            throw new TrainingException(
                $"The run in '{path}' began with other settings or data: {found.Name} was {found.Was}; now it is {found.Is}. Go on with what it began with, or begin another run in another folder.");
        }
    }

    private static IEnumerable<(string Name, string Was, string Is)> Differences(string name, JsonNode? was, JsonNode? now)
    {
        if (was is JsonObject before && now is JsonObject after)
        {
            return before.Select(each => each.Key).Union(after.Select(each => each.Key))
                .SelectMany(key => Differences(name.Length == 0 ? key : $"{name}.{key}", before[key], after[key]));
        }

        (string one, string other) = (Text(was), Text(now));
        return one == other ? [] : [(name, one, other)];
    }

    private static IEnumerable<(string Name, string Was, string Is)> Files(IReadOnlyList<RunDataFile> was, IReadOnlyList<RunDataFile> now)
    {
        if (was.Count != now.Count)
        {
            return [("the number of data files", FormattableString.Invariant($"{was.Count}"), FormattableString.Invariant($"{now.Count}"))];
        }

        // Files may have been moved.
        return was.Zip(now).Where(pair => pair.First.Sha256 != pair.Second.Sha256).Select(pair => ($"the checksum of '{pair.Second.Path}'", pair.First.Sha256, pair.Second.Sha256));
    }

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? Nothing;
}
