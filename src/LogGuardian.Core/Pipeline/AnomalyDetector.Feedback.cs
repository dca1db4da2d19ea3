namespace LogGuardian;

/// <content>What a user says of windows.</content>
public sealed partial class AnomalyDetector
{
    /// <summary>
    /// Says that a window was normal. Takes effect at once and is part of the state: it is learned, and from now on windows like it, and windows that are strange for no other
    /// reasons than it was, are below the threshold. The latest 256 windows that were marked count; of marks that contradict each other the later one.
    /// </summary>
    /// <param name="window">The window, such as <see cref="Detection.Window"/>.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public Task MarkNormalAsync(LogWindow window, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(window);
        _successors.Mark(window);
        return MarkAsync(window, isAnomaly: false, cancellationToken);
    }

    /// <summary>
    /// Says that a window was an anomaly. Takes effect at once and is part of the state: from now on windows like it, and windows alike that have the templates which set it
    /// apart from others, reach the threshold, and <see cref="EvidenceKind.MarkedAnomaly"/> says so. The latest 256 windows that were marked count; of marks that
    /// contradict each other the later one.
    /// </summary>
    /// <param name="window">The window, such as <see cref="Detection.Window"/>.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public Task MarkAnomalyAsync(LogWindow window, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(window);
        return MarkAsync(window, isAnomaly: true, cancellationToken);
    }

    private async Task MarkAsync(LogWindow window, bool isAnomaly, CancellationToken cancellationToken) =>
        await CreateStage().MarkAsync(_successors.Canonical(window), isAnomaly, _context.Clock.GetUtcNow(), _successors.ShareOf, cancellationToken).ConfigureAwait(false);
}
