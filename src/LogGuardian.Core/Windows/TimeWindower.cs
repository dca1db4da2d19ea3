using System.Runtime.InteropServices;
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
        open.Steps.Add(at);
        open.Lines.Add(log);
        if (open.Lines.Count >= maxLines)
        {
            Close(open, closed);
        }
    }

    protected override void Close(OpenWindows open, ICollection<LogWindow> closed)
    {
        CloseBefore(open, long.MaxValue, closed);
        open.Steps.Clear();
        open.Lines.Clear();
    }

    protected override void Save(OpenWindows open, Utf8JsonWriter writer)
    {
        writer.WriteNumber("latest", open.Latest);
        writer.WriteNumber("closed", open.Closed);
        writer.WriteNumber("lateRun", open.LateRun);
        writer.WriteNumber("latestOfRun", open.LatestOfRun);
        writer.WriteStartArray("steps");
        foreach (long at in open.Steps)
        {
            writer.WriteNumberValue(at);
        }

        writer.WriteEndArray();
        LogJson.Write(writer, "lines", CollectionsMarshal.AsSpan(open.Lines));
    }

    protected override void Load(OpenWindows open, JsonElement saved)
    {
        open.Latest = saved.GetProperty("latest").GetInt64();
        open.Closed = saved.GetProperty("closed").GetInt64();
        open.LateRun = saved.GetProperty("lateRun").GetInt32();
        open.LatestOfRun = saved.GetProperty("latestOfRun").GetInt64();
        open.Steps.AddRange(saved.GetProperty("steps").EnumerateArray().Select(at => at.GetInt64()));
        open.Lines.AddRange(LogJson.Read(saved.GetProperty("lines")));
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
        Span<long> steps = CollectionsMarshal.AsSpan(open.Steps);
        long last = open.Closed;
        while (NextStep(steps, last, end) is { } at)
        {
            closed.Add(new LogWindow(WindowKind.Time, Between(open, at - _overlap, at)));
            last = at;
        }

        int kept = 0;
        Span<ParsedLog> lines = CollectionsMarshal.AsSpan(open.Lines);
        for (int i = 0; i < steps.Length; i++)
        {
            if (steps[i] > end - _overlap)
            {
                steps[kept] = steps[i];
                lines[kept++] = lines[i];
            }
        }

        open.Steps.RemoveRange(kept, steps.Length - kept);
        open.Lines.RemoveRange(kept, lines.Length - kept);
    }

    /// <summary>The lines after a step and up to another one.</summary>
    private static ParsedLog[] Between(OpenWindows open, long after, long last)
    {
        ReadOnlySpan<long> steps = CollectionsMarshal.AsSpan(open.Steps);
        ReadOnlySpan<ParsedLog> lines = CollectionsMarshal.AsSpan(open.Lines);
        int count = 0;
        foreach (long at in steps)
        {
            count += at > after && at <= last ? 1 : 0;
        }

        if (count == lines.Length)
        {
            return lines.ToArray();
        }

        var between = new ParsedLog[count];
        for (int i = 0, to = 0; to < count; i++)
        {
            if (steps[i] > after && steps[i] <= last)
            {
                between[to++] = lines[i];
            }
        }

        return between;
    }

    private static long? NextStep(ReadOnlySpan<long> steps, long after, long end)
    {
        long? next = null;
        foreach (long at in steps)
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
        /// <summary>In order of arrival. Lines of closed windows stay while a later window holds them.</summary>
        public List<ParsedLog> Lines { get; } = [];

        /// <summary>The step of each line; apart from the lines, since steps are looked through and lines are large.</summary>
        public List<long> Steps { get; } = [];

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
