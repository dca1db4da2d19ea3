using System.Globalization;
using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// Makes one incident of anomalies that repeat each other. The first is handed on at once, its repeats are counted; one of them, the strongest so far,
/// is handed on as an update when the incident has lasted for a while and when it ends. That it ended is noticed with the next window of its source.
/// </summary>
internal sealed class IncidentGrouper(IncidentOptions options)
{
    private const int MaxOpen = 256;
    private readonly RecencyMap<OpenIncident> _open = new(MaxOpen);
    private readonly List<OpenIncident> _ended = [];
    private readonly Lock _gate = new();

    /// <summary>Takes a detection and hands over what is to be reported now.</summary>
    public void Add(Detection detection, ICollection<Detection> reports)
    {
        lock (_gate)
        {
            Take(detection, reports);
        }
    }

    /// <summary>The stream has ended, and with it every incident.</summary>
    public void Flush(ICollection<Detection> reports)
    {
        lock (_gate)
        {
            while (_open.TryRemoveOldest(out OpenIncident? open))
            {
                End(open, reports);
            }
        }
    }

    /// <summary>Writes the open incidents as a property of the object at hand.</summary>
    public void Save(Utf8JsonWriter writer)
    {
        lock (_gate)
        {
            writer.WriteStartArray("incidents");
            foreach (OpenIncident open in _open.Values)
            {
                open.Save(writer);
            }

            writer.WriteEndArray();
        }
    }

    /// <summary>Goes on with saved incidents; a state of before they were saved has none.</summary>
    public void Load(JsonElement saved)
    {
        lock (_gate)
        {
            foreach (JsonElement open in saved.TryGetProperty("incidents", out JsonElement incidents) ? incidents.EnumerateArray() : default)
            {
                var incident = OpenIncident.Load(open);
                _open.Add(incident.Key, incident, out _);
            }
        }
    }

    private void Take(Detection detection, ICollection<Detection> reports)
    {
        string? key = detection.IsAnomaly && !detection.RevisesEarly ? KeyOf(detection) : null;
        EndOthers(detection.Window, key, reports);
        if (key is null)
        {
            reports.Add(detection);
            return;
        }

        if (_open.TryGet(key, out OpenIncident? open))
        {
            if (detection.IsEarly)
            {
                // The session counts when it closes.
                return;
            }

            open.Repeat(detection);
            if (open.IsUpdateDue(options.UpdateEvery))
            {
                reports.Add(open.Report(hasEnded: false));
            }

            return;
        }

        open = new OpenIncident(key, detection);
        if (_open.Add(key, open, out OpenIncident? evicted))
        {
            End(evicted!, reports);
        }

        reports.Add(open.Report(hasEnded: false));
    }

    private static string KeyOf(Detection detection)
    {
        Evidence? first = detection.Evidence.Count > 0 ? detection.Evidence[0] : null;
        return string.Create(CultureInfo.InvariantCulture, $"{first?.Template.Id} {first?.Kind} {detection.Window.Source}");
    }

    private void EndOthers(LogWindow window, string? key, ICollection<Detection> reports)
    {
        foreach (OpenIncident open in _open.Values)
        {
            if (open.IsOver(window, key, options))
            {
                _ended.Add(open);
            }
        }

        foreach (OpenIncident open in _ended)
        {
            _open.Remove(open.Key);
            End(open, reports);
        }

        _ended.Clear();
    }

    /// <summary>Of an incident without a repeat there is nothing new to say.</summary>
    private static void End(OpenIncident open, ICollection<Detection> reports)
    {
        if (open.Count > 1)
        {
            reports.Add(open.Report(hasEnded: true));
        }
    }
}
