namespace LogGuardian.Core;

/// <summary>How far the warm-up of a source is.</summary>
/// <param name="Stage">Where it is.</param>
/// <param name="Lines">Lines of the source so far.</param>
/// <param name="New">Of the latest windows, those that had something new.</param>
/// <param name="Recent">The latest windows that count.</param>
/// <param name="IsCalm">Whether these are few enough.</param>
internal readonly record struct WarmUpReport(WarmUpStage Stage, long Lines, int New, int Recent, bool IsCalm);
