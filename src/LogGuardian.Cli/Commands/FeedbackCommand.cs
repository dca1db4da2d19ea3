using System.CommandLine;
using System.Globalization;
using LogGuardian.Inference;

namespace LogGuardian.Cli;

/// <summary>Tells a state which windows of a log were normal and which were anomalies.</summary>
internal sealed class FeedbackCommand : Command
{
    private const int MostMarks = 256;

    private readonly CliConsole _console;
    private readonly Argument<string> _input = new("input") { Description = "The log that was scanned: a file or - for standard input." };
    private readonly Option<string?> _state = new("--state") { HelpName = "path", Required = true, Description = "What 'logguardian learn' wrote; it is written back." };
    private readonly Option<string[]> _normal = Windows("--normal", "Windows that were normal");
    private readonly Option<string[]> _anomaly = Windows("--anomaly", "Windows that were anomalies");
    private readonly Option<string[]> _mask = CommonOptions.Mask();
    private readonly Option<string?> _model = CommonOptions.Model();

    public FeedbackCommand(CliConsole console)
        : base("feedback", "Say which windows were normal and which were anomalies.")
    {
        _console = console;
        Add(_input);
        Add(_state);
        Add(_normal);
        Add(_anomaly);
        Add(_mask);
        Add(_model);
        SetAction(RunAsync);
    }

    private static Option<string[]> Windows(string name, string what) => new(name)
    {
        HelpName = "line|session",
        Description = $"{what}: by the number of a line that they hold, or by session key; takes every name that follows.",
        AllowMultipleArgumentsPerToken = true,
    };

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        string[] normal = parsed.GetValue(_normal) ?? [];
        string[] anomalies = parsed.GetValue(_anomaly) ?? [];
        if (normal.Length + anomalies.Length is 0 or > MostMarks)
        {
            throw new CliException(string.Create(
                CultureInfo.InvariantCulture, $"--normal and --anomaly name {normal.Length + anomalies.Length} windows; they must name 1 to {MostMarks}. Write, say, --normal 1201."));
        }

        string path = parsed.GetRequiredValue(_state)!;
        LearnedState state = await LearnedState.ReadAsync(path, _console, stop).ConfigureAwait(false);
        WindowSpec window = state.Settings.Window is { } text ? WindowSpec.Parse(text) : WindowSpec.Default;
        using ModelBundle? model = CommonOptions.OpenModel(parsed.GetValue(_model));
        using AnomalyDetector detector = Detectors.Build(state.Settings.Format, CommonOptions.ReadMasks(parsed.GetValue(_mask)), window, learns: false, model: model);
        await state.RestoreAsync(detector, model?.Hash, stop).ConfigureAwait(false);
        List<LogWindow>[] found = await FindAsync(detector, new Inputs(_console).Open(parsed.GetRequiredValue(_input)), [.. normal, .. anomalies], window.IsSession, stop).ConfigureAwait(false);
        for (int i = 0; i < found.Length; i++)
        {
            foreach (LogWindow marked in found[i])
            {
                await (i < normal.Length ? detector.MarkNormalAsync(marked, stop) : detector.MarkAnomalyAsync(marked, stop)).ConfigureAwait(false);
                string name = string.Create(CultureInfo.InvariantCulture, $"lines {marked.FirstLine}-{marked.LastLine}{(marked.SessionKey is { } key ? $", session {SafeText.OneLine(key)}" : "")}");
                _console.Ink.WriteLine(new Piece((i < normal.Length ? "normal" : "anomaly").PadRight(9), Tone.Quiet), new Piece(name));
            }
        }

        await LearnedState.SaveAsync(detector, path, state.Settings, stop).ConfigureAwait(false);
        return ExitCode.Success;
    }

    /// <summary>The windows of each name. Nothing is marked, and nothing written, unless all are found.</summary>
    private static async Task<List<LogWindow>[]> FindAsync(AnomalyDetector detector, ILogSource source, string[] names, bool areSessions, CancellationToken stop)
    {
        List<LogWindow>[] found = [.. names.Select(_ => new List<LogWindow>())];
        await foreach (Detection detection in detector.DetectAsync(source, stop).ConfigureAwait(false))
        {
            for (int i = 0; i < names.Length; i++)
            {
                if (IsNamed(detection.Window, names[i], areSessions) && (found[i].Count == 0 || !areSessions))
                {
                    found[i].Add(detection.Window);
                }
            }
        }

        int missing = Array.FindIndex(found, windows => windows.Count == 0);
        return missing < 0
            ? found
            : throw new CliException($"No window is named '{names[missing]}'; it must be {(areSessions ? "a session key" : "the number of a line")} of the log. Copy it from what scan shows.");
    }

    private static bool IsNamed(LogWindow window, string name, bool areSessions) => areSessions
        ? window.SessionKey == name
        : long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out long line) && window.FirstLine <= line && line <= window.LastLine;
}
