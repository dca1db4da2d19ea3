using Lab.Scenarios;

namespace Lab.Running;

/// <summary>An event with the times of the injector's clock, and how long each log was when it began and when its consequences had died away.</summary>
internal sealed record HappenedEvent(
    ScenarioEvent Event,
    DateTimeOffset Injected,
    DateTimeOffset Undone,
    DateTimeOffset Recovered,
    DateTimeOffset End,
    IReadOnlyDictionary<string, long> First,
    IReadOnlyDictionary<string, long> Last);
