using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LogGuardian.Evaluation;

/// <content>Protocols as files.</content>
public sealed partial record Protocol
{
    /// <summary>Reads a protocol from a JSON file. A field that is left out has its default; comments are allowed.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is not JSON, has a field that is not known, or a value out of range; the message says which, and what is allowed.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static Protocol Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] json;
        try
        {
            json = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileNotFoundException($"Protocol file '{path}' does not exist; it must be a JSON file. Check the path, or use one of {string.Join(", ", Presets.Select(preset => preset.Name))}.", path, e);
        }

        try
        {
            using (JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }))
            {
                Check(path, "", document.RootElement, ProtocolJson.Default.Protocol);
            }

            Protocol protocol = JsonSerializer.Deserialize(json, ProtocolJson.Default.Protocol)!;
            protocol.Validate();
            return protocol;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"Protocol file '{path}' is not valid: {e.Message}", e);
        }
    }

    /// <summary>The protocol as JSON, as <see cref="Read"/> takes it.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ProtocolJson.Default.Protocol);

    /// <summary>The serializer's own messages name types of ours and not what is allowed.</summary>
    private static void Check(string path, string parent, JsonElement element, JsonTypeInfo type)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidDataException($"Protocol file '{path}': {(parent.Length == 0 ? "the file" : parent.TrimEnd('.'))} is {element.GetRawText()}; it must be a JSON object.");
        }

        foreach (JsonProperty field in element.EnumerateObject())
        {
            JsonPropertyInfo known = type.Properties.FirstOrDefault(property => property.Name == field.Name) ?? throw new InvalidDataException(
                $"Protocol file '{path}' has the field '{parent}{field.Name}', which is not known; it must be one of {string.Join(", ", type.Properties.Select(property => parent + property.Name))}. Correct it or take it out.");
            Type value = Nullable.GetUnderlyingType(known.PropertyType) ?? known.PropertyType;
            if (value == typeof(ProtocolWindow) && field.Value.ValueKind != JsonValueKind.Null)
            {
                Check(path, field.Name + ".", field.Value, ProtocolJson.Default.ProtocolWindow);
            }
            else if (value.IsEnum && field.Value.ValueKind == JsonValueKind.String)
            {
                string[] names = [.. Enum.GetValuesAsUnderlyingType(value).Cast<object>().Select(number => JsonSerializer.Serialize(Enum.ToObject(value, number), value, ProtocolJson.Default).Trim('"'))];
                if (!names.Contains(field.Value.GetString(), StringComparer.Ordinal))
                {
                    throw new InvalidDataException($"Protocol file '{path}': {parent}{field.Name} is '{field.Value.GetString()}'; it must be one of {string.Join(", ", names)}.");
                }
            }
        }
    }
}
