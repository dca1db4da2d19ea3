using Microsoft.Extensions.Logging;

namespace LogGuardian.Hosting;

/// <summary>Where a pipeline's state is: in a store of the user, in a directory, or nowhere.</summary>
internal sealed partial class PipelineState(string pipeline, IStateStore? store, StateOptions options, ILogger logger)
{
    /// <summary>Replicas whose states are merged; the newest are.</summary>
    private const int MaxReplicas = 16;

    // Replicas that were written so long before the newest one are of an earlier deployment, and the newest knows what they knew.
    private static readonly TimeSpan SameDeployment = TimeSpan.FromMinutes(10);

    private const string Extension = ".json.gz";
    private readonly string _name = pipeline.Length == 0 ? "default" : pipeline;

    private string? Path => store is null && options.Directory is { } directory
        ? System.IO.Path.Combine(directory, (options.Replica is { } replica ? $"{_name}@{replica}" : _name) + Extension)
        : null;

    public bool IsKept => store is not null || Path is not null;

    /// <summary>Loads the newest state into a detector that knows nothing.</summary>
    /// <returns>What is missing in it, in words; null when nothing is, or when there is none.</returns>
    /// <exception cref="InvalidDataException">It cannot be used; the detector must not be either.</exception>
    public async Task<string?> LoadAsync(AnomalyDetector detector, CancellationToken cancellationToken)
    {
        if (store is not null)
        {
            await LoadFromStoreAsync(detector, store, cancellationToken).ConfigureAwait(false);
            return null;
        }

        string[] files = Path is null ? [] : File.Exists(Path) || options.Replica is null ? [Path] : Replicas();
        string? missing = null;
        for (int i = 0; i < files.Length; i++)
        {
            try
            {
                StateSnapshot snapshot = await new StateFile(files[i]).ReadAsync(cancellationToken).ConfigureAwait(false);
                await (i == 0 ? snapshot.RestoreAsync(detector, cancellationToken) : snapshot.MergeIntoAsync(detector, cancellationToken)).ConfigureAwait(false);
                missing = i == 0 ? snapshot.Problem : missing;
            }
            catch (Exception e) when (i == 0 && e is FileNotFoundException or DirectoryNotFoundException)
            {
                return null;
            }
            catch (Exception e) when (i > 0 && e is IOException or InvalidDataException)
            {
                // What the others know is enough to begin with.
                NotMerged(logger, e, files[i], pipeline);
            }
        }

        return missing;
    }

    /// <summary>Writes what a detector has learned.</summary>
    public async Task SaveAsync(AnomalyDetector detector, CancellationToken cancellationToken)
    {
        if (store is not null)
        {
            var state = new MemoryStream();
            await using (state.ConfigureAwait(false))
            {
                await detector.SaveStateAsync(state, cancellationToken).ConfigureAwait(false);
                state.Position = 0;
                await store.SaveAsync(pipeline, state, cancellationToken).ConfigureAwait(false);
            }
        }
        else if (Path is { } path)
        {
            Directory.CreateDirectory(options.Directory!);
            await new StateFile(path).SaveAsync(detector, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task LoadFromStoreAsync(AnomalyDetector detector, IStateStore from, CancellationToken cancellationToken)
    {
        bool isFirst = true;
        await foreach (Stream state in from.OpenAsync(pipeline, cancellationToken).ConfigureAwait(false))
        {
            await using (state.ConfigureAwait(false))
            {
                await (isFirst ? detector.LoadStateAsync(state, cancellationToken) : detector.MergeStateAsync(state, cancellationToken)).ConfigureAwait(false);
                isFirst = false;
            }
        }
    }

    /// <summary>The states of the latest deployment, the newest first.</summary>
    private string[] Replicas()
    {
        FileInfo[] files = Directory.Exists(options.Directory)
            ? [.. new DirectoryInfo(options.Directory).GetFiles($"{_name}@*{Extension}").OrderByDescending(file => file.LastWriteTimeUtc).ThenBy(file => file.Name, StringComparer.Ordinal)]
            : [];
        return [.. files.TakeWhile(file => files[0].LastWriteTimeUtc - file.LastWriteTimeUtc <= SameDeployment).Take(MaxReplicas).Select(file => file.FullName)];
    }

    [LoggerMessage(EventId = 28, Level = LogLevel.Warning, Message = "State '{File}' of a replica of pipeline '{Pipeline}' cannot be merged")]
    private static partial void NotMerged(ILogger logger, Exception exception, string file, string pipeline);
}
