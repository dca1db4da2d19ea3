namespace LogGuardian.Training;

/// <summary>A value that was measured while training: a line of <c>metrics.jsonl</c>.</summary>
/// <param name="Step">Steps so far in all stages together.</param>
/// <param name="Epoch">The epoch of the stage, from 1.</param>
/// <param name="Stage">Name of the stage.</param>
/// <param name="Name">What was measured; <see cref="RunMetricNames"/> are those that reports show as curves.</param>
/// <param name="Value">The value; may be no number, such as a loss that exploded.</param>
/// <param name="Time">When.</param>
internal sealed record RunMetric(long Step, int Epoch, string Stage, string Name, double Value, DateTimeOffset Time);
