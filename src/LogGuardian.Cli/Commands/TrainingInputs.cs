using LogGuardian.Inference;
using LogGuardian.Training;

namespace LogGuardian.Cli;

/// <summary>Windows to learn from, as the command line names them.</summary>
internal static class TrainingInputs
{
    /// <summary>Adds the windows of files: labelled ones of .jsonl files with messages, all others as logs, windowed as scan does it.</summary>
    public static async Task AddAsync(CliConsole console, TrainingSet set, IEnumerable<string> files, BundleMessage message, CancellationToken stop)
    {
        using AnomalyDetector windows = Detectors.BuildWindows(null, [], WindowSpec.Default);
        var inputs = new Inputs(console);
        foreach (string file in files)
        {
            await set.AddAsync(LogWindows.ReadAsync(windows, inputs.Open(file), stop), message, null, stop).ConfigureAwait(false);
        }
    }

    /// <exception cref="CliException">There are none.</exception>
    public static void Require(TrainingSet set, string option)
    {
        if (set.Windows.Count == 0)
        {
            throw new CliException($"{option} holds no windows; there must be some to learn from. Check the paths.");
        }
    }
}
