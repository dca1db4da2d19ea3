using System.Runtime.InteropServices;
using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// One window per session key, closed after a silence of <c>idleFor</c> in event time, at <c>maxLines</c> lines, or when
/// <c>maxOpen</c> sessions are open: then the one that was silent longest closes. A closed key may open again. With <c>earlyAfter</c> lines, and
/// whenever they have doubled since, an open session is shown as it is.
/// </summary>
internal sealed class SessionWindower(SessionKeys keys, TimeSpan idleFor, int maxLines, int maxOpen, int? earlyAfter = null) : IWindower, IStateful
{
    private readonly RecencyMap<Session> _open = new(maxOpen);
    private readonly SessionKeySet _found = new();
    private long _now;

    public long Unassigned { get; private set; }

    public string StateName => "session";

    public int StateVersion => 1;

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
            else if (session.Lines.Count == session.NextLook)
            {
                session.NextLook *= 2;
                closed.Add(session.Look());
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

    public void SaveState(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("now", _now);
        writer.WriteStartArray("sessions");
        foreach ((string key, Session session) in _open.Entries)
        {
            writer.WriteStartObject();
            writer.WriteString("key", key);
            writer.WriteNumber("last", session.LastTicks);
            writer.WriteNumber("nextLook", session.NextLook);
            LogJson.Write(writer, "lines", CollectionsMarshal.AsSpan(session.Lines));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public void LoadState(JsonElement section, int version)
    {
        _open.Clear();
        _now = section.GetProperty("now").GetInt64();
        foreach (JsonElement saved in section.GetProperty("sessions").EnumerateArray())
        {
            var session = new Session(saved.GetProperty("key").GetString()!)
            {
                LastTicks = saved.GetProperty("last").GetInt64(),
                NextLook = saved.GetProperty("nextLook").GetInt32(),
            };
            session.Lines.AddRange(LogJson.Read(saved.GetProperty("lines")));
            _open.Add(session.Key, session, out _);
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

        session = new Session(key) { NextLook = earlyAfter ?? 0 };
        if (_open.Add(key, session, out Session? evicted))
        {
            closed.Add(evicted!.Close());
        }

        return session;
    }

    private sealed class Session(string key)
    {
        public string Key => key;

        public List<ParsedLog> Lines { get; } = [];

        public long LastTicks { get; set; }

        /// <summary>Lines at which the session is shown while it is open; 0 for never.</summary>
        public int NextLook { get; set; }

        public LogWindow Close() => new(WindowKind.Session, Lines.ToArray(), key);

        public LogWindow Look() => new(WindowKind.Session, Lines.ToArray(), key) { IsOpen = true };
    }
}
