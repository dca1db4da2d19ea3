using System.Text.Json;

namespace LogGuardian.Core;

/// <content>What is known, as it is kept.</content>
internal sealed partial class TemplateSuccessors
{
    public string StateName => "successors";

    public int StateVersion => 1;

    public void SaveState(Utf8JsonWriter writer)
    {
        lock (_gate)
        {
            writer.WriteStartObject();
            writer.WriteNumber("windows", _window);
            writer.WriteStartArray("templates");
            foreach (TemplateEntry entry in _entries)
            {
                entry.Save(writer);
            }

            writer.WriteEndArray();
            writer.WriteStartObject("aliases");
            foreach ((ulong id, TemplateEntry entry) in _byId)
            {
                if (id != entry.Id)
                {
                    writer.WriteString(new TemplateId(id).ToString(), entry.Template.Id.ToString());
                }
            }

            writer.WriteEndObject();
            writer.WriteStartArray("recent");
            foreach (LogWindow window in _recent)
            {
                LogJson.Write(writer, window);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }
    }

    public void LoadState(JsonElement section, int version)
    {
        lock (_gate)
        {
            _byId.Clear();
            _entries.Clear();
            _words.Clear();
            _recent.Clear();
            _recentLines = _new = _successors = 0;
            _window = section.GetProperty("windows").GetInt64();
            JsonElement[] items = [.. section.GetProperty("templates").EnumerateArray()];
            if (items.Length > MaxTemplates)
            {
                throw new JsonException(FormattableString.Invariant($"There are {items.Length} templates with neighbours; there must be at most {MaxTemplates}. Learn again."));
            }

            foreach (JsonElement item in items)
            {
                Enter(TemplateEntry.Load(item));
            }

            foreach (JsonElement item in items.Where(item => item.GetProperty("predecessor").ValueKind == JsonValueKind.String))
            {
                TemplateEntry known = Saved(item.GetProperty("predecessor").GetString()!);
                known.IsSucceeded = true;
                Saved(item.GetProperty("id").GetString()!).Predecessor = known;
            }

            foreach (JsonProperty alias in section.GetProperty("aliases").EnumerateObject())
            {
                _byId[TemplateId.Parse(alias.Name).Value] = Saved(alias.Value.GetString()!);
            }

            foreach (JsonElement window in section.GetProperty("recent").EnumerateArray())
            {
                Keep(LogJson.ReadWindow(window));
            }
        }
    }

    private TemplateEntry Saved(string id) => _byId.TryGetValue(TemplateId.Parse(id).Value, out TemplateEntry? entry)
        ? entry
        : throw new JsonException($"Template {id} is named and not there. Learn again.");
}
