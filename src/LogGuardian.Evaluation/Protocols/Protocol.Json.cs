using System.Text.Json;
using System.Text.Json.Nodes;
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
            JsonNode? file = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            JsonObject fields = JsonSerializer.SerializeToNode(new Protocol(), ProtocolJson.Default.Protocol)!.AsObject();
            Overlay(path, "", file, fields, ProtocolJson.Default.Protocol);
            Protocol protocol = fields.Deserialize(ProtocolJson.Default.Protocol)!;
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

    /// <summary>
    /// Puts the fields of a file over the defaults, which the serializer would forget where a field is left out. It would also name types of ours, and not
    /// what is allowed.
    /// </summary>
    private static void Overlay(string path, string parent, JsonNode? file, JsonObject fields, JsonTypeInfo type)
    {
        if (file is not JsonObject given)
        {
            throw new InvalidDataException($"Protocol file '{path}': {(parent.Length == 0 ? "the file" : parent.TrimEnd('.'))} is {file?.ToJsonString() ?? "null"}; it must be a JSON object.");
        }

        foreach ((string name, JsonNode? value) in given)
        {
            JsonPropertyInfo known = type.Properties.FirstOrDefault(property => property.Name == name) ?? throw new InvalidDataException(
                $"Protocol file '{path}' has the field '{parent}{name}', which is not known; it must be one of {string.Join(", ", type.Properties.Select(property => parent + property.Name))}. Correct it or take it out.");
            if (known.PropertyType == typeof(ProtocolWindow))
            {
                Overlay(path, name + ".", value, fields[name]!.AsObject(), ProtocolJson.Default.ProtocolWindow);
                continue;
            }

            Type kind = Nullable.GetUnderlyingType(known.PropertyType) ?? known.PropertyType;
            if (kind.IsEnum && value is not null && !Names(kind).Contains(value.ToString(), StringComparer.Ordinal))
            {
                throw new InvalidDataException($"Protocol file '{path}': {parent}{name} is '{value}'; it must be one of {string.Join(", ", Names(kind))}.");
            }

            fields[name] = value?.DeepClone();
        }
    }

    private static IEnumerable<string> Names(Type kind) =>
        Enum.GetValuesAsUnderlyingType(kind).Cast<object>().Select(number => JsonSerializer.Serialize(Enum.ToObject(kind, number), kind, ProtocolJson.Default).Trim('"'));
}
