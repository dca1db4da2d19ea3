using LogGuardian.Evaluation;

namespace LogGuardian.Tests.Evaluation.Running;

/// <summary>Takes sessions with an event of its own choice for anomalies, and notes what it is given.</summary>
internal sealed class SpyMethod(MethodNeeds needs, EventTable events, Spied spied) : IEvaluationMethod
{
    public string Name => "spy";

    public MethodNeeds Needs => needs;

    public double Threshold => 0.5;

    public async Task TrainAsync(IAsyncEnumerable<EvaluationUnit> training, CancellationToken cancellationToken = default)
    {
        spied.Trainings++;
        if (spied.Unfit.Contains(spied.Trainings))
        {
            throw new UnfitTrainingException("The spy saw nothing; it needs more.");
        }

        await foreach (EvaluationUnit unit in training.WithCancellation(cancellationToken))
        {
            spied.Training.Add(unit);
        }
    }

    public ValueTask ScoreAsync(ReadOnlyMemory<EvaluationUnit> units, Memory<UnitScore> scores, CancellationToken cancellationToken = default)
    {
        if (spied.Fails)
        {
            throw new InvalidOperationException("The spy was caught.");
        }

        for (int i = 0; i < units.Length; i++)
        {
            EvaluationUnit unit = units.Span[i];
            spied.Test.Add(unit);
            scores.Span[i] = new UnitScore(unit.Events.ToArray().Any(e => events[e].Text.Contains('9', StringComparison.Ordinal)) ? 1 : 0);
        }

        return ValueTask.CompletedTask;
    }
}
