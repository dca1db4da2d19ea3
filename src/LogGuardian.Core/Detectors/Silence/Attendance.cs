using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>In how many normal windows each template came. Not safe for concurrent callers.</summary>
internal sealed class Attendance
{
    private const long LeastWindows = 50;
    private const double AlmostAlways = 0.98;
    private const double FullBits = 10;

    private readonly Dictionary<ulong, long> _windows = [];
    private readonly List<(ulong Id, long Windows)> _always = [];
    private long _learned;
    private long _foundAt;
    private long _scanAt;
    private int _longest;
    private long _longestTicks;

    public void Learn(LogWindow window, HashSet<ulong> present)
    {
        _longest = Math.Max(_longest, window.Count);
        _longestTicks = Math.Max(_longestTicks, Span(window));
        if (IsPart(window))
        {
            return;
        }

        _learned++;
        foreach (ulong id in present)
        {
            _windows[id] = _windows.GetValueOrDefault(id) + 1;
        }
    }

    /// <summary>Templates that almost every normal window has and this one has not: 1 is one chance in a thousand.</summary>
    public void Find(LogWindow window, HashSet<ulong> present, List<Absence> absences)
    {
        if (_learned < LeastWindows || IsPart(window))
        {
            return;
        }

        if (_foundAt != _learned)
        {
            Refresh();
        }

        foreach ((ulong id, long windows) in _always)
        {
            if (!present.Contains(id))
            {
                absences.Add(new Absence(id, 0, -1, 0, (double)windows / _learned, Math.Log2((_learned + 2.0) / (_learned - windows + 1)) / FullBits));
            }
        }
    }

    /// <summary>Several templates are one: it came in as many windows as the most frequent of them, or more.</summary>
    public void Join(ReadOnlySpan<ulong> former, ulong into)
    {
        foreach (ulong id in former)
        {
            if (id != into && _windows.Remove(id, out long windows))
            {
                _windows[into] = Math.Max(_windows.GetValueOrDefault(into), windows);
            }
        }

        FindAnew();
    }

    /// <summary>Adds the windows of another one.</summary>
    public void Merge(Attendance other, Func<ulong, bool> isKnown)
    {
        _learned += other._learned;
        _longest = Math.Max(_longest, other._longest);
        _longestTicks = Math.Max(_longestTicks, other._longestTicks);
        foreach ((ulong id, long windows) in other._windows.Where(pair => isKnown(pair.Key)))
        {
            _windows[id] = _windows.GetValueOrDefault(id) + windows;
        }

        FindAnew();
    }

    public void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("learned", _learned);
        writer.WriteNumber("longest", _longest);
        writer.WriteNumber("longestTicks", _longestTicks);
        writer.WriteStartObject("windows");
        foreach ((ulong id, long count) in _windows)
        {
            writer.WriteNumber(new TemplateId(id).ToString(), count);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    public static Attendance Load(JsonElement saved)
    {
        var attendance = new Attendance
        {
            _learned = saved.GetProperty("learned").GetInt64(),
            _longest = saved.GetProperty("longest").GetInt32(),
            _longestTicks = saved.GetProperty("longestTicks").GetInt64(),
        };
        foreach (JsonProperty template in saved.GetProperty("windows").EnumerateObject())
        {
            attendance._windows[TemplateId.Parse(template.Name).Value] = template.Value.GetInt64();
        }

        return attendance;
    }

    private static long Span(LogWindow window) => window is { Start: { } start, End: { } end } ? end.UtcTicks - start.UtcTicks : 0;

    /// <summary>The rest of a stream is not strange for what it is too short to hold; a session is complete however short it is.</summary>
    private bool IsPart(LogWindow window) => window.Kind switch
    {
        WindowKind.Count => window.Count * 2 < _longest,
        WindowKind.Time => Span(window) * 2 < _longestTicks,
        _ => false,
    };

    private bool IsAlways(long windows) => windows >= AlmostAlways * _learned;

    private void FindAnew() => (_foundAt, _scanAt) = (0, 0);

    /// <summary>Brings the list up to date. Templates outside of it are looked at when the first of them may belong to it.</summary>
    private void Refresh()
    {
        _foundAt = _learned;
        if (_learned >= _scanAt)
        {
            Scan();
            return;
        }

        int kept = 0;
        for (int i = 0; i < _always.Count; i++)
        {
            ulong id = _always[i].Id;
            long windows = _windows[id];
            if (IsAlways(windows))
            {
                _always[kept++] = (id, windows);
            }
            else
            {
                _scanAt = Math.Min(_scanAt, EarliestAlways(windows));
            }
        }

        _always.RemoveRange(kept, _always.Count - kept);
    }

    private void Scan()
    {
        _always.Clear();
        _scanAt = EarliestAlways(0);
        foreach ((ulong id, long windows) in _windows)
        {
            if (IsAlways(windows))
            {
                _always.Add((id, windows));
            }
            else
            {
                _scanAt = Math.Min(_scanAt, EarliestAlways(windows));
            }
        }
    }

    /// <summary>How many windows must have been learned, all further ones with the template, before almost all have it; one less, for what rounding does.</summary>
    private long EarliestAlways(long windows) => _learned + Math.Max(1, (long)(((AlmostAlways * _learned) - windows) / (1 - AlmostAlways)) - 1);
}
