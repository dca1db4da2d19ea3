using System.Globalization;
using System.Text.Json;

namespace LogGuardian.Evaluation;

/// <summary>What a <c>faults.json</c> says of the logs beside it.</summary>
/// <param name="Folder">The folder below the data set in which it lies; empty for the data set's own.</param>
/// <param name="Logs">The logs by name.</param>
internal sealed record Recording(string Folder, IReadOnlyDictionary<string, Recording.Log> Logs)
{
    /// <param name="Anomalous">The lines that are a direct consequence of a fault, as ranges in order.</param>
    /// <param name="Injections">What was done, with the lines that were written meanwhile, in order.</param>
    public sealed record Log(IReadOnlyList<(long First, long Last)> Anomalous, IReadOnlyList<(long First, long Last, Injection What)> Injections);

    /// <exception cref="KeyNotFoundException">A field is missing; so do others say what is wrong.</exception>
    public static Recording Read(string folder, JsonElement root)
    {
        JsonElement[] faults = [.. root.GetProperty("faults").EnumerateArray()];
        JsonElement[] others = root.TryGetProperty("disturbances", out JsonElement disturbances) ? [.. disturbances.EnumerateArray()] : [];
        (JsonElement Json, Injection What)[] happened = [.. faults.Select((json, i) => (json, InjectionOf(folder, json, i, isFault: true))), .. others.Select((json, i) => (json, InjectionOf(folder, json, i, isFault: false)))];
        return new Recording(folder, root.GetProperty("files").EnumerateObject().ToDictionary(
            log => Plain(log.Name),
            log => new Log(
                [.. faults.SelectMany(fault => Ranges(fault, log.Name)).Order()],
                [.. happened.SelectMany(one => Span(one.Json, log.Name).Select(span => (span.First, span.Last, one.What))).OrderBy(span => span.First)]),
            StringComparer.Ordinal));
    }

    private static Injection InjectionOf(string folder, JsonElement json, int number, bool isFault) => new(
        folder, Text(json, "kind") is { Length: > 0 } kind ? kind : string.Create(CultureInfo.InvariantCulture, $"{(isFault ? "fault" : "disturbance")} {number + 1}"), Text(json, "system"), Time(json, "start"), Time(json, "end"))
    {
        Severity = Text(json, "severity"),
        IsFault = isFault,
        IsSilent = isFault && !json.GetProperty("lines").EnumerateObject().Any(),
    };

    private static DateTimeOffset? Time(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement time) ? time.GetDateTimeOffset() : null;

    private static string Text(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement text) ? text.GetString() ?? "" : "";

    private static IEnumerable<(long First, long Last)> Ranges(JsonElement fault, string file) => fault.GetProperty("lines").TryGetProperty(file, out JsonElement ranges)
        ? ranges.EnumerateArray().Select(Range)
        : [];

    /// <summary>The lines written meanwhile; a recording that does not give them has its consequences, from the first to the last.</summary>
    private static IEnumerable<(long First, long Last)> Span(JsonElement json, string file)
    {
        if (json.TryGetProperty("span", out JsonElement spans))
        {
            return spans.TryGetProperty(file, out JsonElement span) ? [Range(span)] : [];
        }

        (long First, long Last)[] lines = [.. Ranges(json, file)];
        return lines.Length > 0 ? [(lines.Min(range => range.First), lines.Max(range => range.Last))] : [];
    }

    private static (long First, long Last) Range(JsonElement range) => (range[0].GetInt64(), range[1].GetInt64());

    private static string Plain(string name) => System.IO.Path.GetExtension(name) is ".gz" or ".zst" ? System.IO.Path.GetFileNameWithoutExtension(name) : name;
}
