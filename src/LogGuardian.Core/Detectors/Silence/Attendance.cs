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
            FindAlways();
        }

        foreach ((ulong id, long windows) in _always)
        {
            if (!present.Contains(id))
            {
                absences.Add(new Absence(id, 0, -1, 0, (double)windows / _learned, Math.Log2((_learned + 2.0) / (_learned - windows + 1)) / FullBits));
            }
        }
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

    private void FindAlways()
    {
        _foundAt = _learned;
        _always.Clear();
        foreach ((ulong id, long windows) in _windows)
        {
            if (windows >= AlmostAlways * _learned)
            {
                _always.Add((id, windows));
            }
        }
    }
}
