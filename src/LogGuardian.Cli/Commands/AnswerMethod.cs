using LogGuardian.Evaluation;
using LogGuardian.Inference;

namespace LogGuardian.Cli;

/// <summary>What LogLLM answers, as its authors measure it: nothing is learned or calibrated from the training part, and a window is anomalous when the answer says so.</summary>
internal sealed class AnswerMethod(string name, EventTable events, ModelBundle bundle) : IEvaluationMethod, IDisposable
{
    /// <summary>From here on an anomaly is as likely as not.</summary>
    public const double Likely = 0.5;

    private readonly IDetector _detector = bundle.CreateLogLlm();

    public string Name => name;

    public MethodNeeds Needs => MethodNeeds.Lines;

    public double Threshold => Likely;

    public bool ScoresAreProbabilities => true;

    public Task TrainAsync(IAsyncEnumerable<EvaluationUnit> training, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public async ValueTask ScoreAsync(ReadOnlyMemory<EvaluationUnit> units, Memory<UnitScore> scores, CancellationToken cancellationToken = default)
    {
        var windows = new LogWindow[units.Length];
        for (int i = 0; i < windows.Length; i++)
        {
            windows[i] = units.Span[i].ToWindow(events);
        }

        float[] odds = new float[units.Length];
        await _detector.ScoreAsync(windows, odds, cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < odds.Length; i++)
        {
            scores.Span[i] = new UnitScore(odds[i] / (1.0 + odds[i]));
        }
    }

    public void Dispose() => ((IDisposable)_detector).Dispose();
}
