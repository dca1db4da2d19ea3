namespace LogGuardian;

/// <summary>Keeps what pipelines learned where the user wants it: a database, a bucket. Registered with the services of the host; without one, a directory is used.</summary>
public interface IStateStore
{
    /// <summary>Opens what a pipeline begins with: the first state is loaded; others, those of replicas, are merged with it.</summary>
    /// <param name="pipeline">Name of the pipeline; empty for the one that has none.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The states, which the caller disposes; none when nothing was kept.</returns>
    IAsyncEnumerable<Stream> OpenAsync(string pipeline, CancellationToken cancellationToken = default);

    /// <summary>Keeps a state in place of the one before. Either the old one or the new one is there afterwards, whatever happens.</summary>
    /// <param name="pipeline">Name of the pipeline; empty for the one that has none.</param>
    /// <param name="state">The state, from its position to its end.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    ValueTask SaveAsync(string pipeline, Stream state, CancellationToken cancellationToken = default);
}
