namespace LogGuardian.Evaluation;

/// <summary>Which faults of a recording were found, and what else was reported.</summary>
/// <param name="Scores">Each fault and each disturbance of the test set, in order of its first unit.</param>
/// <param name="QuietUnits">Units during which nothing was done.</param>
/// <param name="QuietReported">Those of them that were reported.</param>
public sealed record InjectionMetrics(IReadOnlyList<InjectionScore> Scores, int QuietUnits, int QuietReported)
{
    internal static InjectionMetrics? Of(PredictionSet set)
    {
        if (set.Contexts.All(context => context.Injections is not { Count: > 0 }))
        {
            return null;
        }

        OrderedDictionary<Injection, InjectionScore> scores = [];
        int quiet = 0;
        int quietReported = 0;
        foreach ((UnitPrediction prediction, UnitContext context) in set.Predictions.Zip(set.Contexts))
        {
            if (context.Injections is not { Count: > 0 } injections)
            {
                quiet++;
                quietReported += prediction.Predicted ? 1 : 0;
                continue;
            }

            foreach (Injection injection in injections)
            {
                InjectionScore score = scores.TryGetValue(injection, out InjectionScore? known) ? known : new InjectionScore(injection, 0, 0, 0, null);
                TimeSpan? delay = prediction.Predicted ? context.End - injection.Start : null;
                scores[injection] = score with
                {
                    Units = score.Units + 1,
                    Anomalous = score.Anomalous + (prediction.Label ? 1 : 0),
                    Reported = score.Reported + (prediction.Predicted ? 1 : 0),
                    Delay = score.Delay is { } before && !(delay < before) ? before : delay,
                };
            }
        }

        return new InjectionMetrics([.. scores.Values], quiet, quietReported);
    }
}
