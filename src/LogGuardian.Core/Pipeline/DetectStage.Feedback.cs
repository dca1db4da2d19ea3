namespace LogGuardian.Core;

/// <content>What a user says of windows.</content>
internal sealed partial class DetectStage
{
    /// <summary>Remembers what a window is, and learns it when it is normal.</summary>
    public async ValueTask MarkAsync(LogWindow window, bool isAnomaly, DateTimeOffset at, Func<LogTemplate, double> shareOf, CancellationToken cancellationToken)
    {
        RawScores raw = await ScoreRawAsync([window], isLearning: true, cancellationToken).ConfigureAwait(false);
        feedback.Add(MarkedWindow.Of(window, Collect(window, raw.Of(0).Span), isAnomaly, at, shareOf));
        if (!isAnomaly)
        {
            await learner.TeachAsync(window, cancellationToken).ConfigureAwait(false);
        }
    }
}
