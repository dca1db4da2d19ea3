using System.Runtime.CompilerServices;
using System.Text.Json;

namespace LogGuardian.Evaluation;

/// <summary>
/// A recording with injected faults: <c>faults.json</c>, which names the log files and, for each fault, the ranges of lines that are its direct
/// consequence, and the files themselves. Each file is a source and a system of its own.
/// </summary>
internal sealed class RecordingReader(string path, EvaluationDataOptions options) : DataReader(path, options)
{
    private static readonly string[] FaultFiles = ["faults.json"];

    public override bool HasSessions => false;

    public override bool JoinsLines => true;

    public override async IAsyncEnumerable<DataLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Dictionary<string, (long First, long Last)[]> files = await ReadFaultsAsync(cancellationToken).ConfigureAwait(false);
        HashSet<string> found = new(StringComparer.Ordinal);
        await foreach (DataFile file in DataFiles
            .ReadAsync(Folder, name => files.ContainsKey(name[(name.LastIndexOf('/') + 1)..]), anySingle: false, cancellationToken).ConfigureAwait(false))
        {
            string name = file.FileName;
            found.Add(name);
            (long First, long Last)[] ranges = files[name];
            int next = 0;
            await foreach (LogLine line in LinesAsync(name, file.Content, cancellationToken).ConfigureAwait(false))
            {
                while (next < ranges.Length && ranges[next].Last < line.LineId)
                {
                    next++;
                }

                yield return new DataLine(line, next < ranges.Length && ranges[next].First <= line.LineId) { System = name };
            }
        }

        if (files.Keys.FirstOrDefault(name => !found.Contains(name)) is { } missing)
        {
            throw new FileNotFoundException($"'{Folder}' holds no {missing}, plain or compressed, which faults.json names. Copy the whole recording.", missing);
        }
    }

    /// <summary>Where the logs are: beside <c>faults.json</c> when the path names that.</summary>
    private string Folder => File.Exists(Path) && IsNamed(Path.Replace('\\', '/'), FaultFiles) ? System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))! : Path;

    private async Task<Dictionary<string, (long First, long Last)[]>> ReadFaultsAsync(CancellationToken cancellationToken)
    {
        await foreach (DataFile file in DataFiles.ReadAsync(Folder, name => IsNamed(name, FaultFiles), anySingle: false, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                using JsonDocument document = await JsonDocument.ParseAsync(file.Content, default, cancellationToken).ConfigureAwait(false);
                JsonElement root = document.RootElement;
                JsonElement[] faults = [.. root.GetProperty("faults").EnumerateArray()];
                return root.GetProperty("files").EnumerateObject().ToDictionary(
                    log => Plain(log.Name), log => faults.SelectMany(fault => Ranges(fault, log.Name)).Order().ToArray(), StringComparer.Ordinal);
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
            {
                throw new InvalidDataException(
                    $"'{System.IO.Path.Combine(Folder, file.Name)}' does not describe a recording: {e.Message} It must hold 'files' and 'faults', each fault with 'lines'. Copy the published faults.json.", e);
            }
        }

        throw Missing(FaultFiles[0]);
    }

    private static IEnumerable<(long First, long Last)> Ranges(JsonElement fault, string file) => fault.GetProperty("lines").TryGetProperty(file, out JsonElement ranges)
        ? ranges.EnumerateArray().Select(range => (range[0].GetInt64(), range[1].GetInt64()))
        : [];

    private static string Plain(string name) => System.IO.Path.GetExtension(name) is ".gz" or ".zst" ? System.IO.Path.GetFileNameWithoutExtension(name) : name;
}
