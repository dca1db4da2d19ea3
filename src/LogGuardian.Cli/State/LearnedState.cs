namespace LogGuardian.Cli;

/// <summary>What was learned, as a <see cref="StateFile"/> that notes the window and format it was learned with.</summary>
internal sealed class LearnedState
{
    private const string Window = "window";
    private const string Format = "format";
    private const string Model = "model";
    private const string Scan = "scan";
    private const string FirstLine = "firstLine:";
    private readonly string _path;
    private readonly StateSnapshot _snapshot;

    private LearnedState(string path, StateSnapshot snapshot)
    {
        _path = path;
        _snapshot = snapshot;
        Settings = new StateSettings(snapshot.Settings.GetValueOrDefault(Window), snapshot.Settings.GetValueOrDefault(Format), snapshot.Settings.GetValueOrDefault(Model), ReadScan(snapshot.Settings));
    }

    public StateSettings Settings { get; }

    public DateTimeOffset WrittenAt => _snapshot.WrittenAt;

    /// <summary>Opens the state; it must exist.</summary>
    public static async Task<LearnedState> ReadAsync(string path, CliConsole console, CancellationToken stop)
    {
        try
        {
            StateSnapshot snapshot = await new StateFile(path).ReadAsync(stop).ConfigureAwait(false);
            if (snapshot.Problem is { } problem)
            {
                console.Warn($"State '{path}': {problem}");
            }

            return new LearnedState(path, snapshot);
        }
        catch (FileNotFoundException e)
        {
            throw new CliException($"State '{path}' does not exist; it must be a file that learning wrote. Run 'logguardian learn <files> --state {path}' first.", e);
        }
        catch (InvalidDataException e)
        {
            throw Unusable(path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"State '{path}' cannot be read: {e.Message} Check the path, or learn again.", e);
        }
    }

    public static async Task SaveAsync(AnomalyDetector detector, string path, StateSettings settings, CancellationToken stop)
    {
        try
        {
            var noted = new Dictionary<string, string?> { [Window] = settings.Window, [Format] = settings.Format };
            if (settings.Model is { } model)
            {
                noted.Add(Model, model);
            }

            if (settings.Scan is { } scan)
            {
                noted.Add(Scan, scan.Input);
                foreach ((string file, string hash) in scan.FirstLines)
                {
                    noted.Add(FirstLine + file, hash);
                }
            }

            await new StateFile(path).SaveAsync(detector, noted, stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"State '{path}' cannot be written: {e.Message} Check that its directory exists and may be written.", e);
        }
    }

    /// <param name="detector">Takes what was learned.</param>
    /// <param name="model">The hash of the bundle that it has; null for none.</param>
    /// <param name="stop">Stops the reading.</param>
    public async Task RestoreAsync(AnomalyDetector detector, string? model, CancellationToken stop)
    {
        if (model != Settings.Model)
        {
            throw new CliException(
                $"State '{_path}' was learned with {Described(Settings.Model)}; the command has {Described(model)}. {(Settings.Model is null ? "Leave --model out" : "Pass that bundle by --model")}, or learn again.");
        }

        try
        {
            await _snapshot.RestoreAsync(detector, stop).ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            throw Unusable(_path, e);
        }
    }

    private static ScanTrace? ReadScan(IReadOnlyDictionary<string, string?> settings)
    {
        if (settings.GetValueOrDefault(Scan) is not { } input)
        {
            return null;
        }

        var scan = new ScanTrace(input);
        foreach ((string name, string? hash) in settings)
        {
            if (hash is not null && name.StartsWith(FirstLine, StringComparison.Ordinal))
            {
                scan.Note(name[FirstLine.Length..], hash);
            }
        }

        return scan;
    }

    private static string Described(string? model) => model is null ? "no model" : $"the model {model[..12]}";

    private static CliException Unusable(string path, InvalidDataException e) => new($"State '{path}' cannot be used. {e.Message}", e);
}
