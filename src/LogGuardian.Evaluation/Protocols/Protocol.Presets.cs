namespace LogGuardian.Evaluation;

/// <content>The protocols of published work.</content>
public sealed partial record Protocol
{
    /// <summary>
    /// The protocols that are known by name. <c>logllm</c>: LogLLM, arXiv 2411.08561, as its public code does it; <c>ait</c>: Landauer et al., A Critical
    /// Review of Common Log Data Sets Used for Evaluation of Sequence-based Anomaly Detection Techniques, FSE 2024; <c>lightad</c>: Yu et al., Deep Learning
    /// or Classical Machine Learning? An Empirical Study on Log-Based Anomaly Detection, ICSE 2024; <c>deeplog</c>: Du et al., DeepLog, CCS 2017;
    /// <c>half</c>: what loglizer's examples do. <see cref="Description"/> says what each reproduces, and what it does not.
    /// </summary>
    public static IReadOnlyList<Protocol> Presets { get; } =
    [
        new()
        {
            Name = "logllm",
            Description =
                "LogLLM (arXiv 2411.08561): sessions at random 8:2; other logs chronological 8:2 on lines, then windows of 100 lines that do not overlap, "
                + "the last one of each part kept short; anomalous when any line is; content only; lines without content left out, which is "
                + "why BGL has 37,708 and 9,427 windows and not 37,984 and 9,496. Thunderbird needs lines 160,000,000 to 170,000,000, Liberty 40,000,000 to 45,000,000.",
            Split = SplitKind.Chronological,
            SessionSplit = SplitKind.Random,
            ContentOnly = true,
            DropIncomplete = true,
        },
        new()
        {
            Name = "ait",
            Description =
                "Landauer et al. (FSE 2024): 1 % of the normal sessions, drawn at random and rounded up, train without labels; all other sessions are judged; 25 draws, of "
                + "which the mean counts. Logs without sessions have one for each host.",
            Split = SplitKind.SessionRandom,
            TrainShare = 0.01,
            TrainOn = TrainingUnits.Normal,
            TrainingLabels = false,
            Draws = 25,
            Window = new() { By = WindowBy.Host },
        },
        new()
        {
            Name = "lightad",
            Description =
                "LightAD (Yu et al., ICSE 2024): sessions at random 8:2, five draws; other logs chronological 8:2 on lines, then windows of 10 lines. The paper's methods "
                + "for the latter judge single lines, learn from a tenth of the training lines, and are measured on those windows; here they are the units. Its "
                + "variant without repeated sessions is not a split: report results on unseen sequences for it.",
            Split = SplitKind.Chronological,
            SessionSplit = SplitKind.Random,
            Draws = 5,
            Window = new() { Size = 10 },
        },
        new()
        {
            Name = "deeplog",
            Description =
                "DeepLog (Du et al., CCS 2017) on HDFS: the first 4,855 normal sessions train without labels, all others are judged. The paper counts 553,366 normal and "
                + "16,838 anomalous sessions for the test, two normal ones less than loghub's labels leave.",
            Split = SplitKind.Chronological,
            TrainCount = 4855,
            TrainOn = TrainingUnits.Normal,
            TrainingLabels = false,
        },
        new()
        {
            Name = "half",
            Description = "loglizer's examples: half of the units, drawn at random, train with labels; the other half is judged; five draws.",
            Split = SplitKind.Random,
            TrainShare = 0.5,
            Draws = 5,
        },
        new()
        {
            Name = "lab",
            Description =
                "Recordings with injected faults: the first 30 % of the lines of each log, in which nothing is injected, teach what is normal without labels; then windows of two "
                + "seconds are judged, each recording by itself. Faults and disturbances are told apart.",
            Split = SplitKind.WithinSystem,
            TrainShare = 0.3,
            TrainOn = TrainingUnits.Normal,
            TrainingLabels = false,
            Window = new() { By = WindowBy.Time, Span = TimeSpan.FromSeconds(2) },
        },
        new()
        {
            Name = "lab-leave-one-out",
            Description =
                "Recordings with injected faults: each recording is judged by what the normal windows of all others taught, without labels; windows of two seconds. What is new in "
                + "the recording that is judged is most of it: this asks what carries over from one system to another.",
            Split = SplitKind.LeaveOneOut,
            TrainOn = TrainingUnits.Normal,
            TrainingLabels = false,
            Window = new() { By = WindowBy.Time, Span = TimeSpan.FromSeconds(2) },
        },
    ];

    /// <summary>A preset by its name, or the protocol in a file.</summary>
    /// <param name="nameOrPath">The name of one of <see cref="Presets"/>, or a path that ends in <c>.json</c>.</param>
    /// <exception cref="ArgumentException">It is neither; the message lists the presets.</exception>
    /// <exception cref="InvalidDataException">The file is not a valid protocol.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static Protocol Find(string nameOrPath)
    {
        ArgumentNullException.ThrowIfNull(nameOrPath);
        return Presets.FirstOrDefault(preset => preset.Name == nameOrPath)
            ?? (nameOrPath.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
                ? Read(nameOrPath)
                : throw new ArgumentException(
                    $"Protocol is '{nameOrPath}'; it must be one of {string.Join(", ", Presets.Select(preset => preset.Name))}, or a path that ends in .json.", nameof(nameOrPath)));
    }
}
