using System.Text.Json;
using System.Text.Json.Nodes;

namespace LogGuardian.Training;

/// <summary>
/// The folder of a training run: <c>run.json</c> says what repeats it and how it ended, <c>metrics.jsonl</c> what was measured, <c>checkpoints</c> where it can go on from, and
/// <c>report.html</c>, <c>loss.svg</c> and <c>f1.svg</c> show the curves. Not for concurrent callers.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    public const string RecordName = "run.json";
    public const string MetricsName = "metrics.jsonl";
    public const string CheckpointsName = "checkpoints";
    public const string ReportName = "report.html";
    public const string LossName = "loss.svg";
    public const string F1Name = "f1.svg";

    private readonly TimeProvider _clock;
    private readonly MetricLog _metrics;

    private RunFolder(string path, RunRecord record, TimeProvider clock, long step)
    {
        (Path, Record, _clock) = (path, record, clock);
        RunFiles.Guard(path, () => Directory.CreateDirectory(path));

        // First of all: a run that is killed in its first moment can be resumed, too.
        WriteRecord();
        RunFiles.Guard(path, () => Directory.CreateDirectory(CheckpointsPath));
        _metrics = MetricLog.Open(MetricsPath, step);
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>What <c>run.json</c> says.</summary>
    public RunRecord Record { get; private set; }

    /// <summary>The folder of checkpoints.</summary>
    public string CheckpointsPath => In(CheckpointsName);

    /// <summary>The file of what was measured.</summary>
    public string MetricsPath => In(MetricsName);

    /// <summary>Begins a run.</summary>
    /// <param name="path">The folder; made where there is none.</param>
    /// <param name="record">What repeats the run; its beginning and end are filled in.</param>
    /// <param name="clock">The clock; null for that of the system.</param>
    /// <exception cref="IOException">The folder is not empty or cannot be written; the message says what to do.</exception>
    public static RunFolder Create(string path, RunRecord record, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(record);
        clock ??= TimeProvider.System;
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).FirstOrDefault(entry => System.IO.Path.GetFileName(entry) != RecordName + RunFiles.Draft) is { } entry)
        {
            string what = System.IO.Path.GetFileName(entry);
            throw new IOException(File.Exists(System.IO.Path.Combine(path, RecordName))
                ? $"'{path}' holds a run already. Resume it, or choose another folder."
                : $"'{path}' is not empty, it holds '{what}'; the folder of a run begins empty. Choose another folder, or empty it.");
        }

        RunRecord begun = record with { Started = clock.GetUtcNow(), Resumed = [], Ended = null, Outcome = RunOutcome.Running, Message = null };
        return new RunFolder(path, begun, clock, step: 0);
    }

    /// <summary>Goes on with a run.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="step">The step of the checkpoint that it goes on from; what was measured later is taken out.</param>
    /// <param name="clock">The clock; null for that of the system.</param>
    /// <param name="configuration">All that is set from now on; null for what was.</param>
    /// <exception cref="InvalidDataException">There is no run, or what is there cannot be read; the message says what to do.</exception>
    /// <exception cref="IOException">The folder cannot be written; the message says what to do.</exception>
    public static RunFolder Resume(string path, long step, TimeProvider? clock = null, JsonNode? configuration = null)
    {
        Rule.Require(step >= 0, nameof(step), step, "at least 0");
        clock ??= TimeProvider.System;
        RunRecord record = Read(path);
        RunRecord resumed = record with { Configuration = configuration ?? record.Configuration, Resumed = [.. record.Resumed, new RunResume(clock.GetUtcNow(), step)], Ended = null, Outcome = RunOutcome.Running, Message = null };
        return new RunFolder(path, resumed, clock, step);
    }

    /// <summary>Reads what <c>run.json</c> of a folder says.</summary>
    /// <exception cref="InvalidDataException">There is none, or it cannot be read; the message says what to do.</exception>
    public static RunRecord Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string file = System.IO.Path.Combine(path, RecordName);
        if (!File.Exists(file))
        {
            throw new InvalidDataException($"'{path}' holds no {RecordName}, so that there is no run to go on with. Name the folder of a run, or begin one without resuming.");
        }

        try
        {
            RunRecord record = JsonSerializer.Deserialize(File.ReadAllBytes(file), RunJson.Default.RunRecord) ?? throw new JsonException("It is null.");
            return record.Format == RunRecord.CurrentFormat
                ? record
                : throw new InvalidDataException(FormattableString.Invariant($"'{file}' has the format {record.Format}; {RunRecord.CurrentFormat} is read. Use the version of LogGuardian that wrote it."));
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"'{file}' is damaged: {e.Message} Begin the run anew in another folder.", e);
        }
    }

    /// <summary>Notes a value.</summary>
    /// <param name="step">Steps so far in all stages together; never less than before.</param>
    /// <param name="epoch">The epoch of the stage, from 1.</param>
    /// <param name="stage">Name of the stage.</param>
    /// <param name="name">What was measured.</param>
    /// <param name="value">The value.</param>
    public void Append(long step, int epoch, string stage, string name, double value)
    {
        ArgumentException.ThrowIfNullOrEmpty(stage);
        ArgumentException.ThrowIfNullOrEmpty(name);
        _metrics.Append(new RunMetric(step, epoch, stage, name, value, _clock.GetUtcNow()));
    }

    /// <summary>Notes what is measured only once.</summary>
    public void Note(string name, double value)
    {
        Record = Record with { Notes = new SortedDictionary<string, double>(Record.Notes.ToDictionary(), StringComparer.Ordinal) { [name] = value } };
        WriteRecord();
    }

    /// <summary>Notes the end of the run.</summary>
    public void End(RunOutcome outcome, string? message = null)
    {
        Rule.Require(outcome != RunOutcome.Running, nameof(outcome), outcome, "an end");
        Record = Record with { Ended = _clock.GetUtcNow(), Outcome = outcome, Message = message };
        WriteRecord();
    }

    /// <summary>Writes the report and its charts from what was measured so far. A chart of which nothing was measured is left out.</summary>
    public void WriteReport()
    {
        var curves = new TrainingCurves(MetricLog.Read(MetricsPath));
        foreach ((string name, string? text) in ((string, string?)[])[(LossName, curves.LossSvg()), (F1Name, curves.ValidationSvg()), (ReportName, TrainingReport.Render(Record, curves))])
        {
            if (text is not null)
            {
                RunFiles.WriteText(In(name), text);
            }
        }
    }

    public void Dispose() => _metrics.Dispose();

    private string In(string name) => System.IO.Path.Combine(Path, name);

    private void WriteRecord() => RunFiles.WriteText(In(RecordName), JsonSerializer.Serialize(Record, RunJson.Default.RunRecord) + "\n");
}
