using LogGuardian.Training;

namespace LogGuardian.Cli;

/// <summary>Runs a training, shows how it goes, and says what went wrong.</summary>
internal sealed class TrainingWork(CliConsole console, TrainingSettings settings, CancellationToken stop)
{
    private const int NameWidth = 12;
    private const int CurveWidth = 40;

    /// <summary>What is wrong with data, model or machine is said as it is.</summary>
    public static async Task<int> SayAsync(Func<Task> act)
    {
        try
        {
            await act().ConfigureAwait(false);
            return ExitCode.Success;
        }
        catch (Exception e) when (e is TrainingException or ArgumentException or InvalidDataException or InvalidOperationException or IOException or UnauthorizedAccessException or DllNotFoundException
            && e is not LogSourceException)
        {
            throw new CliException(e is ArgumentException { ParamName: { } name } ? e.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : e.Message, e);
        }
    }

    /// <summary>A line; numbers are written the same way everywhere.</summary>
    public static void Row(CliConsole console, string name, FormattableString text) =>
        console.Ink.WriteLine(new Piece(name.PadRight(NameWidth), Tone.Quiet), new Piece(SafeText.OneLine(FormattableString.Invariant(text))));

    /// <summary>Trains. A training that the user stops leaves a checkpoint, and the command says how to go on.</summary>
    /// <param name="files">What the windows came from.</param>
    /// <param name="work">The training.</param>
    public async Task RunAsync(IEnumerable<string> files, Func<TrainingRunOptions, Task> work)
    {
        if (!settings.Resume && File.Exists(Path.Combine(settings.Run, "run.json")))
        {
            throw new CliException($"'{settings.Run}' holds a run already; a run begins in a folder of its own. {(settings.IsResumable ? "Go on with it by --resume, or name" : "Name")} another folder by --run.");
        }

        try
        {
            TrainingSummary summary = await TrainingDisplay.RunAsync(console, progress => work(new TrainingRunOptions
            {
                Folder = settings.Run,
                Resume = settings.Resume,
                CommandLine = settings.CommandLine,
                DataFiles = [.. files.Where(Inputs.IsRegularFile)],
                Progress = progress,
            })).ConfigureAwait(false);
            foreach (string line in summary.ToText(CurveWidth).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                console.Ink.WriteLine(new Piece(line));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && Directory.Exists(settings.Run))
        {
            console.Warn(settings.IsResumable
                ? $"The training was stopped; its last checkpoint is in '{settings.Run}'. Run the same command with --resume to go on."
                : "The training was stopped; the model is what it was.");
            throw;
        }

        Row(console, "run", $"{settings.Run}");
    }
}
