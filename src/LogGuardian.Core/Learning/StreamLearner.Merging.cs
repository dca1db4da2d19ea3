namespace LogGuardian.Core;

/// <content>Taking in what a replica learned.</content>
internal sealed partial class StreamLearner
{
    /// <summary>
    /// Adds what the detectors of a replica know to all models, so that none of them takes it for a change: not for a drift, nor for an update to take back. What
    /// is being tried out goes on.
    /// </summary>
    /// <param name="other">The replica, which learned nothing since it was loaded.</param>
    /// <param name="merge">Merges what stands beside the detectors, before they are; gives the templates that supersede others.</param>
    /// <param name="cancellationToken">Stops the waiting; once begun, it is done.</param>
    public async Task MergeAsync(StreamLearner other, Func<IReadOnlyList<LogTemplate>> merge, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await SettleAsync().ConfigureAwait(false);
            IReadOnlyList<LogTemplate> general = merge();
            Calibration calibration = other._live.Calibration;
            new LearnedModel(_detectors, _cascade, _live.Calibration, _guard).MergeFrom(other._detectors, calibration, general);
            _progress.Merge(other._progress);
            if (!_started)
            {
                return;
            }

            RenewShadow();
            foreach (LearnedModel model in _hasCheckpoint ? (LearnedModel[])[_anchor, _checkpoint] : [_anchor])
            {
                model.MergeFrom(other._detectors, calibration, general);
            }

            await _sentinels.ReviseAsync(_live, Limit(_live)).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }
}
