namespace LogGuardian.Evaluation;

/// <summary>
/// A labelled data set on disk. Opening reads nothing; a <see cref="Protocol"/> reads it, as often as it must. Files are plain text, gzip or zstd, in a
/// folder, a tar archive (also compressed) or a zip archive, recognised by their content; bytes that are not UTF-8 are kept. Labels are taken off the lines.
/// </summary>
public sealed class EvaluationData
{
    private const string LogHub = "https://zenodo.org/records/8196385";
    private readonly DataReader? _reader;
    private readonly SequenceReader? _sequences;

    private EvaluationData(string name, string path, EvaluationDataOptions options)
    {
        Name = name;
        Path = path;
        Options = options;
        _reader = name switch
        {
            "hdfs" => new HdfsReader(path, options),
            "bgl" => new AlertLogReader(path, options, HeaderLayout.Bgl, ["BGL.log"]),
            "thunderbird" => new AlertLogReader(path, options, HeaderLayout.Syslog, ["Thunderbird.log", "tbird2"]),
            "liberty" => new AlertLogReader(path, options, HeaderLayout.Syslog, ["liberty2", "Liberty.log"]),
            "spirit" => new AlertLogReader(path, options, HeaderLayout.Syslog, ["spirit2", "Spirit.log"]),
            "liberty-windows" => new WindowTableReader(path, options),
            "hadoop" => new HadoopReader(path, options),
            "loghub" => new CsvReader(path, options, file => file.EndsWith("_structured.csv", StringComparison.OrdinalIgnoreCase), "file that ends in _structured.csv"),
            "csv" => new CsvReader(path, options, file => file.EndsWith(".csv", StringComparison.OrdinalIgnoreCase), "file that ends in .csv"),
            "jsonl" => new JsonLinesReader(path, options),
            "recording" => new RecordingReader(path, options),
            _ => null,
        };
        _sequences = name == "hdfs-sequences" ? new SequenceReader(path, options) : null;
    }

    /// <summary>The data sets that are known by name, with what each is and which files it needs.</summary>
    public static IReadOnlyDictionary<string, string> Descriptions { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["hdfs"] = $"HDFS_v1: HDFS.log with anomaly_label.csv (BlockId,Label); a line belongs to every block that it names. {LogHub}",
        ["hdfs-sequences"] = "HDFS sessions as event ids: sequences.csv (Sequence,label), optionally templates.csv (EventId,EventTemplate).",
        ["bgl"] = $"BlueGene/L: BGL.log; a line that does not begin with '-' is an alert. {LogHub}",
        ["thunderbird"] = $"Thunderbird: Thunderbird.log; a line that does not begin with '-' is an alert. {LogHub}",
        ["liberty"] = "Liberty: liberty2; a line that does not begin with '-' is an alert. https://www.usenix.org/cfdr-data",
        ["spirit"] = "Spirit: spirit2; a line that does not begin with '-' is an alert. https://www.usenix.org/cfdr-data",
        ["liberty-windows"] = "Windows that were cut before: windows.tsv (window, line_label, content).",
        ["hadoop"] = $"Hadoop: folders of container logs with abnormal_label.txt; a session for each application. {LogHub}",
        ["loghub"] = "A structured csv of loghub (LineId, …, Content, EventId, EventTemplate) with a column Label.",
        ["csv"] = "Any csv with a heading, a column of messages and one of labels.",
        ["jsonl"] = "A JSON object in each line, with a message and a label.",
        ["recording"] = "A recording with injected faults: faults.json and the logs that it names; or a folder of such recordings, each of which is a system.",
    };

    /// <summary>The name of the kind of data set: a key of <see cref="Descriptions"/>.</summary>
    public string Name { get; }

    /// <summary>The file, folder or archive.</summary>
    public string Path { get; }

    /// <summary>What of it is read.</summary>
    internal EvaluationDataOptions Options { get; }

    /// <summary>Opens a data set.</summary>
    /// <param name="name">A key of <see cref="Descriptions"/>.</param>
    /// <param name="path">The file, or a folder or archive in which files have their published names.</param>
    /// <param name="options">What of it is read; null for all.</param>
    /// <exception cref="ArgumentException">The name is not known, or an option is not valid.</exception>
    /// <exception cref="FileNotFoundException">There is nothing at the path.</exception>
    public static EvaluationData Open(string name, string path, EvaluationDataOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Descriptions.ContainsKey(name))
        {
            throw new ArgumentException($"Data set is '{name}'; it must be one of {string.Join(", ", Descriptions.Keys)}.", nameof(name));
        }

        EvaluationDataOptions valid = (options ?? new EvaluationDataOptions()).Validated();
        if (name is "hadoop" or "recording" && (valid.SkipLines > 0 || valid.TakeLines is not null))
        {
            throw new ArgumentException($"SkipLines or TakeLines is given for {name}; it must be for a data set that is one log. Leave them out.", nameof(options));
        }

        return File.Exists(path) || Directory.Exists(path)
            ? new EvaluationData(name, path, valid)
            : throw new FileNotFoundException($"'{path}' does not exist; for {name} it must be a file, a folder or an archive. {Descriptions[name]}", path);
    }

    /// <summary>Where a published file comes from, and how to get it.</summary>
    internal static string SourceOf(string file) => file switch
    {
        "HDFS.log" or "anomaly_label.csv" => Zip("HDFS_v1"),
        "BGL.log" => Zip("BGL"),
        "Thunderbird.log" => Zip("Thunderbird"),
        "abnormal_label.txt" or "folder application_…" => Zip("Hadoop"),
        "liberty2" or "spirit2" => $"It is published as {file}.gz among the failure data of USENIX, https://www.usenix.org/cfdr-data (HPC4); download it there.",
        "faults.json" => "It belongs to a recording such as samples/data of LogGuardian.",
        _ => "It is not published under this name; write it yourself.",
    };

    internal async Task<UnitSet> PlanAsync(Protocol protocol, bool isWhole, CancellationToken cancellationToken)
    {
        if (_sequences is null)
        {
            return await new LinePlanner(protocol, _reader!, Path).PlanAsync(isWhole, cancellationToken).ConfigureAwait(false);
        }

        await _sequences.LoadAsync(cancellationToken).ConfigureAwait(false);
        int[] kept = [.. Enumerable.Range(0, _sequences.Labels.Count).Where(session => _sequences.Ids(session).Length >= protocol.Window.MinLines)];
        return kept.Length > 0
            ? new SequenceUnits(_sequences, kept)
            : throw new InvalidDataException(FormattableString.Invariant($"'{Path}' holds no session of {protocol.Window.MinLines} events or more; it must hold at least one. Lower minLines."));
    }

    private static string Zip(string archive) =>
        $"It is published in {archive}.zip at {LogHub}: curl -LO {LogHub}/files/{archive}.zip && unzip {archive}.zip -d {archive}.";
}
