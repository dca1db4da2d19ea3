namespace LogGuardian.Evaluation;

/// <summary>Counts results and tells how far a run is. Safe for concurrent callers.</summary>
internal sealed class RunLog(IProgress<EvaluationProgress>? progress)
{
    private readonly Lock _gate = new();
    private readonly List<(EvaluationCase Case, string Warning, UnfitTrainingException Reason)> _leftOut = [];
    private int _done;
    private int _total;

    /// <summary>Taken while predictions are handed over, so that they come one after the other.</summary>
    public SemaphoreSlim Predictions { get; } = new(1, 1);

    public void Expect(int results)
    {
        lock (_gate)
        {
            _total += results;
        }
    }

    /// <summary>What was left out, and why, in no order.</summary>
    public IReadOnlyList<(EvaluationCase Case, string Warning, UnfitTrainingException Reason)> LeftOut
    {
        get
        {
            lock (_gate)
            {
                return [.. _leftOut];
            }
        }
    }

    public void LeaveOut(EvaluationCase @case, string what, UnfitTrainingException reason)
    {
        lock (_gate)
        {
            _leftOut.Add((@case, $"{what} is left out: {reason.Message}", reason));
        }

        End(what);
    }

    public void Begin(string what) => Tell(what, 0);

    public void End(string what) => Tell(what, 1);

    private void Tell(string what, int done)
    {
        lock (_gate)
        {
            _done += done;
            progress?.Report(new EvaluationProgress(_done, _total, what));
        }
    }
}
