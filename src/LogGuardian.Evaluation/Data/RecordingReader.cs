using System.Runtime.CompilerServices;
using System.Text.Json;

namespace LogGuardian.Evaluation;

/// <summary>
/// A recording with injected faults: <c>faults.json</c>, which names the log files and says what was done when and which lines are its consequence, and the
/// files beside it. A folder without one may hold several recordings in folders of their own; each of them is a system.
/// </summary>
internal sealed class RecordingReader(string path, EvaluationDataOptions options) : DataReader(path, options)
{
    private static readonly string[] FaultFiles = ["faults.json"];

    public override bool HasSessions => false;

    public override bool JoinsLines => true;

    public override async IAsyncEnumerable<DataLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<Recording> recordings = await RecordingsAsync(cancellationToken).ConfigureAwait(false);
        Dictionary<string, (Recording Recording, string Log)> files = recordings
            .SelectMany(recording => recording.Logs.Keys.Select(log => (recording, log)))
            .ToDictionary(file => file.recording.Folder.Length == 0 ? file.log : $"{file.recording.Folder}/{file.log}", StringComparer.Ordinal);
        HashSet<string> found = new(StringComparer.Ordinal);
        await foreach (DataFile file in DataFiles.ReadAsync(Folder, files.ContainsKey, anySingle: false, cancellationToken).ConfigureAwait(false))
        {
            found.Add(file.Name);
            (Recording recording, string log) = files[file.Name];
            string source = recordings.Count > 1 ? file.Name : log;
            await foreach (DataLine line in LinesAsync(source, file.Content, recording.Logs[log], cancellationToken).ConfigureAwait(false))
            {
                yield return line with { System = recordings.Count > 1 ? recording.Folder : log };
            }
        }

        if (files.Keys.FirstOrDefault(name => !found.Contains(name)) is { } missing)
        {
            throw new FileNotFoundException($"'{Folder}' holds no {missing}, plain or compressed, which faults.json names. Copy the whole recording.", missing);
        }
    }

    /// <summary>Where the logs are: beside <c>faults.json</c> when the path names that.</summary>
    private string Folder => File.Exists(Path) && IsNamed(Path.Replace('\\', '/'), FaultFiles) ? System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))! : Path;

    private static async IAsyncEnumerable<DataLine> LinesAsync(string source, Stream content, Recording.Log log, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int next = 0;
        int injection = 0;
        await foreach (LogLine line in LinesAsync(source, content, cancellationToken).ConfigureAwait(false))
        {
            while (next < log.Anomalous.Count && log.Anomalous[next].Last < line.LineId)
            {
                next++;
            }

            while (injection < log.Injections.Count && log.Injections[injection].Last < line.LineId)
            {
                injection++;
            }

            yield return new DataLine(line, next < log.Anomalous.Count && log.Anomalous[next].First <= line.LineId)
            {
                Injection = injection < log.Injections.Count && log.Injections[injection].First <= line.LineId ? log.Injections[injection].What : null,
            };
        }
    }

    private async Task<IReadOnlyList<Recording>> RecordingsAsync(CancellationToken cancellationToken)
    {
        List<Recording> recordings = [];
        await foreach (DataFile file in DataFiles.ReadAsync(Folder, name => IsNamed(name, FaultFiles), anySingle: false, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                using JsonDocument document = await JsonDocument.ParseAsync(file.Content, default, cancellationToken).ConfigureAwait(false);
                recordings.Add(Recording.Read(file.Name[..^file.FileName.Length].TrimEnd('/'), document.RootElement));
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
            {
                throw new InvalidDataException(
                    $"'{System.IO.Path.Combine(Folder, file.Name)}' does not describe a recording: {e.Message} It must hold 'files' and 'faults', each fault with 'lines'. Copy the published faults.json.", e);
            }
        }

        return recordings.Count == 0 ? throw Missing(FaultFiles[0]) : recordings.Find(recording => recording.Folder.Length == 0) is { } own ? [own] : recordings;
    }
}
