namespace LogGuardian.Core;

/// <summary>
/// Tumbling windows of event time, aligned to the epoch. A line without a time, or one that comes late, joins the open window.
/// </summary>
internal sealed class TimeWindower(TimeSpan span, int maxLines, int maxOpenSources) : PerSourceWindower<TimeWindower.OpenWindow>(maxOpenSources)
{
    protected override OpenWindow Create() => new();

    protected override void Append(OpenWindow open, in ParsedLog log, ICollection<LogWindow> closed)
    {
        long bucket = log.UtcTicks / span.Ticks;
        if (bucket > open.Bucket || open.Lines.Count >= maxLines)
        {
            Close(open, closed);
            open.Bucket = Math.Max(bucket, open.Bucket);
        }

        open.Lines.Add(log);
    }

    protected override void Close(OpenWindow open, ICollection<LogWindow> closed)
    {
        if (open.Lines.Count > 0)
        {
            closed.Add(new LogWindow(WindowKind.Time, open.Lines.ToArray()));
            open.Lines.Clear();
        }
    }

    internal sealed class OpenWindow
    {
        public long Bucket { get; set; }

        public List<ParsedLog> Lines { get; } = [];
    }
}
