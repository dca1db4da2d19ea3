namespace LogGuardian;

/// <summary>Opens log files the way their writers can bear: shared for everything, also renaming and deletion.</summary>
internal static class LogFile
{
    /// <exception cref="LogSourceException">The file cannot be opened.</exception>
    public static FileStream OpenRead(string path)
    {
        try
        {
            // Without a buffer of its own: the reader's chunks are the buffer.
            return new FileStream(
                path,
                new FileStreamOptions
                {
                    Mode = FileMode.Open,
                    Access = FileAccess.Read,
                    Share = FileShare.ReadWrite | FileShare.Delete,
                    Options = FileOptions.SequentialScan,
                    BufferSize = 0,
                });
        }
        catch (Exception e) when (SourceProblem.FileNotOpened(path, e) is { } problem)
        {
            throw problem;
        }
    }

    /// <summary>
    /// Reads from any stream. A read from a regular file waits for no one but the disk; to send it through the thread pool costs more
    /// than the read itself.
    /// </summary>
    public static ValueTask<int> ReadAsync(Stream stream, Memory<byte> buffer, CancellationToken cancellationToken) =>
        stream is FileStream { CanSeek: true } ? new ValueTask<int>(stream.Read(buffer.Span)) : stream.ReadAsync(buffer, cancellationToken);
}
