namespace LogGuardian.Evaluation;

/// <summary>What a method said of a fault or a disturbance.</summary>
/// <param name="Injection">What was done.</param>
/// <param name="Units">Units of the test set with lines that were written meanwhile.</param>
/// <param name="Anomalous">Those of them that hold a direct consequence.</param>
/// <param name="Reported">Those of the units that were reported: of a fault it is found when there is one, of a disturbance each is a false alarm.</param>
/// <param name="Delay">From the injection to the end of the first reported unit, because a unit is judged when it is complete; null when none is or times are not known.</param>
public sealed record InjectionScore(Injection Injection, int Units, int Anomalous, int Reported, TimeSpan? Delay);
