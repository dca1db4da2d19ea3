using System.Text.Json;

namespace LogGuardian.Training;

/// <summary>An object of a JSON file of a model's folder. What is null counts as absent.</summary>
internal sealed class ConfigFields
{
    private readonly string _path;
    private readonly JsonElement _element;

    private ConfigFields(string path, JsonElement element)
    {
        _path = path;
        _element = element;
    }

    /// <summary>The names of all fields.</summary>
    public IEnumerable<string> Names => _element.EnumerateObject().Select(member => member.Name);

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is not there, too long, or no JSON object.</exception>
    public static ConfigFields Read(string path, int mostBytes)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length > mostBytes)
        {
            throw new InvalidDataException(file.Exists
                ? FormattableString.Invariant($"'{path}' has {file.Length} bytes; it must have at most {mostBytes}. Take the file as it was published.")
                : $"'{path}' is not there. Take the whole folder of the model.");
        }

        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 32, AllowDuplicateProperties = false });
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? new ConfigFields(path, json.RootElement.Clone())
                : throw new InvalidDataException($"'{path}' must be a JSON object. Take the file as it was published.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"'{path}' is no JSON: {e.Message} Take the file as it was published.", e);
        }
    }

    /// <summary>Writes an object as a file.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Action<Utf8JsonWriter> write) => AtomicFile.Write(path, file =>
    {
        using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
    });

    /// <summary>What is told of a field that cannot be used.</summary>
    public InvalidDataException Broken(string name, string why) => new($"'{_path}': {name} {why}.");

    /// <summary>An integer.</summary>
    /// <exception cref="InvalidDataException">It is none, or absent where there is no other.</exception>
    public int Integer(string name, int? otherwise = null) => Find(name) switch
    {
        null => otherwise ?? throw Absent(name),
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out int number) => number,
        { } value => throw Broken(name, $"is {value.GetRawText()}; it must be an integer"),
    };

    /// <summary>A number.</summary>
    /// <exception cref="InvalidDataException">It is none, or absent where there is no other.</exception>
    public double Number(string name, double? otherwise = null) => Find(name) switch
    {
        null => otherwise ?? throw Absent(name),
        { ValueKind: JsonValueKind.Number } value when value.TryGetDouble(out double number) && double.IsFinite(number) => number,
        { } value => throw Broken(name, $"is {value.GetRawText()}; it must be a number"),
    };

    /// <summary>Yes or no; no if it is absent.</summary>
    /// <exception cref="InvalidDataException">It is neither.</exception>
    public bool Flag(string name) => Find(name) switch
    {
        null or { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.True } => true,
        { } value => throw Broken(name, $"is {value.GetRawText()}; it must be true or false"),
    };

    /// <summary>A text; null if it is absent.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public string? Text(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        { } value => throw Broken(name, $"is {value.GetRawText()}; it must be a text"),
    };

    /// <summary>An object; null if it is absent.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public ConfigFields? Object(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } value => new ConfigFields(_path, value),
        { } value => throw Broken(name, $"is {value.GetRawText()}; it must be an object"),
    };

    /// <summary>Requires a text to be one of those that are known.</summary>
    /// <exception cref="InvalidDataException">It is another.</exception>
    public void Require(string name, string only)
    {
        string? found = Text(name);
        if (found is not null && found != only)
        {
            throw Broken(name, $"is '{found}'; it must be '{only}'. Take a model of that kind");
        }
    }

    /// <summary>Requires a setting not to be on.</summary>
    /// <exception cref="InvalidDataException">It is.</exception>
    public void RequireOff(string name)
    {
        if (Flag(name))
        {
            throw Broken(name, "is true; it must be false. Take a model without it");
        }
    }

    private JsonElement? Find(string name) => _element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private InvalidDataException Absent(string name) => Broken(name, "is not there. Take the file as it was published");
}
