namespace LogGuardian.Core;

/// <summary>
/// One window per session key, closed after a silence of <c>idleFor</c> in event time, at <c>maxLines</c> lines, or when
/// <c>maxOpen</c> sessions are open: then the one that was silent longest closes. A closed key may open again.
/// </summary>
internal sealed class SessionWindower(SessionKeys keys, TimeSpan idleFor, int maxLines, int maxOpen) : IWindower
{
    private readonly RecencyMap<Session> _open = new(maxOpen);
    private readonly SessionKeySet _found = new();
    private long _now;

    public long Unassigned { get; private set; }

    public void Append(in ParsedLog log, ICollection<LogWindow> closed)
    {
        _found.Clear();
        keys.Find(log, _found);
        if (_found.Keys.Count == 0)
        {
            Unassigned++;
            return;
        }

        _now = Math.Max(_now, log.UtcTicks);
        CloseIdle(closed);
        ParsedLog owned = log.Detach();
        foreach (string key in _found.Keys)
        {
            Session session = Open(key, closed);
            session.Lines.Add(owned);
            session.LastTicks = _now;
            if (session.Lines.Count >= maxLines)
            {
                _open.Remove(key);
                closed.Add(session.Close());
            }
        }
    }

    public void Flush(ICollection<LogWindow> closed)
    {
        while (_open.TryRemoveOldest(out Session? session))
        {
            closed.Add(session.Close());
        }
    }

    private void CloseIdle(ICollection<LogWindow> closed)
    {
        while (_open.TryPeekOldest(out Session? oldest) && _now - oldest.LastTicks > idleFor.Ticks)
        {
            _open.TryRemoveOldest(out _);
            closed.Add(oldest.Close());
        }
    }

    private Session Open(string key, ICollection<LogWindow> closed)
    {
        if (_open.TryGet(key, out Session? session))
        {
            return session;
        }

        session = new Session(key);
        if (_open.Add(key, session, out Session? evicted))
        {
            closed.Add(evicted!.Close());
        }

        return session;
    }

    private sealed class Session(string key)
    {
        public List<ParsedLog> Lines { get; } = [];

        public long LastTicks { get; set; }

        public LogWindow Close() => new(WindowKind.Session, Lines.ToArray(), key);
    }
}
