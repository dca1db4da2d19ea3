namespace LogGuardian.Cli;

/// <summary>Decides which detections are shown and when; its kinds know how. What is not shown costs one comparison.</summary>
/// <typeparam name="TRendered">A detection as it will be written.</typeparam>
/// <param name="all">Whether normal and unscored windows are shown, too.</param>
/// <param name="top">How many of the highest scores are shown, at the end; null for all, as they come.</param>
internal abstract class ScanReport<TRendered>(bool all, int? top) : IScanReport
{
    private readonly TopList<TRendered>? _top = top is { } count ? new TopList<TRendered>(count) : null;

    public void Add(Detection detection)
    {
        if (!all && !detection.IsAnomaly)
        {
            return;
        }

        if (_top is null)
        {
            Write(Render(detection));
        }
        else if (_top.Takes(detection.Score))
        {
            // Rendered at once: the text is small, while the window keeps its part of the file in memory.
            _top.Add(detection.Score, Render(detection));
        }
    }

    public void Complete()
    {
        foreach (TRendered rendered in _top?.BestFirst() ?? [])
        {
            Write(rendered);
        }
    }

    public abstract void Flush();

    protected abstract TRendered Render(Detection detection);

    protected abstract void Write(TRendered rendered);
}
