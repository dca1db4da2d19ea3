using System.Text.Json;

namespace LogGuardian.Inference;

/// <summary>Reads the fields of an untrusted JSON object, with errors that name them.</summary>
internal static class JsonFields
{
    /// <summary>A field; null when it is not there or is null.</summary>
    public static JsonElement? Field(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement field) && field.ValueKind != JsonValueKind.Null ? field : null;

    public static JsonElement Required(this JsonElement json, string name, JsonValueKind kind) => json.Field(name) is { } field && field.ValueKind == kind
        ? field
        : throw new InvalidDataException($"The tokenizer's field '{name}' is not there or no {kind.ToString().ToLowerInvariant()}. Export tokenizer.json again.");

    public static string RequiredText(this JsonElement json, string name) => json.Required(name, JsonValueKind.String).GetString()!;

    public static string? Text(this JsonElement json, string name) => json.Field(name) is null ? null : json.RequiredText(name);

    public static bool Flag(this JsonElement json, string name, bool otherwise) => json.Field(name) switch
    {
        null => otherwise,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } field => throw new InvalidDataException($"The tokenizer's field '{name}' is {field.GetRawText()}; it must be true or false. Export tokenizer.json again."),
    };

    public static int? Number(this JsonElement json, string name) => json.Field(name) is { } field ? ToInt(field, name) : null;

    public static int ToInt(this JsonElement field, string name) => field.ValueKind == JsonValueKind.Number && field.TryGetInt32(out int number)
        ? number
        : throw new InvalidDataException($"The tokenizer's '{name}' is no whole number. Export tokenizer.json again.");

    /// <summary>The error for what a file asks for and is not supported.</summary>
    public static InvalidDataException Unsupported(string what, string fix) => new($"The tokenizer uses {what}, which is not supported. {fix}");
}
