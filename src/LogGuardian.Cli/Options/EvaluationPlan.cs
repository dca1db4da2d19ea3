using System.Text.Json;
using LogGuardian.Evaluation;

namespace LogGuardian.Cli;

/// <summary>
/// Reads a plan: a JSON array of evaluations, each with dataset, data (or train and test), protocol, methods and seeds. Paths are relative to the plan;
/// <c>%NAME%</c> in them is a variable of the environment.
/// </summary>
internal static class EvaluationPlan
{
    private static readonly string[] Fields = ["dataset", "data", "train", "test", "protocol", "methods", "seeds"];

    public static IReadOnlyList<EvaluationCase> Read(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(
                File.ReadAllBytes(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            EvaluationCase[] cases = [.. document.RootElement.EnumerateArray().Select(entry => ReadCase(entry, folder))];
            return cases.Length > 0 ? cases : throw new CliException($"Plan '{path}' is empty; it must hold at least one evaluation. Add one.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new CliException($"Plan '{path}' cannot be read: {e.Message} It must be an array of objects with the fields {string.Join(", ", Fields)}.", e);
        }
    }

    private static EvaluationCase ReadCase(JsonElement entry, string folder)
    {
        foreach (JsonProperty field in entry.EnumerateObject())
        {
            if (!Fields.Contains(field.Name))
            {
                throw new JsonException($"The field '{field.Name}' is not known.");
            }
        }

        string dataset = Text(entry, "dataset") ?? throw new JsonException("The field 'dataset' is missing.");
        (string? data, string? train, string? test) = (Text(entry, "data"), Text(entry, "train"), Text(entry, "test"));
        bool isSplit = data is not null && train is null && test is null;
        if (!isSplit && !(data is null && train is not null && test is not null))
        {
            throw new JsonException("There must be the field 'data' alone, or 'train' and 'test'.");
        }

        string protocol = Text(entry, "protocol") ?? throw new JsonException("The field 'protocol' is missing.");
        return new EvaluationCase(
            EvaluationData.Open(dataset, PathOf(data ?? train!, folder)),
            Protocol.Find(Protocol.Presets.Any(preset => preset.Name == protocol) ? protocol : PathOf(protocol, folder)),
            [.. entry.GetProperty("methods").EnumerateArray().Select(method => method.GetString() ?? "")])
        {
            Test = isSplit ? null : EvaluationData.Open(dataset, PathOf(test!, folder)),
            Seeds = entry.TryGetProperty("seeds", out JsonElement seeds) ? seeds.GetInt32() : null,
        };
    }

    private static string? Text(JsonElement entry, string name) => entry.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private static string PathOf(string path, string folder) => Path.Combine(folder, Environment.ExpandEnvironmentVariables(path));
}
