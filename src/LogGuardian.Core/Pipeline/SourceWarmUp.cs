using System.Numerics;

namespace LogGuardian.Core;

/// <summary>The warm-up of a source: what was learned of it, and in which of its latest windows something was new.</summary>
internal sealed class SourceWarmUp
{
    // A warm-up lasts at most so many times as long as it should.
    internal const int MostTimes = 10;

    // Of the later half of its windows, the latest 64, one in so many may still hold something new.
    private const int CalmShare = 32;

    // A flood: of so many windows, half. What comes after it is believed when as many have come.
    private const int FloodWindows = 16;

    // One bit for each of the latest windows, the last one in the lowest.
    private ulong _news;
    private long _since;
    private long _windows;
    private long _firstTicks = long.MaxValue;
    private long _lastTicks;

    public WarmUpStage Stage { get; private set; }

    private long Lines { get; set; }

    public WarmUpReport Report => new(Stage, Lines, New, Recent, IsCalm);

    private int Recent => (int)Math.Min(64, (_since + 1) / 2);

    private int New => BitOperations.PopCount(_news & Latest(Recent));

    private bool IsCalm => New <= Recent / CalmShare;

    /// <summary>Counts a window of the warm-up.</summary>
    /// <param name="window">The window.</param>
    /// <param name="isNew">Whether it would have been reported for what teaches.</param>
    /// <param name="options">How long the warm-up should be.</param>
    /// <returns>Where the source is now.</returns>
    public WarmUpStage Learn(LogWindow window, bool isNew, LearningOptions options)
    {
        Count(window, isNew);
        bool isLongEnough = Stage == WarmUpStage.First
            ? Lines >= options.WarmUpLines
                || (_windows >= LearningProgress.LeastWindows && options.WarmUpTime is { } time && _lastTicks > _firstTicks && _lastTicks - _firstTicks >= time.Ticks)
            : _since >= FloodWindows;
        if (Lines >= MostTimes * (long)options.WarmUpLines)
        {
            Stage = WarmUpStage.Done;
        }
        else if (isLongEnough)
        {
            Stage = IsCalm ? WarmUpStage.Young : WarmUpStage.Longer;
        }

        return Stage;
    }

    /// <summary>Counts a window that was judged soon after the warm-up.</summary>
    /// <returns>Where the source is now: back in the warm-up when new things flood it.</returns>
    public WarmUpStage Judge(LogWindow window, bool isNew, LearningOptions options)
    {
        Count(window, isNew);
        if (Lines >= MostTimes * (long)options.WarmUpLines)
        {
            Stage = WarmUpStage.Done;
        }
        else if (2 * BitOperations.PopCount(_news & Latest(FloodWindows)) >= FloodWindows)
        {
            Stage = WarmUpStage.Longer;
            _since = 0;
            _news = 0;
        }

        return Stage;
    }

    private static ulong Latest(int windows) => windows >= 64 ? ulong.MaxValue : (1UL << windows) - 1;

    private void Count(LogWindow window, bool isNew)
    {
        Lines += window.Count;
        _windows++;
        _since++;
        _news = (_news << 1) | (isNew ? 1UL : 0);
        _firstTicks = Math.Min(_firstTicks, window.Start?.UtcTicks ?? long.MaxValue);
        _lastTicks = Math.Max(_lastTicks, window.End?.UtcTicks ?? 0);
    }
}
