using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>Keeps the open windows of each source apart, so that the lines of two files never share one.</summary>
internal abstract class PerSourceWindower<TOpen>(int maxOpenSources) : IWindower, IStateful
    where TOpen : class
{
    private readonly RecencyMap<TOpen> _open = new(maxOpenSources);
    private string? _lastSource;
    private TOpen? _last;

    public long Unassigned => 0;

    public long Late { get; protected set; }

    public virtual TimeSpan? IdleFor => null;

    public abstract string StateName { get; }

    public int StateVersion => 1;

    protected IEnumerable<TOpen> Open => _open.Values;

    public void Append(in ParsedLog log, ICollection<LogWindow> closed)
    {
        string source = log.Line.Source;
        if (!ReferenceEquals(source, _lastSource))
        {
            _last = Find(source, closed);
            _lastSource = source;
        }

        Append(_last!, log, closed);
    }

    public virtual void CloseIdle(ICollection<LogWindow> closed)
    {
    }

    public void Flush(ICollection<LogWindow> closed)
    {
        foreach (TOpen open in _open.Values)
        {
            Close(open, closed);
        }

        Forget();
    }

    public void SaveState(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach ((string source, TOpen open) in _open.Entries)
        {
            writer.WriteStartObject();
            writer.WriteString("source", source);
            Save(open, writer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public void LoadState(JsonElement section, int version)
    {
        Forget();
        foreach (JsonElement saved in section.EnumerateArray())
        {
            TOpen open = Create();
            Load(open, saved);
            _open.Add(saved.GetProperty("source").GetString()!, open, out _);
        }
    }

    protected abstract TOpen Create();

    protected abstract void Append(TOpen open, in ParsedLog log, ICollection<LogWindow> closed);

    protected abstract void Close(TOpen open, ICollection<LogWindow> closed);

    protected abstract void Save(TOpen open, Utf8JsonWriter writer);

    protected abstract void Load(TOpen open, JsonElement saved);

    private void Forget()
    {
        _open.Clear();
        _lastSource = null;
    }

    private TOpen Find(string source, ICollection<LogWindow> closed)
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
