namespace LogGuardian.Training;

/// <summary><c>model.safetensors.index.json</c>: which of several files has which tensor.</summary>
internal static class ShardIndex
{
    /// <summary>Its name in a folder.</summary>
    public const string FileName = "model.safetensors.index.json";

    private const int MostBytes = 64 << 20;
    private const int MostShards = 1024;

    /// <summary>The file of each tensor.</summary>
    /// <exception cref="InvalidDataException">It is no index, or names what is no file beside it.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        ConfigFields index = ConfigFields.Read(path, MostBytes);
        ConfigFields map = index.Object("weight_map") ?? throw index.Broken("weight_map", "is not there; it must say which file has which tensor");
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string tensor in map.Names)
        {
            string file = map.Text(tensor)!;

            // Other folders are none of the model's business.
            if (file != Path.GetFileName(file) || file.Contains('\\', StringComparison.Ordinal) || !file.EndsWith(".safetensors", StringComparison.Ordinal))
            {
                throw map.Broken(tensor, $"is in '{file}'; it must be in a .safetensors file of the same folder");
            }

            files[tensor] = file;
        }

        int shards = files.Values.Distinct(StringComparer.Ordinal).Count();
        return shards is > 0 and <= MostShards ? files : throw index.Broken("weight_map", FormattableString.Invariant($"names {shards} files; it must name 1 to {MostShards}"));
    }

    /// <summary>Writes it.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, string> files, long bytes) => ConfigFields.Write(path, json =>
    {
        json.WriteStartObject("metadata");
        json.WriteNumber("total_size", bytes);
        json.WriteEndObject();
        json.WriteStartObject("weight_map");
        foreach ((string tensor, string file) in files.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteString(tensor, file);
        }

        json.WriteEndObject();
    });
}
