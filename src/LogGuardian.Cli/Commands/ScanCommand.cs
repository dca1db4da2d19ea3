using System.CommandLine;

namespace LogGuardian.Cli;

/// <summary>Finds anomalies.</summary>
internal sealed class ScanCommand : Command
{
    private readonly Argument<string> _input = new("input") { Description = "A file, a directory, or - for standard input." };
    private readonly Option<string[]> _learn = new("--learn")
    {
        HelpName = "files",
        Description = "Normal logs to learn from before the scan; takes every name that follows.",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _state = new("--state") { HelpName = "path", Description = "What 'logguardian learn' wrote; nothing more needs to be learned." };
    private readonly Option<bool> _updateState = new("--update-state") { Description = "Write the state back during and after the scan, with what it learned; a scan that was killed goes on where it was written last." };
    private readonly Option<string?> _saveEvery = new("--save-every") { HelpName = "time", Description = "With --update-state: how often the state is written during the scan (ms, s, m, h). [default: 1m]" };
    private readonly Option<string?> _parallel = new("--parallel") { HelpName = "n", Description = "Threads of the scan, 1 to 64; results are the same. [default: 1]" };
    private readonly Option<string?> _format = CommonOptions.Format();
    private readonly Option<string[]> _mask = CommonOptions.Mask();
    private readonly Option<string?> _window = CommonOptions.Window();
    private readonly Option<string?> _model = CommonOptions.Model();
    private readonly Option<string?> _threshold = new("--threshold") { HelpName = "x", Description = "Score from which a window is an anomaly, above 0 to 1. [default: 0.5]" };
    private readonly Option<string?> _falseAlarms = new("--false-alarms")
    {
        HelpName = "n/period",
        Description = "Instead of a threshold: the false alarms you bear, such as 1/day (minute, hour, day, week).",
    };

    private readonly Option<string?> _top = new("--top") { HelpName = "n", Description = "Show only the n highest scores, best first, at the end." };
    private readonly Option<bool> _all = new("--all") { Description = "Show normal and unscored windows, too." };
    private readonly Option<string?> _output = new("--output") { HelpName = "text|jsonl", Description = "For people, or one JSON object per line. [default: text]" };
    private readonly Option<bool> _incidents = new("--incidents") { Description = "Show anomalies that repeat each other once, and again with their number when they have ended." };
    private readonly Option<bool> _follow = new("--follow") { Description = "Keep reading as the file grows, through rotation, until Ctrl+C." };
    private readonly Option<string?> _warmUp = new("--warm-up")
    {
        HelpName = "lines",
        Description = "First lines of each file that are taken as normal when nothing was learned before. [default: 5000]",
    };

    public ScanCommand(CliConsole console)
        : base("scan", "Find the windows of a log that differ from what is normal.")
    {
        Add(_input);
        foreach (Option option in new Option[] { _learn, _state, _updateState, _saveEvery, _format, _mask, _window, _model, _threshold, _falseAlarms, _top, _all, _incidents, _output, _follow, _warmUp, _parallel })
        {
            Add(option);
        }

        SetAction((parsed, stop) => new ScanRun(Read(parsed), console).RunAsync(stop));
    }

    private ScanSettings Read(ParseResult parsed)
    {
        string? threshold = parsed.GetValue(_threshold);
        string? falseAlarms = parsed.GetValue(_falseAlarms);
        if (threshold is not null && falseAlarms is not null)
        {
            throw new CliException("--threshold and --false-alarms are both given; a scan must have one of them. Leave one out.");
        }

        if (parsed.GetValue(_updateState) && parsed.GetValue(_state) is null)
        {
            throw new CliException("--update-state is given without --state; it must know the file to write. Add --state <path>.");
        }

        if (parsed.GetValue(_saveEvery) is not null && (!parsed.GetValue(_updateState) || parsed.GetValue(_top) is not null))
        {
            throw new CliException(parsed.GetValue(_top) is null
                ? "--save-every is given without --update-state; there is nothing to write. Add --update-state."
                : "--save-every is given with --top; what is shown at the end only would be lost with a scan that is killed. Leave one out.");
        }

        return new ScanSettings
        {
            Input = parsed.GetRequiredValue(_input),
            Learn = parsed.GetValue(_learn) ?? [],
            StatePath = parsed.GetValue(_state),
            ModelPath = parsed.GetValue(_model),
            UpdateState = parsed.GetValue(_updateState),
            SaveEvery = parsed.GetValue(_saveEvery) is { } every ? ReadSaveEvery(every) : ScanSettings.UsualSaveEvery,
            Parallelism = parsed.GetValue(_parallel) is { } parallel ? Numbers.Whole("--parallel", parallel, 1, ScanSettings.MostParallelism) : 1,
            Format = CommonOptions.ReadFormat(parsed.GetValue(_format)),
            Masks = CommonOptions.ReadMasks(parsed.GetValue(_mask)),
            Window = parsed.GetValue(_window) is { } window ? WindowSpec.Parse(window) : null,
            Threshold = threshold is not null ? Numbers.Threshold(threshold) : falseAlarms is not null ? FalseAlarmSpec.Parse(falseAlarms) : null,
            Top = parsed.GetValue(_top) is { } top ? Numbers.Whole("--top", top, 1, ScanSettings.MostTop) : null,
            All = parsed.GetValue(_all),
            IsText = CommonOptions.ReadOutput(parsed.GetValue(_output), "text", "jsonl") == "text",
            GroupIncidents = parsed.GetValue(_incidents),
            Follow = parsed.GetValue(_follow),
            WarmUpLines = parsed.GetValue(_warmUp) is { } warmUp ? Numbers.Whole("--warm-up", warmUp, 0, ScanSettings.MostWarmUpLines) : null,
        };
    }

    private static TimeSpan ReadSaveEvery(string text) => Duration.TryParse(text, out TimeSpan every) && every > TimeSpan.Zero
        ? every
        : throw new CliException($"--save-every is '{text}'; it must be a time of more than zero, such as 30s or 5m.");
}
