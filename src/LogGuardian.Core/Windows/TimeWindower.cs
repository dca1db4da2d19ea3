using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// Windows of event time, aligned to the epoch. Time is cut into steps; when the watermark (latest event time less the lateness, per source)
/// passes the end of a step that has lines, the window that ends with it closes. A window that would end with an empty step holds nothing that the
/// one before does not hold, and is left out. A line whose step has passed joins the oldest open one and is counted as late; a line without a time
/// joins the newest.
/// </summary>
/// <param name="span">Length of a window, a multiple of <paramref name="step"/>.</param>
/// <param name="step">From the end of one window to that of the next.</param>
/// <param name="lateness">How far behind the latest event time lines may come.</param>
/// <param name="idleFor">Wall-clock silence after which a source's windows close; null for never.</param>
/// <param name="maxLines">Lines of a source at which its windows close.</param>
/// <param name="maxOpenSources">Sources with open windows; beyond that those of the one silent longest close.</param>
/// <param name="clock">Measures the silence.</param>
internal sealed class TimeWindower(TimeSpan span, TimeSpan step, TimeSpan lateness, TimeSpan? idleFor, int maxLines, int maxOpenSources, TimeProvider clock)
    : PerSourceWindower<TimeWindower.OpenWindows>(maxOpenSources)
{
    // So many late lines in a row mean that the latest time was wrong (a clock that was set, one line of the far future), not that lines are late.
    private const int MaxLateRun = 1_000;

    // A busy source must not keep the windows of a silent one open.
    private const int LinesPerIdleCheck = 1_024;

    private readonly long _overlap = span.Ticks / step.Ticks;
    private int _unchecked;

    public override TimeSpan? IdleFor => idleFor;

    public override string StateName => "time";

    public override void CloseIdle(ICollection<LogWindow> closed)
    {
        _unchecked = 0;
        foreach (OpenWindows open in Open)
        {
            if (open.Lines.Count > 0 && clock.GetElapsedTime(open.LastHeard) >= idleFor)
            {
                Close(open, closed);
            }
        }
    }

    protected override OpenWindows Create() => new() { LastHeard = clock.GetTimestamp() };

    protected override void Append(OpenWindows open, in ParsedLog log, ICollection<LogWindow> closed)
    {
        if (idleFor is not null)
        {
            open.LastHeard = clock.GetTimestamp();
            if (++_unchecked >= LinesPerIdleCheck)
            {
                CloseIdle(closed);
            }
        }

        long at = Place(open, log.UtcTicks, closed);
        open.Lines.Add((at, log));
        if (open.Lines.Count >= maxLines)
        {
            Close(open, closed);
        }
    }

    protected override void Close(OpenWindows open, ICollection<LogWindow> closed)
    {
        CloseBefore(open, long.MaxValue, closed);
        open.Lines.Clear();
    }

    protected override void Save(OpenWindows open, Utf8JsonWriter writer)
    {
        writer.WriteNumber("latest", open.Latest);
        writer.WriteNumber("closed", open.Closed);
        writer.WriteNumber("lateRun", open.LateRun);
        writer.WriteNumber("latestOfRun", open.LatestOfRun);
        writer.WriteStartArray("steps");
        foreach ((long at, _) in open.Lines)
        {
            writer.WriteNumberValue(at);
        }

        writer.WriteEndArray();
        LogJson.Write(writer, "lines", [.. open.Lines.Select(line => line.Log)]);
    }

    protected override void Load(OpenWindows open, JsonElement saved)
    {
        open.Latest = saved.GetProperty("latest").GetInt64();
        open.Closed = saved.GetProperty("closed").GetInt64();
        open.LateRun = saved.GetProperty("lateRun").GetInt32();
        open.LatestOfRun = saved.GetProperty("latestOfRun").GetInt64();
        open.Lines.AddRange(saved.GetProperty("steps").EnumerateArray().Select(at => at.GetInt64()).Zip(LogJson.Read(saved.GetProperty("lines"))));
    }

    /// <summary>The step of a line; moves the watermark, which closes windows.</summary>
    private long Place(OpenWindows open, long ticks, ICollection<LogWindow> closed)
    {
        if (ticks == 0)
        {
            return Math.Max(open.Latest / step.Ticks, open.Closed + 1);
        }

        long oldest = open.Closed + 1;
        if (ticks / step.Ticks < oldest)
        {
            Late++;
            open.LatestOfRun = Math.Max(open.LatestOfRun, ticks);
            if (++open.LateRun < MaxLateRun)
            {
                return oldest;
            }

            Close(open, closed);
            open.Latest = open.LatestOfRun;
            open.Closed = long.MinValue;
        }

        open.LateRun = 0;
        open.LatestOfRun = 0;
        open.Latest = Math.Max(open.Latest, ticks);
        long passed = Math.Max(0, open.Latest - lateness.Ticks) / step.Ticks;
        if (passed > open.Closed + 1)
        {
            CloseBefore(open, passed, closed);
            open.Closed = passed - 1;
        }

        return Math.Max(ticks / step.Ticks, open.Closed + 1);
    }

    private void CloseBefore(OpenWindows open, long end, ICollection<LogWindow> closed)
    {
        if (open.Lines.Count == 0)
        {
            return;
        }

        long last = open.Closed;
        while (NextStep(open.Lines, last, end) is { } at)
        {
            closed.Add(new LogWindow(WindowKind.Time, open.Lines.Where(line => line.At > at - _overlap && line.At <= at).Select(line => line.Log).ToArray()));
            last = at;
        }

        open.Lines.RemoveAll(line => line.At <= end - _overlap);
    }

    private static long? NextStep(List<(long At, ParsedLog Log)> lines, long after, long end)
    {
        long? next = null;
        foreach ((long at, _) in lines)
        {
            if (at > after && at < end && !(at >= next))
            {
                next = at;
            }
        }

        return next;
    }

    internal sealed class OpenWindows
    {
        /// <summary>In order of arrival, each with its step. Lines of closed windows stay while a later window holds them.</summary>
        public List<(long At, ParsedLog Log)> Lines { get; } = [];

        /// <summary>Latest event time in ticks.</summary>
        public long Latest { get; set; }

        /// <summary>The last step that the watermark has passed.</summary>
        public long Closed { get; set; } = -1;

        /// <summary>Late lines since the last one in time, and the latest time among them.</summary>
        public int LateRun { get; set; }

        public long LatestOfRun { get; set; }

        /// <summary>Timestamp of the clock at the last line.</summary>
        public long LastHeard { get; set; }
    }
}
