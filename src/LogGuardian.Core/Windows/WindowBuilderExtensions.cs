using System.Globalization;
using LogGuardian.Core;

namespace LogGuardian;

/// <summary>Chooses how lines are grouped into windows.</summary>
public static class WindowBuilderExtensions
{
    private const int MaxOpenSources = 1024;
    private const int MaxLinesPerWindow = 100_000;
    private const int MaxOverlap = 1_000;

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
    /// Windows of event time per source, aligned to the epoch. A window closes when the source's watermark, its latest event time less
    /// <paramref name="lateness"/>, passes its end, and at 100,000 lines. A line that comes later than that joins the oldest window still open and is counted
    /// in <see cref="PipelineCounts.RecordsLate"/>; after 1,000 such lines in a row the watermark goes back to them. Lines without a time join the newest
    /// window. Where windows overlap, one that would hold only lines of the window before it is left out.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="span">Length of a window; at least one millisecond.</param>
    /// <param name="step">Time from one window to the next; <paramref name="span"/> must be 1 to 1,000 times as long. By default <paramref name="span"/>, which makes windows that do not overlap.</param>
    /// <param name="lateness">How far behind the source's latest event time a line may come; by default zero, at most 1 day.</param>
    /// <param name="idleFor">Silence of a source, by the clock of <see cref="AnomalyDetectorBuilder.WithTimeProvider"/>, after which its windows close; at least 10 milliseconds, and noticed within twice that time. By default they wait for its next line.</param>
    public static AnomalyDetectorBuilder WindowByTime(
        this AnomalyDetectorBuilder builder, TimeSpan span, TimeSpan? step = null, TimeSpan? lateness = null, TimeSpan? idleFor = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (span < TimeSpan.FromMilliseconds(1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(span), span, string.Create(CultureInfo.InvariantCulture, $"Window span is {span}; it must be at least one millisecond. Pass, say, TimeSpan.FromSeconds(30)."));
        }

        TimeSpan stride = step ?? span;
        if (stride <= TimeSpan.Zero || span.Ticks % stride.Ticks != 0 || span.Ticks / stride.Ticks > MaxOverlap)
        {
            throw new ArgumentOutOfRangeException(
                nameof(step), step, string.Create(CultureInfo.InvariantCulture, $"Window step is {stride}; the window span, {span}, must be 1 to {MaxOverlap} times as long. Pass, say, a tenth of the span."));
        }

        TimeSpan tolerance = lateness ?? TimeSpan.Zero;
        if (tolerance < TimeSpan.Zero || tolerance > TimeSpan.FromDays(1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(lateness), lateness, string.Create(CultureInfo.InvariantCulture, $"Window lateness is {tolerance}; it must be zero to one day. Pass how far lines come out of order, say, TimeSpan.FromSeconds(5)."));
        }

        if (idleFor < TimeSpan.FromMilliseconds(10))
        {
            throw new ArgumentOutOfRangeException(
                nameof(idleFor), idleFor, string.Create(CultureInfo.InvariantCulture, $"Window idle time is {idleFor}; it must be at least 10 milliseconds. Pass, say, TimeSpan.FromMinutes(1), or null."));
        }

        return builder.WindowBy(context => new TimeWindower(span, stride, tolerance, idleFor, MaxLinesPerWindow, MaxOpenSources, context.Clock));
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
    /// <param name="earlyAfter">
    /// Lines after which a session is looked at while it is still open, and again whenever they have doubled; at least 1, by default never. An anomaly that
    /// further lines cannot take back is reported at once; when the session closes, its detection has <see cref="Detection.RevisesEarly"/>.
    /// </param>
    public static AnomalyDetectorBuilder WindowBySession(
        this AnomalyDetectorBuilder builder, SessionKeys keys, TimeSpan? idleFor = null, int maxLines = 10_000, int maxOpen = 100_000, int? earlyAfter = null)
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

        if (earlyAfter < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(earlyAfter), earlyAfter, string.Create(CultureInfo.InvariantCulture, $"Session earlyAfter is {earlyAfter}; it must be at least 1. Pass the number of lines, say, 20, or null."));
        }

        return builder.WindowBy(_ => new SessionWindower(keys, idle, maxLines, maxOpen, earlyAfter));
    }
}
