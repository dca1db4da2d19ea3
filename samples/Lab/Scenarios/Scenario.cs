using System.Text.Json;
using System.Text.RegularExpressions;

namespace Lab.Scenarios;

/// <summary>What runs together, what it is asked to do, and what happens to it meanwhile: <c>scenarios/NAME.json</c>.</summary>
internal sealed record Scenario
{
    /// <summary>The name: that of the file.</summary>
    public string Name { get; init; } = "";

    public required string Description { get; init; }

    /// <summary>
    /// What runs, in the order of its start: a kind of system, or <c>name: kind</c>. The name is that of the log's system in the labels.
    /// </summary>
    public required IReadOnlyList<string> Systems { get; init; }

    /// <summary>Lines of <c>sh</c>, each of which works as users do until the scenario ends.</summary>
    public required IReadOnlyList<string> Load { get; init; }

    /// <summary>Variables that all commands of the scenario see.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Patterns that several events share, by a name that <c>lines</c> refer to as <c>=name</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Patterns { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Seconds of undisturbed work before the first event.</summary>
    public int Baseline { get; init; } = 150;

    /// <summary>Seconds of undisturbed work between two events: at least, and at most.</summary>
    public IReadOnlyList<int> Gap { get; init; } = [15, 30];

    /// <summary>Seconds of a day: within them the load rises and falls once.</summary>
    public int Day { get; init; } = 60;

    /// <summary>Whether the data of all systems lie behind a process that can be made slow (bindfs), which the action <c>slow-disk</c> needs.</summary>
    public bool SlowDisks { get; init; }

    /// <summary>What happens, in an order that the seed decides.</summary>
    public required IReadOnlyList<ScenarioEvent> Events { get; init; }

    /// <summary>Systems by name.</summary>
    public IEnumerable<(string Name, string Kind)> Instances() =>
        Systems.Select(system => system.Split(':', 2, StringSplitOptions.TrimEntries)).Select(parts => (parts[0], parts[^1]));

    /// <summary>All Debian packages that it needs.</summary>
    public IEnumerable<string> Packages() => [.. Instances().SelectMany(system => SystemDefinition.Read(system.Kind).Packages).Distinct(), .. SlowDisks ? ["bindfs"] : Array.Empty<string>()];

    public static IReadOnlyList<string> Names() =>
        [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "scenarios"), "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    public static Scenario Read(string name)
    {
        string file = Path.Combine(AppContext.BaseDirectory, "scenarios", name + ".json");
        if (!File.Exists(file))
        {
            throw new InvalidDataException($"There is no scenario '{name}'; it must be one of {string.Join(", ", Names())}.");
        }

        Scenario scenario = JsonSerializer.Deserialize<Scenario>(File.ReadAllText(file), LabJson.Options)! with { Name = name };
        scenario = scenario with { Events = [.. scenario.Events.Select(happening => happening with { Lines = happening.Lines.ToDictionary(log => log.Key, IReadOnlyList<string> (log) => [.. log.Value.SelectMany(scenario.Expanded)]) })] };
        scenario.Check();
        return scenario;
    }

    private IReadOnlyList<string> Expanded(string pattern) => pattern is not ['=', ..] ? [pattern]
        : Patterns.TryGetValue(pattern[1..], out IReadOnlyList<string>? patterns) ? patterns
        : throw new InvalidDataException($"Scenario '{Name}': '{pattern}' is not among its patterns; it must be one of {string.Join(", ", Patterns.Keys)}.");

    private void Check()
    {
        HashSet<string> names = [.. Instances().Select(system => system.Name)];
        HashSet<string> logs = [.. Instances().SelectMany(system => SystemDefinition.Read(system.Kind).LogsOf(system.Name))];
        foreach (ScenarioEvent happening in Events)
        {
            happening.Check(Name);
            if (happening.Steps().FirstOrDefault(step => !names.Contains(step.System)) is { System: { } unknown })
            {
                throw new InvalidDataException($"Scenario '{Name}', {happening.Kind}: it happens on '{unknown}'; it must be one of its systems, {string.Join(", ", names)}.");
            }

            if (!SlowDisks && happening.Steps().Any(step => step.Action.StartsWith("slow-disk ", StringComparison.Ordinal)))
            {
                throw new InvalidDataException($"Scenario '{Name}', {happening.Kind}: the disk of '{happening.On}' cannot be made slow; 'slowDisks' must be true.");
            }

            foreach ((string log, IReadOnlyList<string> patterns) in happening.Lines)
            {
                if (!logs.Contains(log))
                {
                    throw new InvalidDataException($"Scenario '{Name}', {happening.Kind}: 'lines' names the log '{log}'; it must be one of {string.Join(", ", logs)}.");
                }

                foreach (string pattern in patterns)
                {
                    _ = new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
                }
            }
        }

        if (Events.GroupBy(happening => happening.Kind).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new InvalidDataException($"Scenario '{Name}' holds '{twice.Key}' twice; the kind of an event must be unique in it. Say what differs, such as a severity, in the kind.");
        }
    }
}
