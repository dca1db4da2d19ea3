using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>An incident that may go on.</summary>
internal sealed class OpenIncident(string key, Detection first)
{
    private string _id = $"{(first.Evidence.Count > 0 ? first.Evidence[0].Template.Id : TemplateId.Unseen)}-{first.Window.FirstLine}";
    private readonly string _source = first.Window.Source;
    private Detection _strongest = first;
    private DateTimeOffset? _first = first.Window.Start;
    private DateTimeOffset? _last = first.Window.End;
    private DateTimeOffset? _reported = first.Window.End;
    private int _others;

    public string Key => key;

    public int Count { get; private set; } = 1;

    public void Repeat(Detection detection)
    {
        Count++;
        _others = 0;
        _first = Earlier(_first, detection.Window.Start);
        _last = Later(_last, detection.Window.End);
        _strongest = detection.Score > _strongest.Score || _strongest.IsEarly ? detection : _strongest;
    }

    /// <summary>Whether a window of the same source shows that no repeat will come.</summary>
    public bool IsOver(LogWindow window, string? incident, IncidentOptions options)
    {
        if (window.Source != _source)
        {
            return false;
        }

        if (window.Start is { } start && _last is { } last)
        {
            return start - last > options.Gap;
        }

        return incident != key && ++_others > options.WindowGap;
    }

    public bool IsUpdateDue(TimeSpan every) => _last - _reported >= every;

    public Detection Report(bool hasEnded)
    {
        _reported = _last;
        return _strongest with { Incident = new Incident { Id = _id, Count = Count, First = _first, Last = _last, HasEnded = hasEnded } };
    }

    public void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("key", key);
        writer.WriteString("id", _id);
        writer.WriteNumber("count", Count);
        writer.WriteNumber("others", _others);
        writer.WriteNumber("first", _first?.UtcTicks ?? 0);
        writer.WriteNumber("last", _last?.UtcTicks ?? 0);
        writer.WriteNumber("reported", _reported?.UtcTicks ?? 0);
        writer.WritePropertyName("strongest");
        DetectionState.Write(writer, _strongest);
        writer.WriteEndObject();
    }

    public static OpenIncident Load(JsonElement saved) => new(saved.GetProperty("key").GetString()!, DetectionState.Read(saved.GetProperty("strongest")))
    {
        _id = saved.GetProperty("id").GetString()!,
        Count = saved.GetProperty("count").GetInt32(),
        _others = saved.GetProperty("others").GetInt32(),
        _first = DetectionState.ReadTime(saved.GetProperty("first")),
        _last = DetectionState.ReadTime(saved.GetProperty("last")),
        _reported = DetectionState.ReadTime(saved.GetProperty("reported")),
    };

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;
}
