using System.CommandLine;
using LogGuardian.Evaluation;
using LogGuardian.Training;

namespace LogGuardian.Cli;

/// <summary>Measures detectors on labelled data.</summary>
internal sealed class EvaluateCommand : Command
{
    private const string DefaultProtocol = "logllm";
    private const string DefaultMethod = "logguardian";

    private readonly Option<string?> _dataset = Text("--dataset", "name", "Kind of the data; --list shows the names.");
    private readonly Option<string?> _data = Text("--data", "path", "The file, or a folder or archive with the published file names.");
    private readonly Option<string?> _train = Text("--train", "path", "Instead of --data: what is learned from.");
    private readonly Option<string?> _test = Text("--test", "path", "Instead of --data: what is judged.");
    private readonly Option<string?> _protocol = Text("--protocol", "name|file.json", $"How the data are divided; --list shows the presets. [default: {DefaultProtocol}]");
    private readonly Option<string[]> _method = new("--method")
    {
        HelpName = "name,…",
        Description = $"Methods; random, all-normal and lookup always run beside them. [default: {DefaultMethod}]",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _model = Text("--model", "bundle", "A model bundle, or 'default', for the methods meaning, logguardian-model and, if it judges windows, logllm, logllm-answer, logllm-adapted, logllm-tuned and logllm-taught.");
    private readonly Option<string?> _seeds = Text("--seeds", "n", "How often what is random is repeated. [default: what the protocol says]");
    private readonly Option<string?> _seed = Text("--seed", "n", "The first seed. [default: 1]");
    private readonly Option<string?> _jobs = Text("--jobs", "n", "Splits worked on side by side; times and memory are then those of all together, and trainings share the processors. [default: 1]");
    private readonly Option<string?> _predictions = Text("--predictions", "csv", "Write unit,label,score,predicted for every unit judged; one file per method and split when there are several.");
    private readonly Option<string?> _report = Text("--report", "dir", "Write report.html, report.md and report.json; results found there are not measured again.");
    private readonly Option<string?> _labels = Text("--labels", "csv", "File that labels sessions (BlockId,Label). [default: the published name beside the log]");
    private readonly Option<string?> _skipLines = Text("--skip-lines", "n", "Lines passed over at the beginning. [default: 0]");
    private readonly Option<string?> _takeLines = Text("--take-lines", "n", "Lines read after them. [default: all]");
    private readonly Option<string?> _messageColumn = Text("--message-column", "name", "csv and jsonl: the message. [default: Content]");
    private readonly Option<string?> _labelColumn = Text("--label-column", "name", "csv and jsonl: the label; -, 0, false and normal mean normal. [default: Label]");
    private readonly Option<string?> _timeColumn = Text("--time-column", "name", "csv and jsonl: the event time.");
    private readonly Option<string?> _sessionColumn = Text("--session-column", "name", "csv and jsonl: what groups lines into sessions.");
    private readonly Option<string?> _systemColumn = Text("--system-column", "name", "csv and jsonl: the system, for leave-one-out.");
    private readonly Option<string?> _edits = Text("--edits", "share[:replaced]", "Share of the templates whose words are edited in the test part, or replaced, as by an update of the program. [default: 0]");
    private readonly Option<string?> _adapt = Text("--adapt", "units[/labels]", "First units of the test part that are judged and not counted, and how many of those reported are answered, up to 16. [default: 0]");
    private readonly Option<string?> _plan = Text("--plan", "file.json", "Instead of --dataset and what belongs to it: several evaluations in one report.");
    private readonly ModelTrainingFlags _training = new();
    private readonly Option<bool> _list = new("--list") { Description = "Show the data sets, protocols and methods that are known by name." };
    private readonly CliConsole _console;

    public EvaluateCommand(CliConsole console)
        : base("evaluate", "Measure detectors on labelled data: metrics, leakage audit, baselines, a report with plots.")
    {
        _console = console;
        foreach (Option option in new Option[]
        {
            _dataset, _data, _train, _test, _protocol, _method, _model, _seeds, _seed, _jobs, _predictions, _report, _labels, _skipLines, _takeLines,
            _messageColumn, _labelColumn, _timeColumn, _sessionColumn, _systemColumn, _edits, _adapt, _plan, _list,
        })
        {
            Add(option);
        }

        _training.AddTo(this);
        SetAction(RunAsync);
    }

    private static Option<string?> Text(string name, string value, string description) => new(name) { HelpName = value, Description = description };

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        if (parsed.GetValue(_list))
        {
            EvaluateList.Show(_console.Ink);
            return ExitCode.Success;
        }

        try
        {
            return await new EvaluateRun(Read(parsed), _console).RunAsync(stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ArgumentException or UnfitTrainingException or InvalidDataException or InvalidOperationException or IOException or LogSourceException or UnauthorizedAccessException
            or TrainingException or DllNotFoundException)
        {
            throw new CliException(MessageOf(e), e);
        }
    }

    /// <summary>Which parameter of ours it was is nothing to a user.</summary>
    private static string MessageOf(Exception e) =>
        e is ArgumentException { ParamName: { } name } ? e.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : e.Message;

    private EvaluateSettings Read(ParseResult parsed)
    {
        int jobs = parsed.GetValue(_jobs) is { } text ? Numbers.Whole("--jobs", text, 1, EvaluateSettings.MostJobs) : 1;
        return new EvaluateSettings
        {
            Cases = parsed.GetValue(_plan) is { } plan ? ReadPlan(parsed, plan) : [ReadCase(parsed)],
            ModelPath = parsed.GetValue(_model),
            Seed = parsed.GetValue(_seed) is { } seed ? Numbers.Whole("--seed", seed, 0, int.MaxValue) : 1,
            Jobs = jobs,
            PredictionsPath = parsed.GetValue(_predictions),
            ReportPath = parsed.GetValue(_report),
            Training = _training.Read(parsed, jobs),
            CommandLine = "logguardian " + string.Join(' ', parsed.Tokens.Select(token => Quoted(token.Value))),
        };
    }

    private IReadOnlyList<EvaluationCase> ReadPlan(ParseResult parsed, string plan)
    {
        foreach (Option option in new Option[] { _dataset, _data, _train, _test, _protocol, _method, _seeds, _edits, _adapt })
        {
            if (parsed.GetResult(option) is { Implicit: false })
            {
                throw new CliException($"{option.Name} is given with --plan; the plan says it for each evaluation. Leave one of them out.");
            }
        }

        return EvaluationPlan.Read(plan);
    }

    private EvaluationCase ReadCase(ParseResult parsed)
    {
        string name = parsed.GetValue(_dataset) ?? throw new CliException(
            $"--dataset is missing; it must be one of {string.Join(", ", EvaluationData.Descriptions.Keys)}. Add --dataset <name>.");
        (EvaluationData data, EvaluationData? test) = Open(parsed, name, ReadData(parsed));
        string[] methods = [.. (parsed.GetValue(_method) ?? []).SelectMany(list => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
        return new EvaluationCase(data, Changes.Apply(Protocol.Find(parsed.GetValue(_protocol) ?? DefaultProtocol), parsed.GetValue(_edits), parsed.GetValue(_adapt)), methods.Length > 0 ? methods : [DefaultMethod])
        {
            Test = test,
            Seeds = parsed.GetValue(_seeds) is { } seeds ? Numbers.Whole("--seeds", seeds, 1, EvaluateSettings.MostSeeds) : null,
        };
    }

    private static string Quoted(string argument) =>
        argument.All(c => char.IsLetterOrDigit(c) || "-_./\\,=:".Contains(c, StringComparison.Ordinal)) ? argument : $"'{argument}'";

    private (EvaluationData Data, EvaluationData? Test) Open(ParseResult parsed, string name, EvaluationDataOptions options) =>
        (parsed.GetValue(_data), parsed.GetValue(_train), parsed.GetValue(_test)) switch
        {
            ({ } data, null, null) => (EvaluationData.Open(name, data, options), null),
            (null, { } train, { } test) => (EvaluationData.Open(name, train, options), EvaluationData.Open(name, test, options)),
            (null, null, null) => throw new CliException($"--data is missing; it must be the path of {name}. {DescriptionOf(name)} Add --data <path>, or --train <path> --test <path>."),
            _ => throw new CliException("--data, --train and --test do not go together so; there must be --data alone, or --train and --test. Correct them."),
        };

    /// <summary>An unknown name is refused with the list by <see cref="EvaluationData.Open"/>, with a path or without.</summary>
    private static string DescriptionOf(string name) =>
        EvaluationData.Descriptions.TryGetValue(name, out string? description) ? description : EvaluationData.Open(name, ".").Name;

    private EvaluationDataOptions ReadData(ParseResult parsed)
    {
        var options = new EvaluationDataOptions
        {
            LabelFile = parsed.GetValue(_labels),
            TimeColumn = parsed.GetValue(_timeColumn),
            SessionColumn = parsed.GetValue(_sessionColumn),
            SystemColumn = parsed.GetValue(_systemColumn),
        };
        options.MessageColumn = parsed.GetValue(_messageColumn) ?? options.MessageColumn;
        options.LabelColumn = parsed.GetValue(_labelColumn) ?? options.LabelColumn;
        options.SkipLines = parsed.GetValue(_skipLines) is { } skip ? Numbers.Whole("--skip-lines", skip, 0, int.MaxValue) : options.SkipLines;
        options.TakeLines = parsed.GetValue(_takeLines) is { } take ? Numbers.Whole("--take-lines", take, 1, int.MaxValue) : options.TakeLines;
        return options;
    }
}
