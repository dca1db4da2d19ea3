namespace LogGuardian.Cli;

/// <summary>Turns the names on the command line into sources.</summary>
internal sealed class Inputs(CliConsole console)
{
    public const string StandardInput = "-";
    private bool _standardInputTaken;

    /// <summary>Told the length of each file that is opened and how much of it was read; null when nobody watches.</summary>
    public ReadGauge? Gauge { get; set; }

    /// <summary>Problems with single files of a directory so far.</summary>
    public int Problems { get; private set; }

    public static bool IsDirectory(string path) => path != StandardInput && Directory.Exists(path);

    /// <summary>Whether an input can be read twice: a pipe can be read once.</summary>
    public static bool IsRegularFile(string path) => path != StandardInput && new FileInfo(path) is { Exists: true, Length: > 0 };

    public ILogSource Open(string path, bool follow = false)
    {
        if (path.Length == 0)
        {
            throw new CliException("The input is ''; it must be a file, a directory, or - for standard input. Name one.");
        }

        LogReadOptions options = new() { Decompress = Zstd.Decompress, OnProblem = Report };
        if (path == StandardInput)
        {
            return OpenStandardInput(options, follow);
        }

        if (IsDirectory(path))
        {
            return follow
                ? throw new CliException($"--follow is given with directory '{path}'; it must be with one file. Name the file to follow.")
                : LogLines.FromDirectory(path, options);
        }

        return follow ? LogLines.FollowFile(path, options) : OpenFile(path, options);
    }

    private ILogSource OpenStandardInput(LogReadOptions options, bool follow)
    {
        if (follow)
        {
            throw new CliException("--follow is given with standard input; it must be with one file. Leave it out: standard input is read until it ends.");
        }

        if (_standardInputTaken)
        {
            throw new CliException("Standard input (-) is named twice; it can be read once. Write one of the inputs to a file.");
        }

        _standardInputTaken = true;
        return LogLines.FromStream(console.Input, "stdin", options, leaveOpen: true);
    }

    private ILogSource OpenFile(string path, LogReadOptions options)
    {
        if (Gauge is { } gauge)
        {
            try
            {
                FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
                if (file.CanSeek)
                {
                    gauge.Start(path, file.Length);
                    return LogLines.FromStream(new CountingStream(file, gauge.Add), path, options);
                }

                file.Dispose();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The source says what is wrong better than this would.
            }
        }

        return LogLines.FromFile(path, options);
    }

    private void Report(LogSourceException problem)
    {
        Problems++;
        console.Warn(problem.Message);
    }
}
