using System.Globalization;
using LogGuardian.Core;

namespace LogGuardian;

/// <summary>Chooses how lines are grouped into windows.</summary>
public static class WindowBuilderExtensions
{
    private const int MaxOpenSources = 1024;
    private const int MaxLinesPerWindow = 100_000;

    /// <summary>Windows of a fixed number of lines per source; the last, shorter one is kept.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="size">Lines per window, 1 to 100,000.</param>
    /// <param name="step">Lines from one window's start to the next, 1 to <paramref name="size"/>; by default <paramref name="size"/>, which makes windows that do not overlap.</param>
    public static AnomalyDetectorBuilder WindowByCount(this AnomalyDetectorBuilder builder, int size, int? step = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (size is < 1 or > MaxLinesPerWindow)
        {
            throw new ArgumentOutOfRangeException(
                nameof(size), size, string.Create(CultureInfo.InvariantCulture, $"Window size is {size}; it must be 1 to {MaxLinesPerWindow}. Pass the number of lines per window."));
        }

        int stride = step ?? size;
        if (stride < 1 || stride > size)
        {
            throw new ArgumentOutOfRangeException(
                nameof(step), step, string.Create(CultureInfo.InvariantCulture, $"Window step is {stride}; it must be 1 to the window size, {size}. A larger step would lose lines."));
        }

        return builder.WindowBy(_ => new CountWindower(size, stride, MaxOpenSources));
    }

    /// <summary>
    /// Windows of event time per source, aligned to the epoch. A window also closes at 100,000 lines. Lines without a time, and
    /// late ones, join the open window.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="span">Length of a window; at least one millisecond.</param>
    public static AnomalyDetectorBuilder WindowByTime(this AnomalyDetectorBuilder builder, TimeSpan span)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (span < TimeSpan.FromMilliseconds(1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(span), span, string.Create(CultureInfo.InvariantCulture, $"Window span is {span}; it must be at least one millisecond. Pass, say, TimeSpan.FromSeconds(30)."));
        }

        return builder.WindowBy(_ => new TimeWindower(span, MaxLinesPerWindow, MaxOpenSources));
    }

    /// <summary>
    /// One window per session, across sources. A line that names several keys belongs to several sessions; one that names none belongs to
    /// no window and is counted as unassigned.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="keys">Finds the keys of a line.</param>
    /// <param name="idleFor">Event time without a line after which a session closes; default 5 minutes.</param>
    /// <param name="maxLines">Lines after which a session closes; default 10,000.</param>
    /// <param name="maxOpen">Sessions that may be open; default 100,000. Beyond that the one silent longest closes and is scored.</param>
    public static AnomalyDetectorBuilder WindowBySession(
        this AnomalyDetectorBuilder builder, SessionKeys keys, TimeSpan? idleFor = null, int maxLines = 10_000, int maxOpen = 100_000)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(keys);
        TimeSpan idle = idleFor ?? TimeSpan.FromMinutes(5);
        if (idle <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(
                nameof(idleFor), idleFor, string.Create(CultureInfo.InvariantCulture, $"Session idle time is {idle}; it must be more than zero. Pass, say, TimeSpan.FromMinutes(5)."));
        }

        if (maxLines is < 1 or > MaxLinesPerWindow)
        {
            throw new ArgumentOutOfRangeException(
                nameof(maxLines), maxLines, string.Create(CultureInfo.InvariantCulture, $"Session maxLines is {maxLines}; it must be 1 to {MaxLinesPerWindow}. Pass the number of lines after which a session closes."));
        }

        if (maxOpen < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(maxOpen), maxOpen, string.Create(CultureInfo.InvariantCulture, $"Session maxOpen is {maxOpen}; it must be at least 1. Pass the number of sessions that may be open."));
        }

        return builder.WindowBy(_ => new SessionWindower(keys, idle, maxLines, maxOpen));
    }
}
