using System.Text.Json;

namespace Quickstart;

/// <summary>The ground truth of a recording.</summary>
internal sealed record FaultList(IReadOnlyList<string> Files, IReadOnlyList<Fault> Faults)
{
    public static FaultList Read(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        JsonElement root = document.RootElement;
        return new FaultList(
            [.. root.GetProperty("files").EnumerateObject().Select(file => file.Name)],
            [.. root.GetProperty("faults").EnumerateArray().Select(Read)]);
    }

    private static Fault Read(JsonElement fault) => new(
        fault.GetProperty("kind").GetString()!,
        fault.GetProperty("description").GetString()!,
        fault.GetProperty("start").GetDateTimeOffset(),
        fault.GetProperty("end").GetDateTimeOffset(),
        fault.GetProperty("lines").EnumerateObject().ToDictionary(
            file => file.Name,
            file => file.Value.EnumerateArray().Select(range => (range[0].GetInt64(), range[1].GetInt64())).ToArray()));
}
