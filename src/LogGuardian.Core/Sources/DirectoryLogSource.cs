namespace LogGuardian;

/// <summary>Reads all files below a directory, one after the other.</summary>
internal sealed class DirectoryLogSource(string path, LogReadOptions options) : ILogSource
{
    public IAsyncEnumerable<LogLine> ReadAsync(CancellationToken cancellationToken = default) =>
        new LineSequence(Open, options, options.OnProblem, cancellationToken);

    private IEnumerable<OpenLog> Open(CancellationToken cancellationToken)
    {
        foreach (string file in List(cancellationToken))
        {
            if (OpenFile(file) is { } stream)
                yield return new OpenLog(file, stream, LeaveOpen: false);
        }
    }

    private FileStream? OpenFile(string file)
    {
        try
        {
            return LogFile.OpenRead(file);
        }
        catch (LogSourceException e) when (options.OnProblem is not null || SourceProblem.IsMissing(e))
        {
            options.OnProblem?.Invoke(e);
            return null;
        }
    }

    private List<string> List(CancellationToken cancellationToken)
    {
        List<string> files = [];
        Stack<string> directories = new([path]);
        while (directories.TryPop(out string? directory))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                foreach (FileSystemInfo entry in new DirectoryInfo(directory).EnumerateFileSystemInfos())
                {
                    if (entry.Name.StartsWith('.') || entry.Attributes.HasFlag(FileAttributes.Hidden))
                        continue;

                    string name = Path.Combine(directory, entry.Name);
                    if (entry is FileInfo file)
                    {
                        if (HoldsBytes(file))
                            files.Add(name);
                    }
                    else if (entry.LinkTarget is null)
                    {
                        // A link to a directory may lead back up: it is not followed.
                        directories.Push(name);
                    }
                }
            }
            catch (Exception e) when (SourceProblem.DirectoryNotListed(directory, e) is { } problem)
            {
                bool vanished = SourceProblem.IsMissing(problem);
                if (directory == path || (options.OnProblem is null && !vanished))
                    throw problem;
                options.OnProblem?.Invoke(problem);
            }
        }

        files.Sort(StringComparer.Ordinal);
        return files;
    }

    /// <summary>Pipes, sockets and devices have no length; opening one could wait for ever.</summary>
    private static bool HoldsBytes(FileInfo file)
    {
        try
        {
            return file.LinkTarget is null
                ? file.Length > 0
                : file.ResolveLinkTarget(returnFinalTarget: true) is not FileInfo { Exists: true, Length: 0 };
        }
        catch (IOException)
        {
            // It vanished, or its links lead in a circle: opening it will say so.
            return true;
        }
    }
}
