using LogGuardian.Evaluation;
using LogGuardian.Inference;

namespace LogGuardian.Cli;

/// <summary>What LogLLM answers, as its authors measure it: nothing is learned or calibrated from the training part, and a window is anomalous when the answer says so.</summary>
internal sealed class AnswerMethod(string name, EventTable events, ModelBundle bundle) : IEvaluationMethod, IDisposable
{
    private readonly IDetector _detector = bundle.CreateLogLlm();

    public string Name => name;

    public MethodNeeds Needs => MethodNeeds.Lines;

    /// <summary>As likely as not.</summary>
    public double Threshold => 0.5;

    public bool ScoresAreProbabilities => true;

    public Task TrainAsync(IAsyncEnumerable<EvaluationUnit> training, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public async ValueTask ScoreAsync(ReadOnlyMemory<EvaluationUnit> units, Memory<UnitScore> scores, CancellationToken cancellationToken = default)
    {
        var windows = new LogWindow[units.Length];
        for (int i = 0; i < windows.Length; i++)
        {
            windows[i] = units.Span[i].Window ?? WindowOf(units.Span[i]);
        }

        float[] odds = new float[units.Length];
        await _detector.ScoreAsync(windows, odds, cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < odds.Length; i++)
        {
            scores.Span[i] = new UnitScore(odds[i] / (1.0 + odds[i]));
        }
    }

    public void Dispose() => ((IDisposable)_detector).Dispose();

    /// <summary>Lines that have nothing but their templates.</summary>
    private LogWindow WindowOf(EvaluationUnit unit)
    {
        var logs = new ParsedLog[unit.Events.Length];
        for (int i = 0; i < logs.Length; i++)
        {
            logs[i] = new ParsedLog(new LogLine("unit", i + 1, default), default, events[unit.Events.Span[i]], default);
        }

        return new LogWindow(WindowKind.Session, logs, unit.Key);
    }
}
