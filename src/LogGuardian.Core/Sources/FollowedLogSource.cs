using System.Runtime.CompilerServices;

namespace LogGuardian;

/// <summary>Reads a file as it grows, through rotation and truncation.</summary>
internal sealed class FollowedLogSource(string path, LogReadOptions options) : ILogSource
{
    // Writers keep the old file open for a moment after it was renamed: it is left when two looks in a row found another file.
    private const int LooksBeforeLeaving = 2;

    public async IAsyncEnumerable<LogLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        FollowedFile file = FollowedFile.Open(path);
        while (true)
        {
            LineReader reader = new(file.Stream, path, options, following: true);
            try
            {
                for (int replaced = 0; ;)
                {
                    while (reader.TryRead(out LogLine line))
                    {
                        yield return line;
                        cancellationToken.ThrowIfCancellationRequested();
                    }

                    if (await reader.FillAsync(cancellationToken).ConfigureAwait(false))
                        continue;
                    if (replaced == LooksBeforeLeaving)
                        break;

                    await Task.Delay(options.PollInterval, options.TimeProvider, cancellationToken).ConfigureAwait(false);
                    FileChange change = file.Look();
                    if (change == FileChange.Rewritten)
                        break;
                    replaced = change == FileChange.Replaced ? replaced + 1 : 0;
                }

                await reader.EndAsync(cancellationToken).ConfigureAwait(false);
                if (reader.TryReadLast(out LogLine last))
                    yield return last;
            }
            finally
            {
                await reader.DisposeAsync().ConfigureAwait(false);
                file.Dispose();
            }

            file = await ReopenAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<FollowedFile> ReopenAsync(CancellationToken cancellationToken)
    {
        for (bool told = false; ;)
        {
            try
            {
                return FollowedFile.Open(path);
            }
            catch (LogSourceException e)
            {
                if (!told && !SourceProblem.IsMissing(e))
                {
                    options.OnProblem?.Invoke(e);
                    told = true;
                }
            }

            await Task.Delay(options.PollInterval, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }
}
