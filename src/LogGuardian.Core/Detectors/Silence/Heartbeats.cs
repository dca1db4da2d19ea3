using System.Runtime.InteropServices;
using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// Templates that come at regular times, and when they came last in each source: a silence spans windows. Windows of a source must be scored in their order.
/// Not safe for concurrent callers.
/// </summary>
internal sealed class Heartbeats
{
    private const int MaxSources = 256;

    // What has been silent for so many times its longest gap is no longer part of the log and is not missed again.
    private const double Gone = 16;

    // After such a silence of the whole source nothing says that the program ran meanwhile.
    private static readonly TimeSpan Break = TimeSpan.FromHours(1);

    private readonly Dictionary<ulong, Beat> _beats = [];
    private readonly Dictionary<ulong, double> _worst = [];
    private readonly RecencyMap<(string Source, SourceBeats Beats)> _sources = new(MaxSources);

    public void Learn(LogWindow window, ReadOnlySpan<ulong> ids)
    {
        SourceBeats source = SourceOf(window);
        source.IsPending = false;
        if (source.Learned.Count > 0 && source.End + Break.Ticks < window.Start!.Value.UtcTicks)
        {
            source.Learned.Clear();
        }

        for (int line = 0; line < ids.Length; line++)
        {
            long at = window.Lines.Span[line].UtcTicks;
            if (ids[line] == 0 || at == 0)
            {
                continue;
            }

            ref long last = ref CollectionsMarshal.GetValueRefOrAddDefault(source.Learned, ids[line], out bool known);
            if (known && at >= last)
            {
                ref Beat? beat = ref CollectionsMarshal.GetValueRefOrAddDefault(_beats, ids[line], out _);
                (beat ??= new Beat()).Learn(TimeSpan.FromTicks(at - last).TotalSeconds);
            }

            last = Math.Max(last, at);
            ref long scored = ref CollectionsMarshal.GetValueRefOrAddDefault(source.Scored, ids[line], out _);
            scored = Math.Max(scored, at);
        }

        source.End = Math.Max(source.End, window.End!.Value.UtcTicks);
    }

    /// <summary>Silences that end in a window, or go on at its end.</summary>
    public void Find(LogWindow window, ReadOnlySpan<ulong> ids, List<Absence> absences)
    {
        SourceBeats source = SourceOf(window);
        long start = window.Start!.Value.UtcTicks;
        if (source.IsPending)
        {
            // The window before was not learned: the gap to this one would be no normal one.
            source.Learned.Clear();
        }

        source.IsPending = true;
        if (source.End + Break.Ticks < start)
        {
            source.Scored.Clear();
        }

        _worst.Clear();
        for (int line = 0; line < ids.Length; line++)
        {
            long at = window.Lines.Span[line].UtcTicks;
            if (ids[line] != 0 && at != 0)
            {
                Hear(source, ids[line], at, start);
                ref long last = ref CollectionsMarshal.GetValueRefOrAddDefault(source.Scored, ids[line], out _);
                last = Math.Max(last, at);
            }
        }

        long end = Math.Max(source.End, window.End!.Value.UtcTicks);
        source.End = end;
        foreach ((ulong id, long last) in source.Scored)
        {
            Hear(source, id, end, start);
            if (_beats.TryGetValue(id, out Beat? beat) && TimeSpan.FromTicks(end - last).TotalSeconds > Gone * beat.Longest)
            {
                source.Scored.Remove(id);
            }
        }

        foreach ((ulong id, double seconds) in _worst)
        {
            absences.Add(new Absence(id, 0, -1, seconds, _beats[id].Longest, _beats[id].Score(seconds)));
        }
    }

    /// <summary>Several templates are one: it comes no more regularly than each of them.</summary>
    public void Join(ReadOnlySpan<ulong> former, ulong into)
    {
        foreach (ulong id in former)
        {
            if (id == into)
            {
                continue;
            }

            if (_beats.Remove(id, out Beat? beat))
            {
                Add(into, beat);
            }

            foreach ((_, SourceBeats source) in _sources.Values)
            {
                Join(source.Scored, id, into);
                Join(source.Learned, id, into);
            }
        }
    }

    /// <summary>Adds the gaps that another one learned. When its templates came last is an affair of its own sources.</summary>
    public void Merge(Heartbeats other, Func<ulong, bool> isKnown)
    {
        foreach ((ulong id, Beat beat) in other._beats.Where(pair => isKnown(pair.Key)))
        {
            Add(id, beat);
        }
    }

    public void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("beats");
        foreach ((ulong id, Beat beat) in _beats)
        {
            writer.WritePropertyName(new TemplateId(id).ToString());
            beat.Save(writer);
        }

        writer.WriteEndObject();
        writer.WriteStartArray("sources");
        foreach ((string name, SourceBeats source) in _sources.Values)
        {
            writer.WriteStartObject();
            writer.WriteString("source", name);
            writer.WriteNumber("end", source.End);
            writer.WriteBoolean("pending", source.IsPending);
            Save(writer, "scored", source.Scored);
            Save(writer, "learned", source.Learned);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static Heartbeats Load(JsonElement saved)
    {
        var heartbeats = new Heartbeats();
        foreach (JsonProperty beat in saved.GetProperty("beats").EnumerateObject())
        {
            heartbeats._beats[TemplateId.Parse(beat.Name).Value] = Beat.Load(beat.Value);
        }

        foreach (JsonElement source in saved.GetProperty("sources").EnumerateArray())
        {
            string name = source.GetProperty("source").GetString()!;
            var beats = new SourceBeats { End = source.GetProperty("end").GetInt64(), IsPending = source.GetProperty("pending").GetBoolean() };
            Load(source.GetProperty("scored"), beats.Scored);
            Load(source.GetProperty("learned"), beats.Learned);
            heartbeats._sources.Add(name, (name, beats), out _);
        }

        return heartbeats;
    }

    private static void Join(Dictionary<ulong, long> times, ulong former, ulong into)
    {
        if (times.Remove(former, out long ticks))
        {
            times[into] = Math.Max(times.GetValueOrDefault(into), ticks);
        }
    }

    private static void Save(Utf8JsonWriter writer, string name, Dictionary<ulong, long> times)
    {
        writer.WriteStartObject(name);
        foreach ((ulong id, long ticks) in times)
        {
            writer.WriteNumber(new TemplateId(id).ToString(), ticks);
        }

        writer.WriteEndObject();
    }

    private static void Load(JsonElement saved, Dictionary<ulong, long> times)
    {
        foreach (JsonProperty time in saved.EnumerateObject())
        {
            times[TemplateId.Parse(time.Name).Value] = time.Value.GetInt64();
        }
    }

    private void Add(ulong id, Beat beat)
    {
        if (_beats.TryGetValue(id, out Beat? own))
        {
            own.Merge(beat);
        }
        else
        {
            _beats[id] = beat.Copy();
        }
    }

    private SourceBeats SourceOf(LogWindow window)
    {
        if (!_sources.TryGet(window.Source, out (string, SourceBeats Beats) own))
        {
            own = (window.Source, new SourceBeats());
            _sources.Add(window.Source, own, out _);
        }

        return own.Beats;
    }

    private void Hear(SourceBeats source, ulong id, long at, long start)
    {
        if (_beats.TryGetValue(id, out Beat? beat) && beat.IsRegular)
        {
            double seconds = TimeSpan.FromTicks(at - source.Scored.GetValueOrDefault(id, start)).TotalSeconds;
            if (seconds > Math.Max(beat.Longest, _worst.GetValueOrDefault(id)))
            {
                _worst[id] = seconds;
            }
        }
    }
}
