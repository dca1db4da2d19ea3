using Lab.Running;
using Lab.Scenarios;

namespace Lab.Recording;

/// <summary>Writes the recording of a run: its logs as they are, compressed, and what was done when. Labels come after it, see <see cref="Labeller"/>.</summary>
internal sealed class Recorder(Scenario scenario, ScenarioRun run, int seed, double pace)
{
    public async Task WriteAsync(IReadOnlyList<HappenedEvent> happened, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        Dictionary<string, LogRecordFile> files = [];
        Dictionary<string, long[]>[] spans = [.. happened.Select(_ => new Dictionary<string, long[]>())];
        foreach ((string system, string kind) in scenario.Instances())
        {
            foreach (string log in SystemDefinition.Read(kind).LogsOf(system))
            {
                string plain = $"/srv/out/{log}.joined";
                await using (FileStream joined = File.Create(plain))
                {
                    await run.Logs.JoinAsync(log, joined, cancellationToken);
                }

                files[log] = new LogRecordFile(system, ReadSpans(log, plain, happened, spans));
                await using FileStream input = File.OpenRead(plain);
                await using Stream output = RecordingFile.Create(folder, log);
                await input.CopyToAsync(output, cancellationToken);
            }
        }

        FaultRecord[] records = [.. happened.Select((next, i) => Record(next, spans[i]))];
        new RecordingFile
        {
            Scenario = scenario.Name,
            Description = scenario.Description,
            Recorded = run.Begin,
            Seconds = Math.Round((run.End - run.Begin).TotalSeconds, 1),
            Baseline = scenario.Baseline * pace,
            Seed = seed,
            Systems = run.Versions,
            Files = files,
            Faults = [.. records.Where(record => record.Severity is not null)],
            Disturbances = [.. records.Where(record => record.Severity is null)],
        }.Write(folder);
    }

    /// <summary>Finds the lines that begin between the lengths that the log had when an event began and when it ended.</summary>
    /// <returns>How many lines the log has.</returns>
    private static long ReadSpans(string log, string file, IReadOnlyList<HappenedEvent> happened, Dictionary<string, long[]>[] spans)
    {
        long offset = 0;
        long number = 0;
        int next = 0;
        bool isLineStart = true;
        byte[] buffer = new byte[1 << 16];
        using FileStream input = File.OpenRead(file);
        int read;
        while ((read = input.Read(buffer)) > 0)
        {
            for (int i = 0; i < read; i++, offset++)
            {
                if (isLineStart)
                {
                    number++;
                    while (next < happened.Count && offset >= happened[next].Last[log])
                    {
                        next++;
                    }

                    if (next < happened.Count && offset >= happened[next].First[log])
                    {
                        spans[next][log] = [spans[next].TryGetValue(log, out long[]? span) ? span[0] : number, number];
                    }
                }

                isLineStart = buffer[i] == (byte)'\n';
            }
        }

        return number;
    }

    private static FaultRecord Record(HappenedEvent happened, Dictionary<string, long[]> span) => new()
    {
        Kind = happened.Event.Kind,
        Description = happened.Event.Description,
        System = happened.Event.On,
        Severity = happened.Event.IsFault ? happened.Event.Severity : null,
        Start = happened.Injected,
        Undone = happened.Undone,
        Recovered = happened.Recovered,
        End = happened.End,
        Span = span,
    };
}
