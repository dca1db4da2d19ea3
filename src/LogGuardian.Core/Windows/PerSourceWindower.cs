namespace LogGuardian.Core;

/// <summary>Keeps one open window per source, so that the lines of two files never share a window.</summary>
internal abstract class PerSourceWindower<TOpen>(int maxOpenSources) : IWindower
    where TOpen : class
{
    private readonly RecencyMap<TOpen> _open = new(maxOpenSources);
    private string? _lastSource;
    private TOpen? _last;

    public long Unassigned => 0;

    public void Append(in ParsedLog log, ICollection<LogWindow> closed)
    {
        string source = log.Line.Source;
        if (!ReferenceEquals(source, _lastSource))
        {
            _last = Open(source, closed);
            _lastSource = source;
        }

        Append(_last!, log, closed);
    }

    public void Flush(ICollection<LogWindow> closed)
    {
        foreach (TOpen open in _open.Values)
        {
            Close(open, closed);
        }

        _open.Clear();
        _lastSource = null;
    }

    protected abstract TOpen Create();

    protected abstract void Append(TOpen open, in ParsedLog log, ICollection<LogWindow> closed);

    protected abstract void Close(TOpen open, ICollection<LogWindow> closed);

    private TOpen Open(string source, ICollection<LogWindow> closed)
    {
        if (_open.TryGet(source, out TOpen? open))
        {
            return open;
        }

        open = Create();
        if (_open.Add(source, open, out TOpen? evicted))
        {
            Close(evicted!, closed);
        }

        return open;
    }
}
