namespace LogGuardian.Evaluation;

/// <summary>Counts results and tells how far a run is. Safe for concurrent callers.</summary>
internal sealed class RunLog(IProgress<EvaluationProgress>? progress)
{
    private readonly Lock _gate = new();
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
