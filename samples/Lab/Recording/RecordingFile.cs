using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ZstdSharp;

namespace Lab.Recording;

/// <summary>The ground truth of a recording: <c>faults.json</c> beside its logs.</summary>
internal sealed record RecordingFile
{
    public const string FileName = "faults.json";
    private const int CompressionLevel = 19;

    public required string Scenario { get; init; }

    public required string Description { get; init; }

    public required DateTimeOffset Recorded { get; init; }

    public required double Seconds { get; init; }

    /// <summary>Seconds of undisturbed work at the beginning.</summary>
    public required double Baseline { get; init; }

    public required int Seed { get; init; }

    /// <summary>Which part of the recording this is; null for all of it.</summary>
    public string? Sample { get; init; }

    /// <summary>The version of each system.</summary>
    public required IReadOnlyDictionary<string, string> Systems { get; init; }

    public required IReadOnlyDictionary<string, LogRecordFile> Files { get; init; }

    public required IReadOnlyList<FaultRecord> Faults { get; init; }

    public required IReadOnlyList<FaultRecord> Disturbances { get; init; }

    /// <summary>Faults and disturbances in the order in which they happened.</summary>
    [JsonIgnore]
    public IReadOnlyList<FaultRecord> Events => [.. Faults.Concat(Disturbances).OrderBy(record => record.Start)];

    /// <summary>A log of a recording that is written, compressed.</summary>
    public static Stream Create(string folder, string log) => new CompressionStream(File.Create(Path.Combine(folder, log + ".zst")), CompressionLevel, leaveOpen: false);

    public static RecordingFile Read(string folder)
    {
        string file = Path.Combine(folder, FileName);
        return File.Exists(file)
            ? JsonSerializer.Deserialize<RecordingFile>(File.ReadAllText(file), LabJson.Options)!
            : throw new FileNotFoundException($"'{folder}' holds no {FileName}; it must be the folder of a recording.", file);
    }

    /// <summary>The lines of a log.</summary>
    public IEnumerable<string> ReadLines(string folder, string log)
    {
        // Only a line feed ends a line: what a client sent may hold a carriage return.
        using var reader = new StreamReader(new DecompressionStream(File.OpenRead(Path.Combine(folder, log + ".zst")), leaveOpen: false));
        var line = new StringBuilder();
        char[] buffer = new char[1 << 16];
        int read;
        while ((read = reader.Read(buffer)) > 0)
        {
            int start = 0;
            int end;
            while ((end = Array.IndexOf(buffer, '\n', start, read - start)) >= 0)
            {
                line.Append(buffer, start, end - start);
                yield return line.ToString();
                line.Clear();
                start = end + 1;
            }

            line.Append(buffer, start, read - start);
        }

        if (line.Length > 0)
        {
            yield return line.ToString();
        }
    }

    public void Write(string folder) => File.WriteAllText(Path.Combine(folder, FileName), LabJson.Text(this));
}
