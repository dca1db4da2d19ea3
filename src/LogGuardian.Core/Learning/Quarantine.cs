using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// Decides which windows may teach: no anomaly, and nothing that comes soon after one of its source, since half of an incident may look normal. What goes on
/// for very long without such a rest is no incident but the new normal. Sessions interleave, so that one says nothing of its neighbours.
/// </summary>
internal sealed class Quarantine(LearningOptions options)
{
    private const int MaxSources = 4_096;
    private readonly RecencyMap<Trouble> _sources = new(MaxSources);

    /// <param name="window">A window that was judged.</param>
    /// <param name="isAnomaly">What was said of it.</param>
    /// <param name="now">Its time in ticks.</param>
    /// <param name="isFirst">Whether it is an anomaly that begins an incident.</param>
    public bool Teaches(LogWindow window, bool isAnomaly, long now, out bool isFirst)
    {
        isFirst = isAnomaly;
        if (window.Kind == WindowKind.Session)
        {
            return !isAnomaly;
        }

        if (!_sources.TryGet(window.Source, out Trouble? trouble))
        {
            if (!isAnomaly)
            {
                return true;
            }

            trouble = new Trouble(window.Source, now, now);
            _sources.Add(trouble.Source, trouble, out _);
            return false;
        }

        // A clock that was put back ends a quarantine, too.
        bool isOver = Math.Abs(now - trouble.Last) > options.Quarantine.Ticks;
        isFirst = isAnomaly && isOver;
        if (isAnomaly)
        {
            trouble.Since = isOver ? now : trouble.Since;
            trouble.Last = now;
        }
        else if (isOver)
        {
            _sources.Remove(window.Source);
            return true;
        }

        return now - trouble.Since >= options.AcceptChangeAfter.Ticks;
    }

    public void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("quarantine");
        foreach (Trouble trouble in _sources.Values)
        {
            writer.WriteStartObject();
            writer.WriteString("source", trouble.Source);
            writer.WriteNumber("since", trouble.Since);
            writer.WriteNumber("last", trouble.Last);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public void Load(JsonElement saved)
    {
        _sources.Clear();
        foreach (JsonElement trouble in saved.GetProperty("quarantine").EnumerateArray())
        {
            string source = trouble.GetProperty("source").GetString()!;
            _sources.Add(source, new Trouble(source, trouble.GetProperty("since").GetInt64(), trouble.GetProperty("last").GetInt64()), out _);
        }
    }

    private sealed class Trouble(string source, long since, long last)
    {
        public string Source => source;

        public long Since { get; set; } = since;

        public long Last { get; set; } = last;
    }
}
